// The same in whole numbers of 16 bits, or of 8: an operand is two or four numbers that follow each other along the inner
// axis, whose products are added to a sum of 32 bits by one instruction. After the panels' numbers come the scales of their
// rows and columns, by which the sums are multiplied.
//
// The instruction for bytes takes those of columns without a sign, so they are stored with 128 added. The sums of a row
// begin with what this adds to them, its sign turned, which follows the scales of rows.
//
// Memory is not asked for right operands, which gained nothing.

PK_INLINE const float *scales_after(const operand *panel) { return (const float *)panel; }

#if PK_OPERANDS == PK_BYTES
#define PK_DOT(bits, sum, left, right) _mm##bits##_dpbusd_epi32(sum, right, left)
PK_INLINE int first_sum(const operand *scales, size_t row) { return (int)scales[PK_ROWS + row]; }
#else
#define PK_DOT(bits, sum, left, right) _mm##bits##_dpwssd_epi32(sum, left, right)
PK_INLINE int first_sum(const operand *scales, size_t row) {
  (void)scales, (void)row;
  return 0;
}
#endif

PK_INLINE void block(
  const operand *a, const operand *b, float *c, size_t stride, size_t inner, int vectors, const float *bias,
  int accumulates, ahead ahead) {
  __m512i sums[PK_ROWS][3];
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      __builtin_prefetch(c + (size_t)i * stride + j * PK_LANES, 1);
      sums[i][j] = _mm512_set1_epi32(first_sum(a + inner * PK_ROWS, (size_t)i));
    }
  for (size_t k = 0; k < inner; k++) {
    __m512i right[3];
    if (k % 2 == 0) __builtin_prefetch(ahead.left + k * ahead.left_step);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) right[j] = _mm512_loadu_si512(b + j * PK_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++) {
      __m512i left = _mm512_set1_epi32((int)a[i]);
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) sums[i][j] = PK_DOT(512, sums[i][j], left, right[j]);
    }
    a += PK_ROWS;
    b += vectors * PK_LANES;
  }
  const float *row_scales = scales_after(a), *column_scales = scales_after(b);
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      float *place = c + (size_t)i * stride + j * PK_LANES;
      __m512 scale = _mm512_mul_ps(_mm512_loadu_ps(column_scales + j * PK_LANES), _mm512_set1_ps(row_scales[i]));
      __m512 start = accumulates ? _mm512_loadu_ps(place) : _mm512_set1_ps(bias ? bias[i] : 0.0f);
      _mm512_storeu_ps(place, _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[i][j]), scale, start));
    }
}

#define PK_NARROW 1

// The same for half a vector of columns, and for one or two panels of a (block.h).
PK_INLINE void narrow_block(
  const operand *a, size_t a_panel, int panels, const operand *b, float *c, size_t stride, size_t inner,
  const float *bias, int accumulates, const char *ahead, size_t ahead_panel, size_t step) {
  __m256i sums[2][PK_ROWS];
#pragma clang loop unroll(full)
  for (int p = 0; p < panels; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++)
      sums[p][i] = _mm256_set1_epi32(first_sum(a + (size_t)p * a_panel + inner * PK_ROWS, (size_t)i));
  for (size_t k = 0; k < inner; k++) {
    __m256i right = _mm256_loadu_si256((const __m256i *)(b + k * PK_LANES));
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++) {
      if (k % 2 == 0) __builtin_prefetch(ahead + (size_t)p * ahead_panel + k * step);
#pragma clang loop unroll(full)
      for (int i = 0; i < PK_ROWS; i++) {
        __m256i left = _mm256_set1_epi32((int)a[(size_t)p * a_panel + k * PK_ROWS + (size_t)i]);
        sums[p][i] = PK_DOT(256, sums[p][i], left, right);
      }
    }
  }
  __m256 column_scales = _mm256_loadu_ps(scales_after(b + inner * PK_LANES));
#pragma clang loop unroll(full)
  for (int p = 0; p < panels; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_ROWS; i++) {
      float *place = c + (size_t)(p * PK_ROWS + i) * stride;
      float row_scale = scales_after(a + (size_t)p * a_panel + inner * PK_ROWS)[i];
      __m256 scale = _mm256_mul_ps(column_scales, _mm256_set1_ps(row_scale));
      __m256 start = accumulates ? _mm256_loadu_ps(place) : _mm256_set1_ps(bias ? bias[p * PK_ROWS + i] : 0.0f);
      _mm256_storeu_ps(place, _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums[p][i]), scale, start));
    }
}
