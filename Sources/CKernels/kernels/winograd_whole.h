// Winograd's transforms into whole numbers of 16 bits (packing_whole.h), for tiles of 4×4 pixels.
//
// No number of Bᵀd is greater than the greatest of d times the sum of the magnitudes of its row of Bᵀ, here the bounds of
// the points. Divided by them, the numbers of all points share a picture's scale; the kernels are multiplied by them.
#define BOUNDS NAMED(bounds_, PK_TILE)
#define BOUNDED NAMED(bounded_weights_, PK_TILE)

#define PK_BOUND_0 (1 + A2 + B2 + A2 * B2)
#define PK_BOUND_A ((1 + B2) * (1 + A))
#define PK_BOUND_B ((1 + A2) * (1 + B))
static const float BOUNDS[PK_POINTS] = {PK_BOUND_0, PK_BOUND_A, PK_BOUND_A, PK_BOUND_B, PK_BOUND_B, PK_BOUND_0};

// GgGᵀ of one kernel of each row, times the bounds.
PK_INLINE void BOUNDED(const rows_vector *g, rows_vector u[PK_POINTS][PK_POINTS]) {
  rows_vector t[3][PK_POINTS];
#pragma clang loop unroll(full)
  for (int j = 0; j < 3; j++) WEIGHTS(g[j], g[3 + j], g[6 + j], t[j]);
#pragma clang loop unroll(full)
  for (int i = 0; i < PK_POINTS; i++) {
    WEIGHTS(t[0][i], t[1][i], t[2][i], u[i]);
#pragma clang loop unroll(full)
    for (int j = 0; j < PK_POINTS; j++) u[i][j] *= BOUNDS[i] * BOUNDS[j];
  }
}

static void NAMED(winograd_weights_, PK_TILE)(const float *w, void *target, size_t count, size_t stride) {
  typedef int32_t bits __attribute__((vector_size(4 * PK_ROWS), aligned(4)));
  typedef rows_vector points[PK_POINTS][PK_POINTS];
  const rows_vector *g = (const rows_vector *)w;
  operand *packed = target;
  points sums = {{{0}}}, largest = {{{0}}}, factors, u, v;
  stride /= PK_TOGETHER;
  for (size_t n = 0; n < count; n++) {
    BOUNDED(g + 9 * n, u);
    for (int i = 0; i < PK_POINTS; i++)
      for (int j = 0; j < PK_POINTS; j++) {
        rows_vector size = (rows_vector)((bits)u[i][j] & 0x7fffffff);
        sums[i][j] += size;
        largest[i][j] = __builtin_elementwise_max(size, largest[i][j]);
      }
  }
  for (int i = 0; i < PK_POINTS; i++)
    for (int j = 0; j < PK_POINTS; j++) {
      float *scales = (float *)(packed + (size_t)(PK_POINTS * i + j) * stride + units(count) * PK_ROWS);
      for (int k = 0; k < PK_ROWS; k++) {
        scales[k] = row_scale(sums[i][j][k], largest[i][j][k], count);
        factors[i][j][k] = factor_of(scales[k]);
      }
    }
  for (size_t n = 0; n < count; n += 2) {
    BOUNDED(g + 9 * n, u);
    if (n + 1 < count) BOUNDED(g + 9 * (n + 1), v);
    for (int i = 0; i < PK_POINTS; i++)
      for (int j = 0; j < PK_POINTS; j++) {
        rows_vector next = n + 1 < count ? v[i][j] : (rows_vector){0};
        bits low = (bits)(u[i][j] * factors[i][j] + PK_ROUNDS) & 0xffff;
        bits high = (bits)(next * factors[i][j] + PK_ROUNDS) << 16;
        *(bits *)(packed + (size_t)(PK_POINTS * i + j) * stride + n / 2 * PK_ROWS) = low | high;
      }
  }
}

static void NAMED(winograd_scales_, PK_TILE)(
  const float *scales, void *target, size_t stride, size_t position, size_t depth, size_t tiles) {
  for (size_t point = 0; point < PK_POINTS * PK_POINTS; point++)
    for (size_t tile = 0; tile < tiles;) {
      panel here = panel_of(tile, tiles, units(position), units(depth));
      memcpy(
        (operand *)target + point * units(stride) + here.start, scales + tile, whole_vectors(here.count) * sizeof(float));
      tile += here.count;
    }
}

#undef BOUNDED
