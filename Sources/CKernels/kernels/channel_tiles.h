// Winograd's transforms with a channel to a lane, into and out of matrices as they lie: the k-th of 36 has a row for each
// tile and a column for each channel. Training wants the transformed picture twice, as the left operand of the result and
// as the right one of the weights' gradient, which these matrices are without another copy.
#include "winograd_transforms.h"

// Tiles that are transformed at a time: what their pixels take stays in the first cache.
enum { tiles_abreast = 8 };

// Of a row of tiles, `high` rows of `wide` pixels from (top, left) on, zero outside of the picture.
PK_INLINE void gather_rows(
  const float *x, size_t channels, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, ptrdiff_t high,
  ptrdiff_t wide, vector *y) {
  ptrdiff_t begin = left < 0 ? -left : 0, end = left + wide > width ? width - left : wide;
  if (end < begin) end = begin;
  for (ptrdiff_t i = 0; i < high; i++, y += wide) {
    if (top + i < 0 || top + i >= height) {
      memset(y, 0, (size_t)wide * sizeof(vector));
      continue;
    }
    memset(y, 0, (size_t)begin * sizeof(vector));
    gather(
      x + (top + i) * width + left + begin, (size_t)(height * width), channels, (size_t)(end - begin), y + begin);
    memset(y + end, 0, (size_t)(wide - end) * sizeof(vector));
  }
}

static void tile_input(
  const float *x, size_t channels, size_t height, size_t width, size_t padding, size_t tile_row, size_t down,
  size_t across, float *v, size_t matrix, size_t stride) {
  enum { most = 4 * tiles_abreast + 2 };
  vector rows[6 * most], t[6 * most];
  for (size_t tile = 0; tile < across; tile += tiles_abreast) {
    size_t count = across - tile < tiles_abreast ? across - tile : tiles_abreast, wide = 4 * count + 2;
    ptrdiff_t top = 4 * (ptrdiff_t)tile_row - (ptrdiff_t)padding, left = 4 * (ptrdiff_t)tile - (ptrdiff_t)padding;
    float *target = v + tile * stride;
    for (size_t row = 0; row < down; row++, top += 4, target += across * stride) {
      // The last two rows of pixels are the first two of the next tiles.
      size_t known = row == 0 ? 0 : 2;
      if (known) memcpy(rows, rows + 4 * wide, 2 * wide * sizeof(vector));
      gather_rows(
        x, channels, (ptrdiff_t)height, (ptrdiff_t)width, top + (ptrdiff_t)known, left, 6 - (ptrdiff_t)known,
        (ptrdiff_t)wide, rows + known * wide);
      for (size_t j = 0; j < wide; j++) {
        const vector *d = rows + j;
        vector *r = t + j;
        FORWARD(
          d[0], d[wide], d[2 * wide], d[3 * wide], d[4 * wide], d[5 * wide], r[0], r[wide], r[2 * wide], r[3 * wide],
          r[4 * wide], r[5 * wide]);
      }
      for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < count; k++) {
          vector r[6], *d = t + i * wide + 4 * k;
          FORWARD(d[0], d[1], d[2], d[3], d[4], d[5], r[0], r[1], r[2], r[3], r[4], r[5]);
          for (size_t j = 0; j < 6; j++) *(vector *)(target + (6 * i + j) * matrix + k * stride) = r[j];
        }
    }
  }
}

static void tile_output(
  const float *m, size_t matrix, size_t stride, size_t tile_row, size_t across, const float *bias, float *y,
  size_t channels, size_t height, size_t width) {
  vector rows[4 * 4 * tiles_abreast], start = {0};
  if (bias) memcpy(&start, bias, channels * sizeof(float));
  size_t top = 4 * tile_row, high = height - top < 4 ? height - top : 4;
  for (size_t tile = 0; tile < across; tile += tiles_abreast) {
    size_t count = across - tile < tiles_abreast ? across - tile : tiles_abreast;
    size_t wide = width - 4 * tile < 4 * count ? width - 4 * tile : 4 * count;
    for (size_t k = 0; k < count; k++) {
      const float *source = m + (tile + k) * stride;
      vector t[4][6];
      for (size_t j = 0; j < 6; j++) {
        vector d[6];
        for (size_t i = 0; i < 6; i++) d[i] = *(const vector *)(source + (6 * i + j) * matrix);
        BACKWARD(d[0], d[1], d[2], d[3], d[4], d[5], t[0][j], t[1][j], t[2][j], t[3][j]);
      }
      for (size_t i = 0; i < 4; i++) {
        vector y0, y1, y2, y3, *row = rows + i * 4 * count + 4 * k;
        BACKWARD(t[i][0], t[i][1], t[i][2], t[i][3], t[i][4], t[i][5], y0, y1, y2, y3);
        row[0] = y0 + start;
        row[1] = y1 + start;
        row[2] = y2 + start;
        row[3] = y3 + start;
      }
    }
    for (size_t i = 0; i < high; i++)
      scatter(rows + i * 4 * count, y + (top + i) * width + 4 * tile, height * width, channels, wide);
  }
}

// A·y of four numbers: the adjoint of BACKWARD.
#define SPREAD(y0, y1, y2, y3, m) \
  do { \
    __auto_type ea = y0 + A2 * y2; \
    __auto_type oa = A * y1 + A * A2 * y3; \
    __auto_type eb = y0 + B2 * y2; \
    __auto_type ob = B * y1 + B * B2 * y3; \
    m[0] = y0; \
    m[1] = ea + oa; \
    m[2] = ea - oa; \
    m[3] = eb + ob; \
    m[4] = eb - ob; \
    m[5] = y3; \
  } while (0)

static void tile_gradient(
  const float *g, size_t channels, size_t height, size_t width, size_t tile_row, size_t across, float *m, size_t matrix,
  size_t stride) {
  vector rows[4 * 4 * tiles_abreast], t[6][4 * tiles_abreast];
  for (size_t tile = 0; tile < across; tile += tiles_abreast) {
    size_t count = across - tile < tiles_abreast ? across - tile : tiles_abreast, wide = 4 * count;
    gather_rows(
      g, channels, (ptrdiff_t)height, (ptrdiff_t)width, 4 * (ptrdiff_t)tile_row, 4 * (ptrdiff_t)tile, 4, (ptrdiff_t)wide,
      rows);
    for (size_t j = 0; j < wide; j++) {
      vector u[6];
      SPREAD(rows[j], rows[wide + j], rows[2 * wide + j], rows[3 * wide + j], u);
      for (size_t i = 0; i < 6; i++) t[i][j] = u[i];
    }
    for (size_t i = 0; i < 6; i++)
      for (size_t k = 0; k < count; k++) {
        vector u[6], *d = t[i] + 4 * k;
        SPREAD(d[0], d[1], d[2], d[3], u);
        for (size_t j = 0; j < 6; j++) *(vector *)(m + (6 * i + j) * matrix + (tile + k) * stride) = u[j];
      }
  }
}
#undef SPREAD

static void tile_weights(
  const float *w, size_t lane, size_t lanes, size_t item, size_t items, int turned, float *u, size_t matrix,
  size_t stride) {
  for (size_t n = 0; n < items; n++) {
    vector g[9], t[3][6], r[6];
    gather(w + n * item, lane, lanes, 9, g);
    if (turned)
      for (int i = 0; i < 4; i++) {
        vector other = g[i];
        g[i] = g[8 - i];
        g[8 - i] = other;
      }
    for (int j = 0; j < 3; j++) WEIGHTS(g[j], g[3 + j], g[6 + j], t[j]);
    for (size_t i = 0; i < 6; i++) {
      WEIGHTS(t[0][i], t[1][i], t[2][i], r);
      for (size_t j = 0; j < 6; j++) *(vector *)(u + (6 * i + j) * matrix + n * stride) = r[j];
    }
  }
}

// Gᵀu of six numbers: the adjoint of WEIGHTS.
#define GATHERED(u, g0, g1, g2) \
  do { \
    __auto_type ea = u[1] + u[2]; \
    __auto_type oa = u[1] - u[2]; \
    __auto_type eb = u[3] + u[4]; \
    __auto_type ob = u[3] - u[4]; \
    g0 = F0 * u[0] + FA * ea + FB * eb; \
    g1 = FA * A * oa + FB * B * ob; \
    g2 = FA * A2 * ea + FB * B2 * eb + u[5]; \
  } while (0)

static void tile_weights_gradient(const float *u, size_t matrix, size_t lanes, float *w) {
  vector t[3][6], g[9], r[6];
  for (size_t j = 0; j < 6; j++) {
    for (size_t i = 0; i < 6; i++) r[i] = *(const vector *)(u + (6 * i + j) * matrix);
    GATHERED(r, t[0][j], t[1][j], t[2][j]);
  }
  for (size_t i = 0; i < 3; i++) GATHERED(t[i], g[3 * i], g[3 * i + 1], g[3 * i + 2]);
  scatter(g, w, 9, lanes, 9);
}
#undef GATHERED
