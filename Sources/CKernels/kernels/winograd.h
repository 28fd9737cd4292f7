// Winograd's F(4×4, 3×3) (Lavin & Gray 2016) on the points 0, ±5/8, ±3/2, ∞, which round off less than half as much as
// the usual 0, ±1, ±2, ∞ (Alam et al. 2022) at the same number of operations, positive and negative points in pairs.
#define A 0.625f
#define B 1.5f
#define A2 (A * A)
#define B2 (B * B)

static void winograd_weights(const float *w, float *u, size_t count, size_t stride) {
  const double a = A, b = B, a2 = a * a, b2 = b * b;
  // Rows (1, p, p²) / Π (p − q) over the other points q.
  const double fa = 1 / (2 * a2 * (a2 - b2)), fb = 1 / (2 * b2 * (b2 - a2));
  const double g[6][3] = {{1 / (a2 * b2), 0, 0},    {fa, a * fa, a2 * fa},  {fa, -a * fa, a2 * fa},
                          {fb, b * fb, b2 * fb},    {fb, -b * fb, b2 * fb}, {0, 0, 1}};
  for (size_t n = 0; n < count; n++) {
    double t[6][3];
    for (int i = 0; i < 6; i++)
      for (int j = 0; j < 3; j++)
        t[i][j] = g[i][0] * w[9 * n + j] + g[i][1] * w[9 * n + 3 + j] + g[i][2] * w[9 * n + 6 + j];
    for (int i = 0; i < 6; i++)
      for (int j = 0; j < 6; j++)
        u[(size_t)(6 * i + j) * stride + n * PK_ROWS] = (float)(t[i][0] * g[j][0] + t[i][1] * g[j][1] + t[i][2] * g[j][2]);
  }
}

// Tiles side by side that one pass transforms.
enum { abreast = 16 };

// Copies `count` pixels of row y from x on, zero outside of the picture.
PK_INLINE void copy_row(
  const float *plane, ptrdiff_t height, ptrdiff_t width, ptrdiff_t y, ptrdiff_t x, ptrdiff_t count, float *row) {
  if (y < 0 || y >= height || x >= width) {
    memset(row, 0, (size_t)count * sizeof(float));
    return;
  }
  ptrdiff_t before = x < 0 ? -x : 0;
  ptrdiff_t end = x + count > width ? width - x : count;
  for (ptrdiff_t i = 0; i < before; i++) row[i] = 0;
  memcpy(row + before, plane + y * width + x + before, (size_t)(end - before) * sizeof(float));
  for (ptrdiff_t i = end; i < count; i++) row[i] = 0;
}

// Bᵀd of six numbers.
#define FORWARD(d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5) \
  do { \
    float ea = d4 - B2 * d2, oa = A * (d3 - B2 * d1); \
    float eb = d4 - A2 * d2, ob = B * (d3 - A2 * d1); \
    t0 = d4 - (A2 + B2) * d2 + A2 * B2 * d0; \
    t1 = ea + oa; \
    t2 = ea - oa; \
    t3 = eb + ob; \
    t4 = eb - ob; \
    t5 = d5 - (A2 + B2) * d3 + A2 * B2 * d1; \
  } while (0)

// Aᵀm of six numbers.
#define BACKWARD(m0, m1, m2, m3, m4, m5, y0, y1, y2, y3) \
  do { \
    float ea = m1 + m2, oa = m1 - m2, eb = m3 + m4, ob = m3 - m4; \
    y0 = m0 + ea + eb; \
    y1 = A * oa + B * ob; \
    y2 = A2 * ea + B2 * eb; \
    y3 = A * A2 * oa + B * B2 * ob + m5; \
  } while (0)

// Where column `tile` of row `channel` lies in a packed right operand.
PK_INLINE size_t place(size_t tile, size_t tiles, size_t channel, size_t channels) {
  size_t column = tile / PK_COLUMNS * PK_COLUMNS;
  size_t lanes = tiles - column < PK_COLUMNS ? (tiles - column + PK_LANES - 1) / PK_LANES * PK_LANES : PK_COLUMNS;
  return column * channels + channel * lanes + tile - column;
}

// `wide` is a constant where this is inlined, so that every loop is vector code. `near` tiles go to v, the rest to `far`.
PK_INLINE void input_block(
  const float *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, size_t wide, size_t count,
  float *v, size_t near, float *far, size_t stride) {
  float d[6][4 * abreast + 16], t[6][4 * abreast + 16], out[6][abreast];
  ptrdiff_t pixels = 4 * (ptrdiff_t)wide + 4;
  for (int i = 0; i < 6; i++) copy_row(x, height, width, top + i, left, pixels, d[i]);
  for (ptrdiff_t p = 0; p < pixels; p++)
    FORWARD(
      d[0][p], d[1][p], d[2][p], d[3][p], d[4][p], d[5][p], t[0][p], t[1][p], t[2][p], t[3][p], t[4][p], t[5][p]);
  for (int i = 0; i < 6; i++) {
    const float *r = t[i];
    for (size_t j = 0; j < wide; j++)
      FORWARD(
        r[4 * j], r[4 * j + 1], r[4 * j + 2], r[4 * j + 3], r[4 * j + 4], r[4 * j + 5], out[0][j], out[1][j],
        out[2][j], out[3][j], out[4][j], out[5][j]);
    for (int j = 0; j < 6; j++) {
      size_t at = (size_t)(6 * i + j) * stride;
      if (near == wide) {
        memcpy(v + at, out[j], wide * sizeof(float));
      } else {
        for (size_t k = 0; k < near; k++) v[at + k] = out[j][k];
        for (size_t k = near; k < count; k++) far[at + k - near] = out[j][k];
      }
    }
  }
}

static void winograd_input(
  const float *x, size_t height, size_t width, size_t padding, size_t tile_row, size_t across, float *v,
  size_t stride, size_t channel, size_t channels, size_t first, size_t tiles) {
  ptrdiff_t top = 4 * (ptrdiff_t)tile_row - (ptrdiff_t)padding;
  for (size_t tile = 0; tile < across;) {
    ptrdiff_t left = 4 * (ptrdiff_t)tile - (ptrdiff_t)padding;
    size_t rest = across - tile, column = first + tile;
    // Never over more than two panels.
    size_t wide = rest > 8 && PK_COLUMNS >= 16 ? 16 : (rest > 4 ? 8 : 4), count = rest < wide ? rest : wide;
    size_t near = PK_COLUMNS - column % PK_COLUMNS < count ? PK_COLUMNS - column % PK_COLUMNS : count;
    float *start = v + place(column, tiles, channel, channels);
    float *far = near < count ? v + place(column + near, tiles, channel, channels) : start;
    if (wide == 16) {
      input_block(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, 16, count, start, near, far, stride);
    } else if (wide == 8) {
      input_block(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, 8, count, start, near, far, stride);
    } else {
      input_block(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, 4, count, start, near, far, stride);
    }
    tile += count;
  }
}

PK_INLINE void output_block(
  const float *m, size_t stride, size_t wide, size_t count, float bias, float *y, size_t rows, size_t columns,
  size_t width) {
  float t[4][6][abreast], row[4 * abreast];
  for (int j = 0; j < 6; j++) {
    float in[6][abreast];
    for (int i = 0; i < 6; i++) {
      const float *source = m + (size_t)(6 * i + j) * stride;
      if (count == wide) {
        memcpy(in[i], source, wide * sizeof(float));
      } else {
        for (size_t k = 0; k < wide; k++) in[i][k] = k < count ? source[k] : 0;
      }
    }
    for (size_t k = 0; k < wide; k++)
      BACKWARD(
        in[0][k], in[1][k], in[2][k], in[3][k], in[4][k], in[5][k], t[0][j][k], t[1][j][k], t[2][j][k], t[3][j][k]);
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t k = 0; k < wide; k++) {
      float y0, y1, y2, y3;
      BACKWARD(t[i][0][k], t[i][1][k], t[i][2][k], t[i][3][k], t[i][4][k], t[i][5][k], y0, y1, y2, y3);
      row[4 * k] = y0 + bias;
      row[4 * k + 1] = y1 + bias;
      row[4 * k + 2] = y2 + bias;
      row[4 * k + 3] = y3 + bias;
    }
    memcpy(y + i * width, row, columns * sizeof(float));
  }
}

static void winograd_output(
  const float *m, size_t stride, size_t tile_row, size_t across, float bias, float *y, size_t height, size_t width) {
  size_t top = 4 * tile_row, rows = height - top < 4 ? height - top : 4;
  for (size_t tile = 0; tile < across;) {
    size_t rest = across - tile;
    size_t wide = rest > 8 ? 16 : (rest > 4 ? 8 : 4), count = rest < wide ? rest : wide;
    size_t columns = width - 4 * tile < 4 * count ? width - 4 * tile : 4 * count;
    float *target = y + top * width + 4 * tile;
    if (wide == 16) {
      output_block(m + tile, stride, 16, count, bias, target, rows, columns, width);
    } else if (wide == 8) {
      output_block(m + tile, stride, 8, count, bias, target, rows, columns, width);
    } else {
      output_block(m + tile, stride, 4, count, bias, target, rows, columns, width);
    }
    tile += count;
  }
}

#undef A
#undef B
#undef A2
#undef B2
#undef FORWARD
#undef BACKWARD
