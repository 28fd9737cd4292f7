// The same in half precision: sums of this many numbers of the inner axis are added up in single precision, before their
// own precision runs out.
enum { half_sums = 64 };

// The compiler would make arithmetic of its own half type single and back.
typedef __m512h halves;

PK_INLINE void block(
  const operand *a, const operand *b, float *c, size_t stride, size_t inner, int vectors, const float *bias,
  int accumulates, const char *ahead, size_t step) {
  for (size_t first = 0; first == 0 || first < inner; first += half_sums) {
    size_t end = inner - first < half_sums ? inner : first + half_sums;
    halves sums[PK_ROWS][3];
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) sums[i][j] = _mm512_setzero_ph();
    for (size_t k = first; k < end; k++) {
      halves right[3];
      if (k % 4 == 0) __builtin_prefetch(ahead + k * step);
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) right[j] = _mm512_loadu_ph(b + j * PK_LANES);
#pragma clang loop unroll(full)
      for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) sums[i][j] = _mm512_fmadd_ph(right[j], _mm512_set1_ph(a[i]), sums[i][j]);
      a += PK_ROWS;
      b += vectors * PK_LANES;
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) {
        float *target = c + (size_t)i * stride + j * PK_LANES;
        __m512i bits = _mm512_castph_si512(sums[i][j]);
        __m512 low = _mm512_cvtxph_ps(_mm256_castsi256_ph(_mm512_castsi512_si256(bits)));
        __m512 high = _mm512_cvtxph_ps(_mm256_castsi256_ph(_mm512_extracti64x4_epi64(bits, 1)));
        __m512 bias_low = _mm512_set1_ps(bias ? bias[i] : 0.0f), bias_high = bias_low;
        if (first > 0 || accumulates) bias_low = _mm512_loadu_ps(target), bias_high = _mm512_loadu_ps(target + 16);
        _mm512_storeu_ps(target, _mm512_add_ps(bias_low, low));
        _mm512_storeu_ps(target + 16, _mm512_add_ps(bias_high, high));
      }
  }
}
