// One panel of a by one of b, `vectors` (a constant where this is inlined) vectors wide, into PK_ROWS rows of c.
PK_INLINE void block(
  const operand *a, const operand *b, float *c, size_t stride, size_t inner, int vectors, const float *bias,
  int accumulates) {
  vector sums[PK_ROWS][3];
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++)
      sums[i][j] = accumulates ? *(const vector *)(c + (size_t)i * stride + j * PK_LANES)
                               : (vector){0} + (bias ? bias[i] : 0.0f);
  for (size_t k = 0; k < inner; k++) {
    vector right[3];
    // The left operand streams from memory: asked for a kilobyte ahead.
    if (k % 2 == 0) __builtin_prefetch(a + 256);
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
