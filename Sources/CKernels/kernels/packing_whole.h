// Packing in whole numbers of 16 bits: a row's numbers are w ≈ scale·q, and so are a column's, v ≈ scale·p. Two numbers
// that follow each other along the inner axis lie side by side, the second one 0 after an odd end. The scales are as small
// as they can be without an overflow: |p| < 2¹⁴ and Σ|q| < 2¹⁷, so that no sum of products reaches 2³¹.
//
// A number that is infinite or not a number makes its row's or column's scale infinite or not a number, and so the results.

// Rounding in the sums of magnitudes is allowed for.
enum { most_of_a_column = 16380, most_of_a_row = (1 << 17) - 64 };

// Added to a number from −2²² to 2²², this leaves the nearest whole one in the lower bits, the even one of two, and in the
// lower 16 the same in two's complement.
#define PK_ROUNDS 0x1.8p23f

PK_INLINE operand pair(float first, float second) {
  float numbers[2] = {first + PK_ROUNDS, second + PK_ROUNDS};
  uint32_t bits[2];
  memcpy(bits, numbers, sizeof(bits));
  return (bits[0] & 0xffff) | bits[1] << 16;
}

// The scale of a row whose magnitudes add up to `sum`.
PK_INLINE float row_scale(float sum, float largest, size_t inner) {
  float room = (float)most_of_a_row - (float)(inner + 1) / 2;
  float scale = sum / room, least = largest / 32767;
  // Not a number stays one.
  return scale < least ? least : scale;
}

// What numbers are multiplied by; 0 where they are all 0, or too small for any.
PK_INLINE float factor_of(float scale) { return scale >= 0x1p-120f ? 1 / scale : 0; }

// The largest magnitude of numbers beside each other, and the sum of the magnitudes.
PK_INLINE float largest_beside(const float *x, size_t count, float *sum) {
  const __m512i size = _mm512_set1_epi32(0x7fffffff);
  __m512i most = _mm512_setzero_si512();
  __m512 all = _mm512_setzero_ps();
  for (size_t k = 0; k < count; k += PK_LANES) {
    __mmask16 mask = count - k < PK_LANES ? (__mmask16)((1u << (count - k)) - 1) : 0xffff;
    __m512i bits = _mm512_and_si512(_mm512_castps_si512(_mm512_maskz_loadu_ps(mask, x + k)), size);
    most = _mm512_max_epu32(most, bits);
    all = _mm512_add_ps(all, _mm512_castsi512_ps(bits));
  }
  uint32_t bits = _mm512_reduce_max_epu32(most);
  float largest;
  memcpy(&largest, &bits, 4);
  *sum = _mm512_reduce_add_ps(all);
  return largest;
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

// One of the strides is 1.
static void pack_rows(
  const float *a, size_t row_stride, size_t inner_stride, size_t rows, size_t inner, void *packed, size_t panel) {
  operand *target = packed;
  for (size_t row = 0; row < rows; row += PK_ROWS, target += panel / PK_TOGETHER) {
    const float *source = a + row * row_stride;
    size_t count = rows - row < PK_ROWS ? rows - row : PK_ROWS;
    float *scales = (float *)(target + units(inner) * PK_ROWS);
    if (inner_stride == 1) {
      pack_rows_each(source, row_stride, count, inner, target, scales);
    } else {
      pack_rows_beside(source, inner_stride, count, inner, target, scales);
    }
  }
}

// Up to PK_LANES columns, rows of which are `inner_stride` apart, and the largest magnitude in each. Rows are often a whole
// number of pages apart, so that few of them fit a cache at a time: they are read once, and copied.
PK_INLINE __m512 copy_of_columns(const float *b, size_t inner_stride, size_t inner, __mmask16 mask, float *copy) {
  const __m512i size = _mm512_set1_epi32(0x7fffffff);
  __m512i most = _mm512_setzero_si512();
  for (size_t k = 0; k < inner; k++) {
    __m512i bits = _mm512_castps_si512(_mm512_maskz_loadu_ps(mask, b + k * inner_stride));
    _mm512_store_si512(copy + k * PK_LANES, bits);
    most = _mm512_max_epu32(most, _mm512_and_si512(bits, size));
  }
  return _mm512_castsi512_ps(most);
}

PK_INLINE __m512 factors_of(__m512 scales) {
  __mmask16 enough = _mm512_cmp_ps_mask(scales, _mm512_set1_ps(0x1p-120f), _CMP_GE_OQ);
  return _mm512_maskz_div_ps(enough, _mm512_set1_ps(1), scales);
}

// Columns that lie beside each other, up to PK_LANES of them. The source may be the target.
PK_INLINE void pack_beside(
  const float *b, size_t inner_stride, size_t inner, __mmask16 mask, operand *target, size_t lanes) {
  float copy[PK_SECTION * PK_LANES] __attribute__((aligned(64)));
  __m512 largest = copy_of_columns(b, inner_stride, inner, mask, copy);
  __m512 scales = _mm512_mul_ps(largest, _mm512_set1_ps(1.0f / most_of_a_column));
  __m512 factors = factors_of(scales), rounds = _mm512_set1_ps(PK_ROUNDS);
  for (size_t k = 0; k < inner; k += 2, target += lanes) {
    const float *start = copy + k * PK_LANES;
    __m512 high = k + 1 < inner ? _mm512_load_ps(start + PK_LANES) : _mm512_setzero_ps();
    __m512i first = _mm512_castps_si512(_mm512_fmadd_ps(_mm512_load_ps(start), factors, rounds));
    __m512i next = _mm512_castps_si512(_mm512_fmadd_ps(high, factors, rounds));
    _mm512_storeu_si512(target, _mm512_mask_blend_epi16(0xaaaaaaaa, first, _mm512_slli_epi32(next, 16)));
  }
  _mm512_storeu_ps((float *)target, scales);
}

// Columns each of whose numbers lie beside each other, up to PK_LANES of them.
PK_INLINE void pack_each(
  const float *b, size_t column_stride, size_t inner, size_t count, operand *target, size_t lanes) {
  float *scales = (float *)(target + units(inner) * lanes);
  for (size_t j = 0; j < PK_LANES; j++) {
    if (j >= count) {
      for (size_t k = 0; k < units(inner); k++) target[k * lanes + j] = 0;
      scales[j] = 0;
      continue;
    }
    float sum;
    scales[j] = largest_beside(b + j * column_stride, inner, &sum) * (1.0f / most_of_a_column);
    pack_pairs(b + j * column_stride, inner, factor_of(scales[j]), target + j, lanes);
  }
}

// The source may be the target, where it is one panel with a row to each of its own.
static void pack_columns(
  const float *b, size_t inner_stride, size_t column_stride, size_t inner, size_t columns, void *packed,
  size_t depth, size_t first) {
  for (size_t column = 0, count; column < columns; column += count) {
    const float *source = b + column * column_stride;
    count = panel_columns(column, columns);
    size_t lanes = whole_vectors(count);
    operand *target = (operand *)packed + column * units(depth) + units(first) * lanes;
    for (size_t j = 0; j < lanes; j += PK_LANES) {
      size_t some = count - j < PK_LANES ? count - j : PK_LANES;
      if (column_stride == 1) {
        pack_beside(source + j, inner_stride, inner, (__mmask16)((1u << some) - 1), target + j, lanes);
      } else {
        pack_each(source + j * column_stride, column_stride, inner, some, target + j, lanes);
      }
    }
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
