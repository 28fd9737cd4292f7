// Winograd's transforms into and out of packed operands, several tiles abreast.
#include "winograd_transforms.h"

// Tiles of 2×2 pixels are packed in 8 bits, which only the processors of these vectors multiply.
#define PK_SMALL_TILES (PK_OPERANDS == PK_SINGLE && PK_LANES == 16)

// Two kernels of each row side by side: what they become fills whole lines of the cache.
typedef float rows_pair __attribute__((vector_size(8 * PK_ROWS), aligned(4)));

#if PK_ROWS == 8
#define JOIN(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
#else
#define JOIN(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7)
#endif

// Two kernels of each row, or one alone.
PK_INLINE void load_pair(const float *x, rows_pair *pair, int both) {
  if (both) *pair = *(const rows_pair *)x;
  else *pair = JOIN(*(const rows_vector *)x, *(const rows_vector *)x);
}

PK_INLINE void store_pair(float *y, const rows_pair *pair, int both) {
  if (both) *(rows_pair *)y = *pair;
  else *(rows_vector *)y = *(const rows_vector *)pair;
}

// Gg of three numbers.
#if PK_SMALL_TILES
PK_INLINE void weights_2(const rows_pair *g, rows_pair *t) { FOUR_WEIGHTS(g[0], g[1], g[2], t); }
#endif

PK_INLINE void weights_4(const rows_pair *g, rows_pair *t) { WEIGHTS(g[0], g[1], g[2], t); }

PK_INLINE void weights_8(const rows_pair *g, rows_pair *t) {
  float all[4];
  all_pairs(ten_points, all);
  t[0] = 1 / all[0] * g[0];
#pragma clang loop unroll(full)
  for (int k = 0; k < PK_PAIRS; k++) {
    float p = ten_points[k], factor = pair_factor(ten_points, k) / p;
    rows_pair even = factor * g[0] + factor * p * p * g[2], odd = factor * p * g[1];
    t[1 + 2 * k] = even + odd;
    t[2 + 2 * k] = even - odd;
  }
  t[9] = g[2];
}

// Copies `count` pixels of row y from x on, zero outside of the picture.
PK_INLINE void copy_row(
  const float *plane, ptrdiff_t height, ptrdiff_t width, ptrdiff_t y, ptrdiff_t x, ptrdiff_t count, float *row) {
  if (y < 0 || y >= height || x >= width || x + count <= 0) {
    memset(row, 0, (size_t)count * sizeof(float));
    return;
  }
  ptrdiff_t before = x < 0 ? -x : 0;
  ptrdiff_t end = x + count > width ? width - x : count;
  for (ptrdiff_t i = 0; i < before; i++) row[i] = 0;
  memcpy(row + before, plane + y * width + x + before, (size_t)(end - before) * sizeof(float));
  for (ptrdiff_t i = end; i < count; i++) row[i] = 0;
}

// The panel of a packed right operand that holds column `tile`, and where its row `row` of `depth` begins.
typedef struct {
  size_t first, count, start;
} panel;

PK_INLINE panel panel_of(size_t tile, size_t tiles, size_t row, size_t depth) {
  size_t whole = tile / PK_COLUMNS * PK_COLUMNS, first = whole > PK_COLUMNS ? whole - PK_COLUMNS : 0, count;
  while (first + (count = panel_columns(first, tiles)) <= tile) first += count;
  return (panel){first, count, first * depth + row * whole_vectors(count)};
}

#define JOINED(a, b) a##b
#define NAMED(name, number) JOINED(name, number)

// By the pixels of a tile's side. Tiles of eight are transposed eight by eight, and so are eight abreast.
#define PK_TILE 4
#define PK_WIDEST (PK_COLUMNS >= 16 ? 16 : 8)
#include "winograd_of.h"
#undef PK_TILE
#undef PK_WIDEST

// Ten points would round off most of what 16 bits hold.
#if PK_OPERANDS == PK_SINGLE
#define PK_TILE 8
#define PK_WIDEST 8
#include "winograd_of.h"
#undef PK_TILE
#undef PK_WIDEST
#endif

#if PK_SMALL_TILES
#define PK_TILE 2
#define PK_WIDEST 8
#include "winograd_of.h"
#undef PK_TILE
#undef PK_WIDEST
#endif

#undef JOINED
#undef NAMED
#undef JOIN

#if PK_OPERANDS == PK_SINGLE
#define PK_WINOGRAD_OF(tile, ...) \
  { \
    tile + 2, 0, winograd_weights_down_##tile, winograd_weights_across_##tile, __VA_ARGS__, winograd_input_##tile, 0, \
      winograd_output_##tile \
  }
#if PK_SMALL_TILES
#define PK_WINOGRAD_2 PK_WINOGRAD_OF(2, 0, 0, 0, 0)
#else
#define PK_WINOGRAD_2 {0}
#endif
#define PK_WINOGRAD \
  PK_WINOGRAD_2, \
    PK_WINOGRAD_OF(4, weights_down_of_two, halves_down_of_two, products_of_few, columns_of_few), \
    PK_WINOGRAD_OF(8, 0, 0, 0, 0)
#else
#define PK_WINOGRAD \
  {0}, {6, winograd_weights_4, 0, 0, 0, 0, 0, 0, winograd_input_4, winograd_scales_4, winograd_output_4}, {0}
#endif
