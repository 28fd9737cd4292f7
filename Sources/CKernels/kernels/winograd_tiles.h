// The transforms of PK_ABREAST tiles side by side, a lane each.

#define JOINED(a, b) a##b
#define NAMED(name, abreast) JOINED(name, abreast)
#define TILES NAMED(tiles_, PK_ABREAST)

typedef float TILES __attribute__((vector_size(4 * PK_ABREAST), aligned(4)));

#if PK_ABREAST == 16
#define EVERY_FOURTH(a, b, i) \
  __builtin_shufflevector( \
    a, b, i, i + 4, i + 8, i + 12, i + 16, i + 20, i + 24, i + 28, i, i, i, i, i, i, i, i)
#define HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
// A tile's neighbour's numbers, those before the first or after the last from the other vector.
#define BEFORE(a, b) __builtin_shufflevector(a, b, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31)
#elif PK_ABREAST == 8
#define EVERY_FOURTH(a, b, i) __builtin_shufflevector(a, b, i, i + 4, i + 8, i + 12, i, i, i, i)
#define HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define BEFORE(a, b) __builtin_shufflevector(a, b, 8, 0, 1, 2, 3, 4, 5, 6)
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4, 5, 6, 7, 8)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 2, 3, 10, 11)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 4, 5, 12, 13, 6, 7, 14, 15)
#else
#define EVERY_FOURTH(a, b, i) __builtin_shufflevector(a, b, i, i + 4, i, i)
#define HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define BEFORE(a, b) __builtin_shufflevector(a, b, 4, 0, 1, 2)
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif

// Row y's pixels 0 to 5 of each tile, of which the first begins at x. Where all but the outermost are in the picture they
// come straight from it: out of a copy, vectors would be read from what was not written as vectors.
PK_INLINE void NAMED(input_row_, PK_ABREAST)(
  const float *plane, ptrdiff_t height, ptrdiff_t width, ptrdiff_t y, ptrdiff_t x, TILES *d) {
  ptrdiff_t after = x + 1 + 4 * PK_ABREAST;
  if (y >= 0 && y < height && x >= -1 && after <= width) {
    const float *line = plane + y * width;
    const TILES *r = (const TILES *)(line + x + 1);
    d[1] = HALVES(EVERY_FOURTH(r[0], r[1], 0), EVERY_FOURTH(r[2], r[3], 0));
    d[2] = HALVES(EVERY_FOURTH(r[0], r[1], 1), EVERY_FOURTH(r[2], r[3], 1));
    d[3] = HALVES(EVERY_FOURTH(r[0], r[1], 2), EVERY_FOURTH(r[2], r[3], 2));
    d[4] = HALVES(EVERY_FOURTH(r[0], r[1], 3), EVERY_FOURTH(r[2], r[3], 3));
    // Pixel 0 is the last but one of the tile before, pixel 5 the second of the next.
    d[0] = BEFORE(d[4], (TILES){0} + (x >= 0 ? line[x] : 0.0f));
    d[5] = AFTER(d[1], (TILES){0} + (after < width ? line[after] : 0.0f));
    return;
  }
  float row[4 * PK_ABREAST + 4];
  copy_row(plane, height, width, y, x, 4 * PK_ABREAST + 4, row);
  // Pixels 4 and 5 are 0 and 1 of the next tile.
  for (int k = 0; k < 2; k++) {
    const TILES *r = (const TILES *)(row + 4 * k);
    d[4 * k] = HALVES(EVERY_FOURTH(r[0], r[1], 0), EVERY_FOURTH(r[2], r[3], 0));
    d[4 * k + 1] = HALVES(EVERY_FOURTH(r[0], r[1], 1), EVERY_FOURTH(r[2], r[3], 1));
    if (k == 1) break;
    d[2] = HALVES(EVERY_FOURTH(r[0], r[1], 2), EVERY_FOURTH(r[2], r[3], 2));
    d[3] = HALVES(EVERY_FOURTH(r[0], r[1], 3), EVERY_FOURTH(r[2], r[3], 3));
  }
}

// Of the tiles whose first pixel is at (top, left), `near` go to v, the rest of `count` to `far`. The next channel's go
// `ahead` numbers further: their 36 places are asked for here, as each store would else wait for its own.
PK_INLINE void NAMED(input_block_, PK_ABREAST)(
  const float *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, size_t count, operand *v,
  size_t near, operand *far, size_t stride, size_t ahead) {
  typedef operand operands __attribute__((vector_size(sizeof(operand) * PK_ABREAST), aligned(sizeof(operand))));
  TILES d[6][6];
  for (int i = 0; i < 6; i++) {
    NAMED(input_row_, PK_ABREAST)(x, height, width, top + i, left, d[i]);
    TILES t[6];
    FORWARD(d[i][0], d[i][1], d[i][2], d[i][3], d[i][4], d[i][5], t[0], t[1], t[2], t[3], t[4], t[5]);
    for (int j = 0; j < 6; j++) d[i][j] = t[j];
  }
  for (int j = 0; j < 6; j++) {
    TILES t[6];
    FORWARD(d[0][j], d[1][j], d[2][j], d[3][j], d[4][j], d[5][j], t[0], t[1], t[2], t[3], t[4], t[5]);
    for (int i = 0; i < 6; i++) {
      size_t at = (size_t)(6 * i + j) * stride;
      if (near == PK_ABREAST) {
        *(operands *)(v + at) = __builtin_convertvector(t[i], operands);
        __builtin_prefetch(v + at + ahead, 1);
      } else {
        for (size_t k = 0; k < near; k++) v[at + k] = (operand)t[i][k];
        for (size_t k = near; k < count; k++) far[at + k - near] = (operand)t[i][k];
      }
    }
  }
}

// `count` tiles into `rows` rows of `columns` pixels.
PK_INLINE void NAMED(output_block_, PK_ABREAST)(
  const float *m, size_t stride, size_t count, float bias, float *y, size_t rows, size_t columns, size_t width) {
  TILES t[4][6];
  for (int j = 0; j < 6; j++) {
    TILES in[6];
    for (int i = 0; i < 6; i++) {
      const float *source = m + (size_t)(6 * i + j) * stride;
      if (count == PK_ABREAST) {
        in[i] = *(const TILES *)source;
      } else {
        in[i] = (TILES){0};
        for (size_t k = 0; k < count; k++) in[i][k] = source[k];
      }
    }
    BACKWARD(in[0], in[1], in[2], in[3], in[4], in[5], t[0][j], t[1][j], t[2][j], t[3][j]);
  }
  for (size_t i = 0; i < rows; i++) {
    TILES y0, y1, y2, y3, row[4];
    BACKWARD(t[i][0], t[i][1], t[i][2], t[i][3], t[i][4], t[i][5], y0, y1, y2, y3);
    TILES low01 = LOW_PAIRS(y0, y1), low23 = LOW_PAIRS(y2, y3);
    TILES high01 = HIGH_PAIRS(y0, y1), high23 = HIGH_PAIRS(y2, y3);
    row[0] = LOW_FOURS(low01, low23) + bias;
    row[1] = HIGH_FOURS(low01, low23) + bias;
    row[2] = LOW_FOURS(high01, high23) + bias;
    row[3] = HIGH_FOURS(high01, high23) + bias;
    if (columns == 4 * PK_ABREAST) {
      memcpy(y + i * width, row, sizeof(row));
    } else {
      memcpy(y + i * width, row, columns * sizeof(float));
    }
  }
}

#undef JOINED
#undef NAMED
#undef TILES
#undef EVERY_FOURTH
#undef HALVES
#undef BEFORE
#undef AFTER
#undef LOW_PAIRS
#undef HIGH_PAIRS
#undef LOW_FOURS
#undef HIGH_FOURS
