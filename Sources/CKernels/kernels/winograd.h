// Winograd's transforms into and out of packed operands, several tiles abreast.
#include "winograd_transforms.h"

// Two kernels of each row side by side: what they become fills whole lines of the cache.
typedef float rows_pair __attribute__((vector_size(8 * PK_ROWS), aligned(4)));

#if PK_ROWS == 8
#define JOIN(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
#else
#define JOIN(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7)
#endif

PK_INLINE void weights_pair(const rows_vector *first, const rows_vector *second, operand *u, size_t stride, int both) {
  typedef operand one __attribute__((vector_size(sizeof(operand) * PK_ROWS), aligned(sizeof(operand))));
  typedef operand two __attribute__((vector_size(2 * sizeof(operand) * PK_ROWS), aligned(sizeof(operand))));
  rows_pair t[3][6];
#pragma clang loop unroll(full)
  for (int j = 0; j < 3; j++) {
    rows_pair g0 = JOIN(first[j], second[j]), g1 = JOIN(first[3 + j], second[3 + j]);
    rows_pair g2 = JOIN(first[6 + j], second[6 + j]);
    WEIGHTS(g0, g1, g2, t[j]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    rows_pair r[6];
    WEIGHTS(t[0][i], t[1][i], t[2][i], r);
#pragma clang loop unroll(full)
    for (int j = 0; j < 6; j++) {
      operand *place = u + (size_t)(6 * i + j) * stride;
      two numbers = __builtin_convertvector(r[j], two);
      if (both) {
        *(two *)place = numbers;
      } else {
        *(one *)place = *(one *)&numbers;
      }
    }
  }
}

static void winograd_weights(const float *w, void *target, size_t count, size_t stride) {
  const rows_vector *g = (const rows_vector *)w;
  operand *u = target;
  size_t n = 0;
  for (; n + 2 <= count; n += 2) weights_pair(g + 9 * n, g + 9 * n + 9, u + n * PK_ROWS, stride, 1);
  if (n < count) weights_pair(g + 9 * n, g + 9 * n, u + n * PK_ROWS, stride, 0);
}

#undef JOIN

// Copies `count` pixels of row y from x on, zero outside of the picture.
PK_INLINE void copy_row(
  const float *plane, ptrdiff_t height, ptrdiff_t width, ptrdiff_t y, ptrdiff_t x, ptrdiff_t count, float *row) {
  if (y < 0 || y >= height || x >= width) {
    memset(row, 0, (size_t)count * sizeof(float));
    return;
  }
  ptrdiff_t before = x < 0 ? -x : 0;
  ptrdiff_t end = x + count > width ? width - x : count;
  for (ptrdiff_t i = 0; i < before; i++) row[i] = 0;
  memcpy(row + before, plane + y * width + x + before, (size_t)(end - before) * sizeof(float));
  for (ptrdiff_t i = end; i < count; i++) row[i] = 0;
}

// The panel of a packed right operand that holds column `tile`, and where its row `channel` begins.
typedef struct {
  size_t first, count, start;
} panel;

PK_INLINE panel panel_of(size_t tile, size_t tiles, size_t channel, size_t channels) {
  size_t whole = tile / PK_COLUMNS * PK_COLUMNS, first = whole > PK_COLUMNS ? whole - PK_COLUMNS : 0, count;
  while (first + (count = panel_columns(first, tiles)) <= tile) first += count;
  return (panel){first, count, first * channels + channel * whole_vectors(count)};
}

// Transforms of 16, 8 and 4 tiles abreast.
#define PK_ABREAST 16
#include "winograd_tiles.h"
#undef PK_ABREAST
#define PK_ABREAST 8
#include "winograd_tiles.h"
#undef PK_ABREAST
#define PK_ABREAST 4
#include "winograd_tiles.h"
#undef PK_ABREAST

static void winograd_input(
  const float *x, size_t height, size_t width, size_t padding, size_t tile_row, size_t across, void *target,
  size_t stride, size_t channel, size_t channels, size_t first, size_t tiles) {
  operand *v = target;
  ptrdiff_t top = 4 * (ptrdiff_t)tile_row - (ptrdiff_t)padding;
  for (size_t tile = 0; tile < across;) {
    ptrdiff_t left = 4 * (ptrdiff_t)tile - (ptrdiff_t)padding;
    size_t rest = across - tile, column = first + tile;
    // Never over more than two panels.
    size_t wide = rest > 8 && PK_COLUMNS >= 16 ? 16 : (rest > 4 ? 8 : 4), count = rest < wide ? rest : wide;
    panel here = panel_of(column, tiles, channel, channels);
    size_t left_here = here.first + here.count - column, near = left_here < count ? left_here : count;
    operand *start = v + here.start + column - here.first, *far = start;
    if (near < count) far = v + panel_of(column + near, tiles, channel, channels).start;
    if (wide == 16) {
      input_block_16(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, count, start, near, far, stride, whole_vectors(here.count));
    } else if (wide == 8) {
      input_block_8(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, count, start, near, far, stride, whole_vectors(here.count));
    } else {
      input_block_4(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, count, start, near, far, stride, whole_vectors(here.count));
    }
    tile += count;
  }
}

static void winograd_output(
  const float *m, size_t stride, size_t tile_row, size_t across, float bias, float *y, size_t height, size_t width) {
  size_t top = 4 * tile_row, rows = height - top < 4 ? height - top : 4;
  for (size_t tile = 0; tile < across;) {
    size_t rest = across - tile;
    size_t wide = rest > 8 ? 16 : (rest > 4 ? 8 : 4), count = rest < wide ? rest : wide;
    size_t columns = width - 4 * tile < 4 * count ? width - 4 * tile : 4 * count;
    float *target = y + top * width + 4 * tile;
    if (wide == 16) {
      output_block_16(m + tile, stride, count, bias, target, rows, columns, width);
    } else if (wide == 8) {
      output_block_8(m + tile, stride, count, bias, target, rows, columns, width);
    } else {
      output_block_4(m + tile, stride, count, bias, target, rows, columns, width);
    }
    tile += count;
  }
}
