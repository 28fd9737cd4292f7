// Whole numbers of 16 bits: two that follow each other along the inner axis lie side by side, the second one 0 after an odd
// end. The scales are as small as they can be without an overflow: |p| < 2¹⁴ and Σ|q| < 2¹⁷, so that no sum of products
// reaches 2³¹.

// Rounding in the sums of magnitudes is allowed for.
enum { most_of_a_column = 16380, most_of_a_row = (1 << 17) - 64 };

PK_INLINE operand pair(float first, float second) {
  float numbers[2] = {first + PK_ROUNDS, second + PK_ROUNDS};
  uint32_t bits[2];
  memcpy(bits, numbers, sizeof(bits));
  return (bits[0] & 0xffff) | bits[1] << 16;
}

// One operand of each of PK_LANES columns, from `rest` numbers of the inner axis on.
PK_INLINE __m512i operands_of_columns(const float *numbers, size_t rest, __m512 factors) {
  const __m512 rounds = _mm512_set1_ps(PK_ROUNDS);
  __m512 high = rest > 1 ? _mm512_load_ps(numbers + PK_LANES) : _mm512_setzero_ps();
  __m512i first = _mm512_castps_si512(_mm512_fmadd_ps(_mm512_load_ps(numbers), factors, rounds));
  __m512i next = _mm512_castps_si512(_mm512_fmadd_ps(high, factors, rounds));
  return _mm512_mask_blend_epi16(0xaaaaaaaa, first, _mm512_slli_epi32(next, 16));
}

// The scale of a row whose magnitudes add up to `sum`.
PK_INLINE float row_scale(float sum, float largest, size_t inner) {
  float room = (float)most_of_a_row - (float)(inner + 1) / 2;
  float scale = sum / room, least = largest / 32767;
  // Not a number stays one.
  return scale < least ? least : scale;
}

// Numbers beside each other, in pairs `stride` operands apart.
PK_INLINE void pack_pairs(const float *x, size_t count, float factor, operand *target, size_t stride) {
  const __m512 factors = _mm512_set1_ps(factor);
  size_t k = 0;
  for (; k + 2 * PK_LANES <= count; k += 2 * PK_LANES) {
    __m512i low = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(x + k), factors));
    __m512i high = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(x + k + PK_LANES), factors));
    operand pairs[PK_LANES];
    _mm256_storeu_si256((__m256i *)pairs, _mm512_cvtepi32_epi16(low));
    _mm256_storeu_si256((__m256i *)(pairs + PK_LANES / 2), _mm512_cvtepi32_epi16(high));
    for (size_t i = 0; i < PK_LANES; i++) target[(k / 2 + i) * stride] = pairs[i];
  }
  for (; k < count; k += 2) target[k / 2 * stride] = pair(x[k] * factor, k + 1 < count ? x[k + 1] * factor : 0);
}

// A column whose numbers lie beside each other.
PK_INLINE void pack_column(const float *x, size_t inner, float factor, operand *target, size_t stride) {
  pack_pairs(x, inner, factor, target, stride);
}

// A panel of rows whose numbers lie beside each other.
PK_INLINE void pack_rows_each(
  const float *a, size_t row_stride, size_t count, size_t inner, operand *target, float *scales) {
  for (size_t i = 0; i < PK_ROWS; i++) {
    if (i >= count) {
      for (size_t k = 0; k < units(inner); k++) target[k * PK_ROWS + i] = 0;
      scales[i] = 0;
      continue;
    }
    float sum, largest = largest_beside(a + i * row_stride, inner, &sum);
    scales[i] = row_scale(sum, largest, inner);
    pack_pairs(a + i * row_stride, inner, factor_of(scales[i]), target + i, PK_ROWS);
  }
}

// A panel of rows that lie beside each other.
PK_INLINE void pack_rows_beside(
  const float *a, size_t inner_stride, size_t count, size_t inner, operand *target, float *scales) {
  const __mmask8 mask = (__mmask8)((1u << count) - 1);
  const __m256i size = _mm256_set1_epi32(0x7fffffff);
  __m256i most = _mm256_setzero_si256();
  __m256 all = _mm256_setzero_ps();
  for (size_t k = 0; k < inner; k++) {
    __m256i bits = _mm256_and_si256(_mm256_castps_si256(_mm256_maskz_loadu_ps(mask, a + k * inner_stride)), size);
    most = _mm256_max_epu32(most, bits);
    all = _mm256_add_ps(all, _mm256_castsi256_ps(bits));
  }
  float sums[PK_ROWS], largest[PK_ROWS], factors[PK_ROWS];
  _mm256_storeu_ps(sums, all);
  _mm256_storeu_ps(largest, _mm256_castsi256_ps(most));
  for (size_t i = 0; i < PK_ROWS; i++) {
    scales[i] = row_scale(sums[i], largest[i], inner);
    factors[i] = factor_of(scales[i]);
  }
  const __m256 times = _mm256_loadu_ps(factors), rounds = _mm256_set1_ps(PK_ROUNDS);
  for (size_t k = 0; k < inner; k += 2) {
    const float *start = a + k * inner_stride;
    __mmask8 second = k + 1 < inner ? mask : 0;
    __m256 low = _mm256_maskz_loadu_ps(mask, start);
    __m256 high = _mm256_maskz_loadu_ps(second, second ? start + inner_stride : start);
    __m256i first = _mm256_castps_si256(_mm256_fmadd_ps(low, times, rounds));
    __m256i next = _mm256_castps_si256(_mm256_fmadd_ps(high, times, rounds));
    _mm256_storeu_si256(
      (__m256i *)(target + k / 2 * PK_ROWS), _mm256_mask_blend_epi16(0xaaaa, first, _mm256_slli_epi32(next, 16)));
  }
}

// A panel of rows, and their scales. One of the strides is 1.
PK_INLINE void pack_panel(
  const float *a, size_t row_stride, size_t inner_stride, size_t count, size_t inner, operand *target) {
  float *scales = (float *)(target + units(inner) * PK_ROWS);
  if (inner_stride == 1) {
    pack_rows_each(a, row_stride, count, inner, target, scales);
  } else {
    pack_rows_beside(a, inner_stride, count, inner, target, scales);
  }
}

static void unpack_rows(const void *packed, const float *scales, float *y, size_t inner) {
  const __m256 times = _mm256_loadu_ps(scales);
  for (size_t k = 0; k < inner; k += 2) {
    __m256i pairs = _mm256_loadu_si256((const __m256i *)((const operand *)packed + k / 2 * PK_ROWS));
    __m256i first = _mm256_srai_epi32(_mm256_slli_epi32(pairs, 16), 16), second = _mm256_srai_epi32(pairs, 16);
    _mm256_storeu_ps(y + k * PK_ROWS, _mm256_mul_ps(_mm256_cvtepi32_ps(first), times));
    if (k + 1 < inner) _mm256_storeu_ps(y + (k + 1) * PK_ROWS, _mm256_mul_ps(_mm256_cvtepi32_ps(second), times));
  }
}
