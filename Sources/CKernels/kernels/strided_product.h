// A product of matrices as they lie, of a size for the second cache: the left operand by two strides, the rows of the
// right one and of the result whole vectors. Every number of the result is one sum in the order of the inner axis; where it
// is added to what there is, it is summed by itself first, which rounds off less.

// Steps along the inner axis in the time in which the third cache answers.
enum { steps_ahead = 10 };

// `rows`, `vectors`, one of the left operand's strides and whether these are the first rows are constants where this is
// inlined.
PK_INLINE void strided_block(
  const float *a, size_t a_row, size_t a_inner, const float *b, size_t b_stride, float *c, size_t c_stride,
  size_t inner, int rows, int vectors, int accumulates, size_t next, int is_first) {
  vector sums[PK_ROWS][3];
  const float *row[PK_ROWS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    row[i] = a + (size_t)i * a_row;
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) sums[i][j] = (vector){0};
  }
  // The next result's place, which would be waited for otherwise.
  if (next)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) __builtin_prefetch(c + next + (size_t)i * c_stride + j * PK_LANES, 1, 2);
  // Unrolled, it wants more registers than there are, and the sums go to memory and back.
#pragma clang loop unroll(disable)
  for (size_t k = 0; k < inner; k++) {
    vector right[3];
    // Memory is asked ahead for the next rows, or, where the inner axis leads from line to line of memory, along it.
    if (rows == PK_ROWS && a_inner == 1 && 2 * k < inner)
      __builtin_prefetch(a + (PK_ROWS + k % PK_ROWS) * a_row + k / PK_ROWS * PK_LANES);
    if (rows == PK_ROWS && a_row == 1) __builtin_prefetch(a + (k + steps_ahead) * a_inner);
    if (is_first && a_row == 1)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) __builtin_prefetch(b + steps_ahead * b_stride + j * PK_LANES);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) right[j] = *(const vector *)(b + j * PK_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) sums[i][j] = sums[i][j] + right[j] * row[i][k * a_inner];
    b += b_stride;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      vector *place = (vector *)(c + (size_t)i * c_stride + j * PK_LANES);
      *place = accumulates ? *place + sums[i][j] : sums[i][j];
    }
}

#define STRIDED_BLOCK(row_stride, inner_stride, rows, vectors, is_first) \
  strided_block( \
    a + row * a_row, row_stride, inner_stride, b + column, b_stride, c + row * c_stride + column, c_stride, inner, rows, \
    vectors, accumulates, next, is_first)
#define STRIDED_ROWS(rows, vectors) \
  for (; row + rows <= count; row += rows) { \
    if (a_row != 1) STRIDED_BLOCK(a_row, 1, rows, vectors, 0); \
    else if (row) STRIDED_BLOCK(1, a_inner, rows, vectors, 0); \
    else STRIDED_BLOCK(1, a_inner, rows, vectors, 1); \
  }

// One of a_row and a_inner is 1.
static void strided_product(
  const float *a, size_t a_row, size_t a_inner, const float *b, size_t b_stride, float *c, size_t c_stride,
  size_t count, size_t inner, size_t columns, int accumulates, size_t next) {
  for (size_t column = 0, vectors; column < columns; column += vectors * PK_LANES) {
    // Three abreast, but four as twice two, as one alone would wait for its numbers of the left operand.
    size_t rest = (columns - column) / PK_LANES, row = 0;
    vectors = rest == 4 ? 2 : (rest < 3 ? rest : 3);
    switch (vectors) {
    case 1:
      STRIDED_ROWS(PK_ROWS, 1)
      STRIDED_ROWS(PK_ROWS / 2, 1)
      STRIDED_ROWS(1, 1)
      break;
    case 2:
      STRIDED_ROWS(PK_ROWS, 2)
      STRIDED_ROWS(PK_ROWS / 2, 2)
      STRIDED_ROWS(1, 2)
      break;
    default:
      STRIDED_ROWS(PK_ROWS, 3)
      STRIDED_ROWS(PK_ROWS / 2, 3)
      STRIDED_ROWS(1, 3)
    }
  }
}
#undef STRIDED_ROWS
#undef STRIDED_BLOCK
