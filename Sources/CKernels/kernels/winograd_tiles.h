// The transforms of PK_ABREAST tiles of PK_TILE×PK_TILE pixels side by side, a lane each.

#define OF(name) NAMED(NAMED(NAMED(name, PK_TILE), _), PK_ABREAST)
#define TILES OF(tiles_)

typedef float TILES __attribute__((vector_size(4 * PK_ABREAST), aligned(4)));

// A tile's neighbour's numbers, those before the first or after the last from the other vector.
#if PK_ABREAST == 16
#define BEFORE(a, b) __builtin_shufflevector(a, b, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
#elif PK_ABREAST == 8
#define BEFORE(a, b) __builtin_shufflevector(a, b, 8, 0, 1, 2, 3, 4, 5, 6)
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4, 5, 6, 7, 8)
#else
#define BEFORE(a, b) __builtin_shufflevector(a, b, 4, 0, 1, 2)
#define AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4)
#endif

// Pixels in vectors of one after the other (`line`) to vectors of the tiles' first, second … pixels (`d`), and back.
#if PK_TILE == 4

#if PK_ABREAST == 16
#define EVERY_FOURTH(a, b, i) \
  __builtin_shufflevector( \
    a, b, i, i + 4, i + 8, i + 12, i + 16, i + 20, i + 24, i + 28, i, i, i, i, i, i, i, i)
#define HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31)
#elif PK_ABREAST == 8
#define EVERY_FOURTH(a, b, i) __builtin_shufflevector(a, b, i, i + 4, i + 8, i + 12, i, i, i, i)
#define HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 2, 3, 10, 11)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 4, 5, 12, 13, 6, 7, 14, 15)
#else
#define EVERY_FOURTH(a, b, i) __builtin_shufflevector(a, b, i, i + 4, i, i)
#define HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif

PK_INLINE void OF(split_)(const TILES *line, TILES *d) {
  d[0] = HALVES(EVERY_FOURTH(line[0], line[1], 0), EVERY_FOURTH(line[2], line[3], 0));
  d[1] = HALVES(EVERY_FOURTH(line[0], line[1], 1), EVERY_FOURTH(line[2], line[3], 1));
  d[2] = HALVES(EVERY_FOURTH(line[0], line[1], 2), EVERY_FOURTH(line[2], line[3], 2));
  d[3] = HALVES(EVERY_FOURTH(line[0], line[1], 3), EVERY_FOURTH(line[2], line[3], 3));
}

PK_INLINE void OF(join_)(const TILES *d, TILES *line) {
  TILES low01 = LOW_PAIRS(d[0], d[1]), low23 = LOW_PAIRS(d[2], d[3]);
  TILES high01 = HIGH_PAIRS(d[0], d[1]), high23 = HIGH_PAIRS(d[2], d[3]);
  line[0] = LOW_FOURS(low01, low23);
  line[1] = HIGH_FOURS(low01, low23);
  line[2] = LOW_FOURS(high01, high23);
  line[3] = HIGH_FOURS(high01, high23);
}

#undef EVERY_FOURTH
#undef HALVES
#undef LOW_PAIRS
#undef HIGH_PAIRS
#undef LOW_FOURS
#undef HIGH_FOURS

// Bᵀd of six numbers, and Aᵀm.
PK_INLINE void OF(forward_)(const TILES *d, TILES *t) {
  FORWARD(d[0], d[1], d[2], d[3], d[4], d[5], t[0], t[1], t[2], t[3], t[4], t[5]);
}

PK_INLINE void OF(backward_)(const TILES *m, TILES *y) {
  BACKWARD(m[0], m[1], m[2], m[3], m[4], m[5], y[0], y[1], y[2], y[3]);
}

#elif PK_TILE == 2

PK_INLINE void OF(split_)(const TILES *line, TILES *d) {
  d[0] = __builtin_shufflevector(line[0], line[1], 0, 2, 4, 6, 8, 10, 12, 14);
  d[1] = __builtin_shufflevector(line[0], line[1], 1, 3, 5, 7, 9, 11, 13, 15);
}

PK_INLINE void OF(join_)(const TILES *d, TILES *line) {
  line[0] = __builtin_shufflevector(d[0], d[1], 0, 8, 1, 9, 2, 10, 3, 11);
  line[1] = __builtin_shufflevector(d[0], d[1], 4, 12, 5, 13, 6, 14, 7, 15);
}

PK_INLINE void OF(forward_)(const TILES *d, TILES *t) { FOUR_FORWARD(d, t); }

PK_INLINE void OF(backward_)(const TILES *m, TILES *y) { FOUR_BACKWARD(m, y); }

#else

// Eight by eight are transposed: a line's vectors are the pixels of a tile.
PK_INLINE void OF(split_)(const TILES *line, TILES *d) {
  TILES a[8], b[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 2) {
    a[i] = __builtin_shufflevector(line[i], line[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    a[i + 1] = __builtin_shufflevector(line[i], line[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4)
#pragma clang loop unroll(full)
    for (int j = 0; j < 2; j++) {
      b[i + 2 * j] = __builtin_shufflevector(a[i + j], a[i + 2 + j], 0, 1, 8, 9, 4, 5, 12, 13);
      b[i + 2 * j + 1] = __builtin_shufflevector(a[i + j], a[i + 2 + j], 2, 3, 10, 11, 6, 7, 14, 15);
    }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    d[i] = __builtin_shufflevector(b[i], b[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    d[i + 4] = __builtin_shufflevector(b[i], b[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

PK_INLINE void OF(join_)(const TILES *d, TILES *line) { OF(split_)(d, line); }

// Bᵀd of ten numbers, and Aᵀm.
PK_INLINE void OF(forward_)(const TILES *d, TILES *t) {
#pragma clang loop unroll(full)
  for (int k = 0; k < PK_PAIRS; k++) {
    float c[3], p = ten_points[k];
    other_pairs(ten_points, k, c);
    TILES even = d[8] + c[2] * d[6] + c[1] * d[4] + c[0] * d[2];
    TILES odd = d[7] + c[2] * d[5] + c[1] * d[3] + c[0] * d[1];
    t[1 + 2 * k] = even + p * odd;
    t[2 + 2 * k] = even - p * odd;
  }
  float c[4];
  all_pairs(ten_points, c);
  t[0] = d[8] + c[3] * d[6] + c[2] * d[4] + c[1] * d[2] + c[0] * d[0];
  t[9] = d[9] + c[3] * d[7] + c[2] * d[5] + c[1] * d[3] + c[0] * d[1];
}

PK_INLINE void OF(backward_)(const TILES *m, TILES *y) {
  TILES even[PK_PAIRS], odd[PK_PAIRS];
#pragma clang loop unroll(full)
  for (int k = 0; k < PK_PAIRS; k++) {
    even[k] = m[1 + 2 * k] + m[2 + 2 * k];
    odd[k] = m[1 + 2 * k] - m[2 + 2 * k];
  }
  float power[PK_PAIRS] = {1, 1, 1, 1};
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j++) {
    const TILES *s = j % 2 ? odd : even;
    y[j] = (power[0] * s[0] + power[1] * s[1]) + (power[2] * s[2] + power[3] * s[3]);
#pragma clang loop unroll(full)
    for (int k = 0; k < PK_PAIRS; k++) power[k] *= ten_points[k];
  }
  y[0] += m[0];
  y[7] += m[9];
}

#endif

// Row y's pixels 0 to PK_TILE + 1 of each tile, of which the first begins at x. Where all but the outermost are in the
// picture they come straight from it: out of a copy, vectors would be read from what was not written as vectors.
PK_INLINE void OF(input_row_)(
  const float *plane, ptrdiff_t height, ptrdiff_t width, ptrdiff_t y, ptrdiff_t x, TILES *d) {
  ptrdiff_t after = x + 1 + PK_TILE * PK_ABREAST;
  if (y >= 0 && y < height && x >= -1 && after <= width) {
    const float *line = plane + y * width;
    OF(split_)((const TILES *)(line + x + 1), d + 1);
    // Pixel 0 is the last but one of the tile before, the last the second of the next.
    d[0] = BEFORE(d[PK_TILE], (TILES){0} + (x >= 0 ? line[x] : 0.0f));
    d[PK_TILE + 1] = AFTER(d[1], (TILES){0} + (after < width ? line[after] : 0.0f));
    return;
  }
  float row[PK_TILE * PK_ABREAST + PK_TILE];
  copy_row(plane, height, width, y, x, PK_TILE * PK_ABREAST + PK_TILE, row);
  OF(split_)((const TILES *)row, d);
  // The last two are pixels 0 and 1 of the next tile.
  TILES next[PK_TILE];
  OF(split_)((const TILES *)(row + PK_TILE), next);
  d[PK_TILE] = next[0];
  d[PK_TILE + 1] = next[1];
}

// The same for tiles that lie below each other, in `stacked` rows as wide as the picture: the first pixels of row y, then
// those of the row PK_TILE further down.
PK_INLINE void OF(stacked_row_)(
  const float *plane, ptrdiff_t height, ptrdiff_t width, ptrdiff_t y, size_t stacked, TILES *d) {
  typedef int32_t lanes __attribute__((vector_size(4 * PK_ABREAST)));
  TILES line[PK_TILE], *next = line;
  for (size_t row = 0; row < stacked; row++, y += PK_TILE)
    for (size_t j = 0; j < PK_TILE / stacked; j++)
      *next++ = y >= 0 && y < height ? *(const TILES *)(plane + y * width + (ptrdiff_t)j * PK_ABREAST) : (TILES){0};
  OF(split_)(line, d + 1);
  lanes place, across = (lanes){0} + (int32_t)(PK_ABREAST / stacked - 1);
  for (int i = 0; i < PK_ABREAST; i++) place[i] = i;
  // A row's first tile has nothing before it, its last one nothing after it.
  d[0] = (TILES)((lanes)BEFORE(d[PK_TILE], d[PK_TILE]) & ((place & across) != 0));
  d[PK_TILE + 1] = (TILES)((lanes)AFTER(d[1], d[1]) & ((place & across) != across));
}

// Bᵀd of the rows of tiles whose first pixel is at (top, left), in `stacked` rows.
PK_INLINE void OF(input_rows_)(
  const float *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, size_t stacked,
  TILES d[PK_POINTS][PK_POINTS]) {
  for (int i = 0; i < PK_POINTS; i++) {
    TILES row[PK_POINTS];
    if (stacked > 1) {
      OF(stacked_row_)(x, height, width, top + i, stacked, row);
    } else {
      OF(input_row_)(x, height, width, top + i, left, row);
    }
    OF(forward_)(row, d[i]);
  }
}

PK_INLINE void OF(input_column_)(TILES d[PK_POINTS][PK_POINTS], int j, TILES *t) {
  TILES column[PK_POINTS];
  for (int i = 0; i < PK_POINTS; i++) column[i] = d[i][j];
  OF(forward_)(column, t);
}

// Of these tiles, `near` go to v, the rest of `count` to `far`; in whole numbers, together with those of the plane `next`
// if there is one, times `factor`. What comes next goes `ahead` operands further: its places are asked for here, as each
// store would else wait for its own.
PK_INLINE void OF(input_block_)(
  const float *x, const float *next, float factor, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left,
  size_t stacked, size_t count, operand *v, size_t near, operand *far, size_t stride, size_t ahead) {
  typedef operand operands __attribute__((vector_size(sizeof(operand) * PK_ABREAST), aligned(sizeof(operand))));
  TILES d[PK_POINTS][PK_POINTS];
  OF(input_rows_)(x, height, width, top, left, stacked, d);
#if PK_OPERANDS == PK_WHOLE
  TILES e[PK_POINTS][PK_POINTS] = {{{0}}};
  if (next) OF(input_rows_)(next, height, width, top, left, stacked, e);
#endif
  for (int j = 0; j < PK_POINTS; j++) {
    TILES t[PK_POINTS];
    OF(input_column_)(d, j, t);
#if PK_OPERANDS == PK_WHOLE
    TILES s[PK_POINTS];
    OF(input_column_)(e, j, s);
#endif
    operands numbers[PK_POINTS];
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_POINTS; i++) {
#if PK_OPERANDS == PK_WHOLE
      float times = factor / (BOUNDS[i] * BOUNDS[j]);
      numbers[i] = ((operands)(t[i] * times + PK_ROUNDS) & 0xffff) | (operands)(s[i] * times + PK_ROUNDS) << 16;
#else
      (void)next, (void)factor;
      numbers[i] = t[i];
#endif
    }
    operand *place = v + (size_t)j * stride;
    size_t row = PK_POINTS * stride;
    if (near == PK_ABREAST) {
#pragma clang loop unroll(full)
      for (int i = 0; i < PK_POINTS; i++, place += row) {
        *(operands *)place = numbers[i];
        __builtin_prefetch(place + ahead, 1);
      }
    } else {
      operand *other = far + (size_t)j * stride;
      for (int i = 0; i < PK_POINTS; i++, place += row, other += row) {
        for (size_t k = 0; k < near; k++) place[k] = numbers[i][k];
        for (size_t k = near; k < count; k++) other[k - near] = numbers[i][k];
      }
    }
  }
}

// `count` tiles into `rows` rows of `columns` pixels at y, plus those at `plus` if there are any; tiles in more than one row
// are as wide as the picture together. The next output's products lie `ahead` numbers further: they are asked for here, as
// a hundred places are more than the processor follows by itself.
PK_INLINE void OF(output_block_)(
  const float *m, size_t stride, size_t ahead, size_t stacked, size_t count, float bias, float *y,
  const float *plus, size_t rows, size_t columns, size_t width) {
  TILES t[PK_TILE][PK_POINTS];
  for (int j = 0; j < PK_POINTS; j++) {
    TILES in[PK_POINTS], column[PK_TILE];
    const float *source = m + (size_t)j * stride;
    size_t row = PK_POINTS * stride;
    if (count == PK_ABREAST) {
#pragma clang loop unroll(full)
      for (int i = 0; i < PK_POINTS; i++, source += row) {
        in[i] = *(const TILES *)source;
        __builtin_prefetch(source + ahead);
      }
    } else {
      for (int i = 0; i < PK_POINTS; i++, source += row) {
        in[i] = (TILES){0};
        for (size_t k = 0; k < count; k++) in[i][k] = source[k];
      }
    }
    OF(backward_)(in, column);
    for (int i = 0; i < PK_TILE; i++) t[i][j] = column[i];
  }
  for (size_t i = 0; i < rows; i++) {
    TILES pixels[PK_TILE], line[PK_TILE];
    OF(backward_)(t[i], pixels);
    OF(join_)(pixels, line);
    for (int j = 0; j < PK_TILE; j++) line[j] += bias;
    if (stacked == 1 && columns < PK_TILE * PK_ABREAST) {
      const float *pixels = (const float *)line;
      float *row = y + i * width;
      if (plus)
        for (size_t j = 0; j < columns; j++) row[j] = plus[i * width + j] + pixels[j];
      else
        memcpy(row, pixels, columns * sizeof(float));
      continue;
    }
    // A row of pixels, or one below the other, each of as many vectors.
    size_t vectors = PK_TILE / stacked;
    for (size_t row = 0, j = 0; row < stacked; row++) {
      size_t place = (i + PK_TILE * row) * width;
      for (size_t end = j + vectors; j < end; j++, place += PK_ABREAST)
        *(TILES *)(y + place) = plus ? *(const TILES *)(plus + place) + line[j] : line[j];
    }
  }
}

#undef OF
#undef TILES
#undef BEFORE
#undef AFTER
