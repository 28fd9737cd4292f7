// One panel of a by one of b, `vectors` (a constant where this is inlined) vectors wide, into PK_ROWS rows of c. On the
// way memory is asked for what lies `ahead`. What accumulates is summed by itself first: short sums round off less.
PK_INLINE void block(
  const operand *a, const operand *b, float *c, size_t stride, size_t inner, int vectors, const float *bias,
  int accumulates, ahead ahead) {
  vector sums[PK_ROWS][3];
  // Where the result will go is asked for while it is calculated.
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) __builtin_prefetch(c + (size_t)i * stride + j * PK_LANES, 1);
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++)
      sums[i][j] = (vector){0} + (bias && !accumulates ? bias[i] : 0.0f);
  for (size_t k = 0; k < inner; k++) {
    vector right[3];
    if (k % 2 == 0) __builtin_prefetch(ahead.left + k * ahead.left_step);
    if (ahead.right) __builtin_prefetch(ahead.right + k * ahead.right_step);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) right[j] = *(const vector *)(b + j * PK_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) sums[i][j] = sums[i][j] + right[j] * a[i];
    a += PK_ROWS;
    b += vectors * PK_LANES;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      vector *place = (vector *)(c + (size_t)i * stride + j * PK_LANES);
      *place = accumulates ? *place + sums[i][j] : sums[i][j];
    }
}

#if PK_LANES >= 16
#define PK_NARROW 1

// The same for half a vector of columns, as the few tiles of small pictures are, and for one or two panels of a: with one
// the next sum would wait for the last. b's rows are whole vectors all the same.
PK_INLINE void narrow_block(
  const operand *a, size_t a_panel, int panels, const operand *b, float *c, size_t stride, size_t inner,
  const float *bias, int accumulates, const char *ahead, size_t ahead_panel, size_t step) {
  typedef float half_vector __attribute__((vector_size(2 * PK_LANES), aligned(4)));
  half_vector sums[2][PK_ROWS];
#pragma clang loop unroll(full)
  for (int p = 0; p < panels; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++)
      sums[p][i] = (half_vector){0} + (bias && !accumulates ? bias[p * PK_ROWS + i] : 0.0f);
  for (size_t k = 0; k < inner; k++) {
    half_vector right = *(const half_vector *)(b + k * PK_LANES);
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++) {
      if (k % 2 == 0) __builtin_prefetch(ahead + (size_t)p * ahead_panel + k * step);
#pragma clang loop unroll(full)
      for (int i = 0; i < PK_ROWS; i++)
        sums[p][i] = sums[p][i] + right * a[(size_t)p * a_panel + k * PK_ROWS + (size_t)i];
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < panels; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++) {
      half_vector *place = (half_vector *)(c + (size_t)(p * PK_ROWS + i) * stride);
      *place = accumulates ? *place + sums[p][i] : sums[p][i];
    }
}
#endif
