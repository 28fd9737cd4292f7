// The same in bfloat16: an operand is two numbers that follow each other along the inner axis, whose products are added to
// a sum in single precision by one instruction.
PK_INLINE void block(
  const operand *a, const operand *b, float *c, size_t stride, size_t inner, int vectors, const float *bias,
  int accumulates, const char *ahead, size_t step) {
  __m512 sums[PK_ROWS][3];
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++)
      sums[i][j] = _mm512_set1_ps(bias && !accumulates ? bias[i] : 0.0f);
  for (size_t k = 0; k < inner; k++) {
    __m512bh right[3];
    if (k % 2 == 0) __builtin_prefetch(ahead + k * step);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) right[j] = (__m512bh)_mm512_loadu_si512(b + j * PK_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++) {
      __m512bh left = (__m512bh)_mm512_set1_epi32((int)a[i]);
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) sums[i][j] = _mm512_dpbf16_ps(sums[i][j], left, right[j]);
    }
    a += PK_ROWS;
    b += vectors * PK_LANES;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      float *place = c + (size_t)i * stride + j * PK_LANES;
      _mm512_storeu_ps(place, accumulates ? _mm512_add_ps(_mm512_loadu_ps(place), sums[i][j]) : sums[i][j]);
    }
}
