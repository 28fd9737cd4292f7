// One panel of a by one of b, `vectors` (a constant where this is inlined) vectors wide, into PK_ROWS rows of c. On the
// way memory is asked for what lies `ahead`, `step` bytes for each number of the inner axis.
PK_INLINE void block(
  const operand *a, const operand *b, float *c, size_t stride, size_t inner, int vectors, const float *bias,
  int accumulates, const char *ahead, size_t step) {
  vector sums[PK_ROWS][3];
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++)
      sums[i][j] = accumulates ? *(const vector *)(c + (size_t)i * stride + j * PK_LANES)
                               : (vector){0} + (bias ? bias[i] : 0.0f);
  for (size_t k = 0; k < inner; k++) {
    vector right[3];
    if (k % 2 == 0) __builtin_prefetch(ahead + k * step);
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
    for (int j = 0; j < vectors; j++) *(vector *)(c + (size_t)i * stride + j * PK_LANES) = sums[i][j];
}
