// Whole numbers of 8 bits: four that follow each other along the inner axis lie side by side, zeros after the end, in
// columns each with 128 added (block_whole.h). |p| and |q| are at most 127, so that a section's sum is less than 2²⁴.

enum { most_of_a_column = 127, most_of_a_row = 127, offset_of_a_column = 128 };

// One operand of each of PK_LANES columns, from `rest` numbers of the inner axis on.
PK_INLINE __m512i operands_of_columns(const float *numbers, size_t rest, __m512 factors) {
  const __m512 rounds = _mm512_set1_ps(PK_ROUNDS + (float)offset_of_a_column);
  __m512i all[4];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < 4; i++) {
    __m512 number = i < rest ? _mm512_load_ps(numbers + i * PK_LANES) : _mm512_setzero_ps();
    all[i] = _mm512_castps_si512(_mm512_fmadd_ps(number, factors, rounds));
  }
  __m512i low = _mm512_mask_blend_epi8(0xaaaaaaaaaaaaaaaa, all[0], _mm512_slli_epi32(all[1], 8));
  __m512i high = _mm512_mask_blend_epi8(0xaaaaaaaaaaaaaaaa, all[2], _mm512_slli_epi32(all[3], 8));
  return _mm512_mask_blend_epi16(0xaaaaaaaa, low, _mm512_slli_epi32(high, 16));
}

// The nearest whole number to factor·x, in two's complement in the lower 8 bits. It is rounded once, as above.
PK_INLINE operand byte_of(float x, float factor) {
  float rounded = x * factor + PK_ROUNDS;
  uint32_t bits;
  memcpy(&bits, &rounded, sizeof(bits));
  return bits & 0xff;
}

// Up to four numbers of the `rest` that there are.
PK_INLINE operand quad(const float *x, size_t rest, float factor) {
  operand bytes = 0;
  for (size_t i = 0; i < 4 && i < rest; i++) bytes |= byte_of(x[i], factor) << 8 * i;
  return bytes;
}

// A column whose numbers lie beside each other.
PK_INLINE void pack_column(const float *x, size_t inner, float factor, operand *target, size_t stride) {
  for (size_t k = 0; k < inner; k += 4) target[k / 4 * stride] = quad(x + k, inner - k, factor) ^ 0x80808080;
}

// A panel of rows whose numbers lie beside each other.
PK_INLINE void pack_rows_each(
  const float *a, size_t row_stride, size_t count, size_t inner, operand *target, float *scales, int32_t *offsets) {
  memset(target, 0, (units(inner) + 2) * PK_ROWS * sizeof(operand));
  for (size_t row = 0; row < count; row++) {
    const float *x = a + row * row_stride;
    // Bits of magnitudes are in the order of the magnitudes; those of what is no number are the largest.
    uint32_t most = 0;
    for (size_t k = 0; k < inner; k++) {
      uint32_t bits;
      memcpy(&bits, x + k, sizeof(bits));
      bits &= 0x7fffffff;
      most = bits > most ? bits : most;
    }
    float largest;
    memcpy(&largest, &most, sizeof(most));
    scales[row] = largest * (1.0f / most_of_a_row);
    for (size_t k = 0; k < inner; k += 4) {
      operand bytes = quad(x + k, inner - k, factor_of(scales[row]));
      for (size_t i = 0; i < 4; i++) offsets[row] -= offset_of_a_column * (int8_t)(bytes >> 8 * i);
      target[k / 4 * PK_ROWS + row] = bytes;
    }
  }
}

// A panel of rows that lie beside each other.
PK_INLINE void pack_rows_beside(
  const float *a, size_t inner_stride, size_t count, size_t inner, operand *target, float *scales, int32_t *offsets) {
  const __mmask8 mask = (__mmask8)((1u << count) - 1);
  const __m256i size = _mm256_set1_epi32(0x7fffffff), byte = _mm256_set1_epi32(0xff);
  __m256i most = _mm256_setzero_si256();
  for (size_t k = 0; k < inner; k++) {
    __m256i bits = _mm256_castps_si256(_mm256_maskz_loadu_ps(mask, a + k * inner_stride));
    most = _mm256_max_epu32(most, _mm256_and_si256(bits, size));
  }
  float factors[PK_ROWS];
  _mm256_storeu_ps(scales, _mm256_mul_ps(_mm256_castsi256_ps(most), _mm256_set1_ps(1.0f / most_of_a_row)));
  for (size_t i = 0; i < PK_ROWS; i++) factors[i] = factor_of(scales[i]);
  const __m256 times = _mm256_loadu_ps(factors), rounds = _mm256_set1_ps(PK_ROUNDS);
  const __m256i offset = _mm256_set1_epi8((char)offset_of_a_column);
  __m256i sums = _mm256_setzero_si256();
  for (size_t k = 0; k < inner; k += 4) {
    __m256i all = _mm256_setzero_si256();
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 4; i++) {
      if (k + i >= inner) break;
      __m256 rounded = _mm256_fmadd_ps(_mm256_maskz_loadu_ps(mask, a + (k + i) * inner_stride), times, rounds);
      all = _mm256_or_si256(all, _mm256_slli_epi32(_mm256_and_si256(_mm256_castps_si256(rounded), byte), (int)(8 * i)));
    }
    _mm256_storeu_si256((__m256i *)(target + k / 4 * PK_ROWS), all);
    sums = _mm256_dpbusd_epi32(sums, offset, all);
  }
  _mm256_storeu_si256((__m256i *)offsets, _mm256_sub_epi32(_mm256_setzero_si256(), sums));
}

// A panel of rows, their scales, and what makes up for the offset of columns. One of the strides is 1.
PK_INLINE void pack_panel(
  const float *a, size_t row_stride, size_t inner_stride, size_t count, size_t inner, operand *target) {
  float *scales = (float *)(target + units(inner) * PK_ROWS);
  int32_t *offsets = (int32_t *)(scales + PK_ROWS);
  if (inner_stride == 1) {
    pack_rows_each(a, row_stride, count, inner, target, scales, offsets);
  } else {
    pack_rows_beside(a, inner_stride, count, inner, target, scales, offsets);
  }
}

static void unpack_rows(const void *packed, const float *scales, float *y, size_t inner) {
  for (size_t k = 0; k < inner; k++)
    for (size_t i = 0; i < PK_ROWS; i++) {
      operand bytes = ((const operand *)packed)[k / 4 * PK_ROWS + i];
      y[k * PK_ROWS + i] = scales[i] * (int8_t)(bytes >> 8 * (k % 4));
    }
}
