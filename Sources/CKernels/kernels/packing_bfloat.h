// Packing in bfloat16: two numbers that follow each other along the inner axis lie side by side, the second one 0 after
// an odd end.

PK_INLINE operand pair(float first, float second) {
  __bf16 numbers[2] = {(__bf16)first, (__bf16)second};
  operand both;
  memcpy(&both, numbers, sizeof(both));
  return both;
}

// A panel's pairs of the numbers of two rows of vectors.
PK_INLINE __m512i pairs(__m512 first, __m512 second) {
  const __m512i in_turn = _mm512_set_epi16(
    31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return _mm512_permutexvar_epi16(in_turn, (__m512i)_mm512_cvtne2ps_pbh(second, first));
}

static void pack_rows(
  const float *a, size_t row_stride, size_t inner_stride, size_t rows, size_t inner, void *packed, size_t panel) {
  operand *target = packed;
  for (size_t row = 0; row < rows; row += PK_ROWS, target += panel / PK_TOGETHER) {
    const float *source = a + row * row_stride;
    size_t count = rows - row < PK_ROWS ? rows - row : PK_ROWS, k = 0;
    if (count == PK_ROWS && row_stride == 1) {
      for (; k + 2 <= inner; k += 2) {
        __m512 first = _mm512_castps256_ps512(_mm256_loadu_ps(source + k * inner_stride));
        __m512 second = _mm512_castps256_ps512(_mm256_loadu_ps(source + (k + 1) * inner_stride));
        _mm256_storeu_si256((__m256i *)(target + k / 2 * PK_ROWS), _mm512_castsi512_si256(pairs(first, second)));
      }
    } else if (count == PK_ROWS && inner_stride == 1) {
      for (; k + 16 <= inner; k += 16)
        for (size_t i = 0; i < PK_ROWS; i++) {
          operand eight[8];
          __m256bh numbers = _mm512_cvtneps_pbh(_mm512_loadu_ps(source + i * row_stride + k));
          memcpy(eight, &numbers, sizeof(eight));
          for (size_t j = 0; j < 8; j++) target[(k / 2 + j) * PK_ROWS + i] = eight[j];
        }
    }
    for (; k < inner; k += 2)
      for (size_t i = 0; i < PK_ROWS; i++) {
        const float *first = source + i * row_stride + k * inner_stride;
        target[k / 2 * PK_ROWS + i] = i < count ? pair(*first, k + 1 < inner ? first[inner_stride] : 0) : 0;
      }
  }
}

// The source may be the target, where it is one panel with a row to each of its own.
static void pack_columns(
  const float *b, size_t inner_stride, size_t column_stride, size_t inner, size_t columns, void *packed,
  size_t depth, size_t first) {
  const __m512i places = _mm512_mullo_epi32(
    _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), _mm512_set1_epi32((int)column_stride));
  for (size_t column = 0, count; column < columns; column += count) {
    const float *source = b + column * column_stride;
    count = panel_columns(column, columns);
    size_t lanes = whole_vectors(count);
    operand *target = (operand *)packed + column * units(depth) + units(first) * lanes;
    for (size_t k = 0; k < inner; k += 2, target += lanes)
      for (size_t j = 0; j < lanes; j += PK_LANES) {
        __mmask16 low = (__mmask16)(count - j < PK_LANES ? (1 << (count - j)) - 1 : 0xffff);
        __mmask16 high = k + 1 < inner ? low : 0;
        const float *start = source + k * inner_stride + j * column_stride;
        const float *next = high ? start + inner_stride : start;
        __m512 zero = _mm512_setzero_ps();
        __m512i both = column_stride == 1
          ? pairs(_mm512_maskz_loadu_ps(low, start), _mm512_maskz_loadu_ps(high, next))
          : pairs(
              _mm512_mask_i32gather_ps(zero, low, places, start, 4),
              _mm512_mask_i32gather_ps(zero, high, places, next, 4));
        _mm512_storeu_si512(target + j, both);
      }
  }
}

static void unpack_rows(const void *packed, float *y, size_t inner) {
  typedef uint32_t bits __attribute__((vector_size(4 * PK_ROWS), aligned(4)));
  const bits *both = packed;
  for (size_t k = 0; k < inner; k += 2, both++) {
    *(bits *)(y + k * PK_ROWS) = *both << 16;
    if (k + 1 < inner) *(bits *)(y + (k + 1) * PK_ROWS) = *both & 0xffff0000;
  }
}
