#include "training.h"
#include "simd.h"

// The adjoints of winograd.c's transforms, on the same points.
#define A 0.625f
#define B 1.5f

// A·y of four numbers.
#define SPREAD(y0, y1, y2, y3, m0, m1, m2, m3, m4, m5) \
  do { \
    float ea = (y0) + A * A * (y2), oa = A * (y1) + A * A * A * (y3); \
    float eb = (y0) + B * B * (y2), ob = B * (y1) + B * B * B * (y3); \
    m0 = (y0); \
    m1 = ea + oa; \
    m2 = ea - oa; \
    m3 = eb + ob; \
    m4 = eb - ob; \
    m5 = (y3); \
  } while (0)

// Tiles side by side that one pass transforms.
enum { block = 8 };

PK_SIMD void pk_winograd_output_gradient(
  const float *g, size_t height, size_t width, size_t tile_row, size_t tiles, float *m, size_t stride) {
  size_t top = 4 * tile_row, rows = height - top < 4 ? height - top : 4;
  for (size_t tile = 0; tile < tiles; tile += block) {
    size_t count = tiles - tile < block ? tiles - tile : block, left = 4 * tile;
    size_t columns = width - left < 4 * count ? width - left : 4 * count;
    float d[4][4 * block], t[6][4 * block], out[6][block];
    for (size_t i = 0; i < 4; i++) {
      const float *source = g + (top + i) * width + left;
      if (i < rows) {
        for (size_t k = 0; k < columns; k++) d[i][k] = source[k];
        for (size_t k = columns; k < 4 * block; k++) d[i][k] = 0;
      } else {
        for (size_t k = 0; k < 4 * block; k++) d[i][k] = 0;
      }
    }
    for (size_t p = 0; p < 4 * block; p++)
      SPREAD(d[0][p], d[1][p], d[2][p], d[3][p], t[0][p], t[1][p], t[2][p], t[3][p], t[4][p], t[5][p]);
    for (size_t i = 0; i < 6; i++) {
      const float *r = t[i];
      for (size_t j = 0; j < block; j++)
        SPREAD(
          r[4 * j], r[4 * j + 1], r[4 * j + 2], r[4 * j + 3], out[0][j], out[1][j], out[2][j], out[3][j], out[4][j],
          out[5][j]);
      for (size_t j = 0; j < 6; j++) {
        float *target = m + (6 * i + j) * stride + tile;
        for (size_t k = 0; k < count; k++) target[k] = out[j][k];
      }
    }
  }
}

void pk_winograd_weights_gradient(const float *u, float *w, size_t count, size_t stride) {
  const double a = A, b = B, a2 = a * a, b2 = b * b;
  const double fa = 1 / (2 * a2 * (a2 - b2)), fb = 1 / (2 * b2 * (b2 - a2));
  const double g[6][3] = {{1 / (a2 * b2), 0, 0},    {fa, a * fa, a2 * fa},  {fa, -a * fa, a2 * fa},
                          {fb, b * fb, b2 * fb},    {fb, -b * fb, b2 * fb}, {0, 0, 1}};
  for (size_t n = 0; n < count; n++) {
    double t[3][6];
    for (int j = 0; j < 6; j++)
      for (int k = 0; k < 3; k++) {
        t[k][j] = 0;
        for (int i = 0; i < 6; i++) t[k][j] += g[i][k] * (double)u[(size_t)(6 * i + j) * stride + n];
      }
    for (int k = 0; k < 3; k++)
      for (int l = 0; l < 3; l++) {
        double sum = 0;
        for (int j = 0; j < 6; j++) sum += t[k][j] * g[j][l];
        w[9 * n + (size_t)(3 * k + l)] = (float)sum;
      }
  }
}
