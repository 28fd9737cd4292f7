// Products of kernels with the few tiles of a small picture, so few that storing transformed kernels and reading them again
// would take as long as multiplying them. So they never leave the registers: a vector holds the kernels of as many outputs,
// the rows of two panels side by side, and is multiplied by one number of each tile.

// Tiles whose sums, with three points each, fit into the registers of AVX2 and AVX-512.
#define PK_FEW (PK_LANES >= 16 ? 8 : 4)

// Gg of kernels of nine numbers a row.
PK_INLINE void down_of_nine(const rows_pair *g, float *t, size_t stride) {
#pragma clang loop unroll(full)
  for (int j = 0; j < 3; j++) {
    rows_pair row[3] = {g[j], g[3 + j], g[6 + j]}, column[PK_POINTS];
    weights_4(row, column);
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_POINTS; i++) *(rows_pair *)(t + (size_t)(3 * i + j) * stride) = column[i];
  }
}

static void weights_down_of_two(const float *first, const float *second, float *t, size_t count, size_t stride) {
  const rows_vector *a = (const rows_vector *)first, *b = (const rows_vector *)second;
  for (size_t n = 0; n < count; n++, a += 9, b += 9, t += 2 * PK_ROWS) {
    rows_pair g[9];
#pragma clang loop unroll(full)
    for (int i = 0; i < 9; i++) g[i] = JOIN(a[i], b[i]);
    down_of_nine(g, t, stride);
  }
}

// The same out of half precision.
#if PK_HALF
static void halves_down_of_two(const void *first, const void *second, float *t, size_t count, size_t stride) {
  typedef _Float16 rows_half __attribute__((vector_size(2 * PK_ROWS), aligned(2)));
  const rows_half *a = first, *b = second;
  for (size_t n = 0; n < count; n++, a += 9, b += 9, t += 2 * PK_ROWS) {
    rows_pair g[9];
#pragma clang loop unroll(full)
    for (int i = 0; i < 9; i++) g[i] = __builtin_convertvector(JOIN(a[i], b[i]), rows_pair);
    down_of_nine(g, t, stride);
  }
}
#else
#define halves_down_of_two 0
#endif

// The sums over `count` channels of three points of a row, from `first` on, for `tiles` tiles: both constants where this is
// inlined. Every fourth channel asks memory for a line of what lies `ahead` in each panel.
PK_INLINE void few_products(
  const float *t, size_t t_stride, const float *v, size_t v_stride, size_t lanes, size_t count, int first, int tiles,
  float *m, size_t m_stride, int accumulates, const char *ahead, size_t ahead_panel) {
  rows_pair sums[3][PK_FEW];
#pragma clang loop unroll(full)
  for (int p = 0; p < 3; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) sums[p][i] = (rows_pair){0};
  v += (size_t)first * v_stride;
  for (size_t k = 0; k < count; k++) {
    rows_pair g[3], row[PK_POINTS];
    if (k % 4 == 0) {
      __builtin_prefetch(ahead + 16 * k);
      __builtin_prefetch(ahead + ahead_panel + 16 * k);
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 3; j++) g[j] = *(const rows_pair *)(t + (size_t)j * t_stride + k * 2 * PK_ROWS);
    weights_4(g, row);
#pragma clang loop unroll(full)
    for (int p = 0; p < 3; p++)
#pragma clang loop unroll(full)
      for (int i = 0; i < tiles; i++)
        sums[p][i] = sums[p][i] + row[first + p] * v[(size_t)p * v_stride + k * lanes + (size_t)i];
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < 3; p++)
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
      rows_pair *place = (rows_pair *)(m + (size_t)(first + p) * m_stride + (size_t)i * 2 * PK_ROWS);
      *place = accumulates ? *place + sums[p][i] : sums[p][i];
    }
}

static void products_of_few(
  const float *t, size_t t_stride, const float *v, size_t v_stride, size_t lanes, size_t count, size_t tiles, float *m,
  size_t m_stride, int accumulates, const void *next, size_t next_panel) {
  const char *ahead = next ? next : (const void *)t;
  for (size_t i = 0; i < tiles; i += PK_FEW, v += PK_FEW, m += PK_FEW * 2 * PK_ROWS)
#pragma clang loop unroll(full)
    for (int first = 0; first < PK_POINTS; first += 3) {
      const char *now = ahead + (first ? 16 * count : 0);
      if (tiles - i > PK_FEW / 2)
        few_products(t, t_stride, v, v_stride, lanes, count, first, PK_FEW, m, m_stride, accumulates, now, next_panel);
      else
        few_products(t, t_stride, v, v_stride, lanes, count, first, PK_FEW / 2, m, m_stride, accumulates, now, next_panel);
    }
}

static void columns_of_few(
  const float *m, size_t m_stride, size_t rows, size_t tiles, size_t lanes, float *result, size_t stride) {
  for (size_t k = 0; k < PK_POINTS * PK_POINTS; k++)
    for (size_t row = 0; row < rows; row++)
      for (size_t i = 0; i < tiles; i++)
        result[k * stride + row * lanes + i] = m[k * m_stride + i * 2 * PK_ROWS + row];
}
