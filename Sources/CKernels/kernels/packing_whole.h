// Packing in whole numbers of 16 or of 8 bits: a row's numbers are w ≈ scale·q, and so are a column's, v ≈ scale·p.
//
// A number that is infinite or not a number makes its row's or column's scale infinite or not a number, and so the results.

// Added to a number from −2²² to 2²², this leaves the nearest whole one in the lower bits, the even one of two, and in the
// lower 16 the same in two's complement.
#define PK_ROUNDS 0x1.8p23f

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

#if PK_OPERANDS == PK_BYTES
#include "quads.h"
#else
#include "pairs.h"
#endif

static void pack_rows(
  const float *a, size_t row_stride, size_t inner_stride, size_t rows, size_t inner, void *packed, size_t panel) {
  operand *target = packed;
  for (size_t row = 0; row < rows; row += PK_ROWS, target += panel / PK_TOGETHER)
    pack_panel(
      a + row * row_stride, row_stride, inner_stride, rows - row < PK_ROWS ? rows - row : PK_ROWS, inner, target);
}

// Columns that lie beside each other, up to PK_LANES of them.
PK_INLINE void pack_beside(
  const float *b, size_t inner_stride, size_t inner, __mmask16 mask, operand *target, size_t lanes) {
  float copy[PK_SECTION * PK_LANES] __attribute__((aligned(64)));
  __m512 largest = copy_of_columns(b, inner_stride, inner, mask, copy);
  __m512 scales = _mm512_mul_ps(largest, _mm512_set1_ps(1.0f / most_of_a_column));
  __m512 factors = factors_of(scales);
  for (size_t k = 0; k < inner; k += PK_TOGETHER, target += lanes)
    _mm512_storeu_si512(target, operands_of_columns(copy + k * PK_LANES, inner - k, factors));
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
    pack_column(b + j * column_stride, inner, factor_of(scales[j]), target + j, lanes);
  }
}

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
