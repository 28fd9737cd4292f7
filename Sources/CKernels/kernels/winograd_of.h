// The transforms of tiles of PK_TILE×PK_TILE pixels, PK_WIDEST of them abreast or fewer.

#define PK_POINTS (PK_TILE + 2)

#if PK_OPERANDS == PK_SINGLE
// Gg of two kernels of each row, or of one alone.
PK_INLINE void NAMED(down_, PK_TILE)(const rows_vector *first, float *t, size_t stride, int both) {
  const rows_vector *second = both ? first + 9 : first;
#pragma clang loop unroll(full)
  for (int j = 0; j < 3; j++) {
    rows_pair g[3] = {JOIN(first[j], second[j]), JOIN(first[3 + j], second[3 + j]), JOIN(first[6 + j], second[6 + j])};
    rows_pair column[PK_POINTS];
    NAMED(weights_, PK_TILE)(g, column);
#pragma clang loop unroll(full)
    for (int i = 0; i < PK_POINTS; i++) store_pair(t + (size_t)(3 * i + j) * stride, &column[i], both);
  }
}

// A row of it times Gᵀ.
PK_INLINE void NAMED(across_, PK_TILE)(const float *t, size_t t_stride, float *u, size_t u_stride, int both) {
  rows_pair g[3], row[PK_POINTS];
#pragma clang loop unroll(full)
  for (int j = 0; j < 3; j++) load_pair(t + (size_t)j * t_stride, &g[j], both);
  NAMED(weights_, PK_TILE)(g, row);
#pragma clang loop unroll(full)
  for (int j = 0; j < PK_POINTS; j++) store_pair(u + (size_t)j * u_stride, &row[j], both);
}

static void NAMED(winograd_weights_down_, PK_TILE)(const float *w, float *t, size_t count, size_t stride) {
  const rows_vector *g = (const rows_vector *)w;
  size_t n = 0;
  for (; n + 2 <= count; n += 2) NAMED(down_, PK_TILE)(g + 9 * n, t + n * PK_ROWS, stride, 1);
  if (n < count) NAMED(down_, PK_TILE)(g + 9 * n, t + n * PK_ROWS, stride, 0);
}

static void NAMED(winograd_weights_across_, PK_TILE)(
  const float *t, size_t t_stride, float *u, size_t count, size_t u_stride) {
  size_t n = 0;
  for (; n + 2 <= count; n += 2) NAMED(across_, PK_TILE)(t + n * PK_ROWS, t_stride, u + n * PK_ROWS, u_stride, 1);
  if (n < count) NAMED(across_, PK_TILE)(t + n * PK_ROWS, t_stride, u + n * PK_ROWS, u_stride, 0);
}
#else
#include "winograd_whole.h"
#endif

#if PK_TILE == 4 && PK_OPERANDS == PK_SINGLE
#include "few_tiles.h"
#endif

#if PK_TILE == 4
#define PK_ABREAST 16
#include "winograd_tiles.h"
#undef PK_ABREAST
#endif
#define PK_ABREAST 8
#include "winograd_tiles.h"
#undef PK_ABREAST
#if PK_TILE == 4
#define PK_ABREAST 4
#include "winograd_tiles.h"
#undef PK_ABREAST
#endif

// As many tiles abreast as `rest` can use.
#define WIDE(rest) (rest > 8 && PK_WIDEST == 16 ? 16 : (rest > 4 || PK_TILE != 4 ? 8 : 4))
#if PK_TILE == 4
#define BY_WIDTH(wide, name, ...) \
  do { \
    if (wide == 16) NAMED(name, 4_16)(__VA_ARGS__); \
    else if (wide == 8) NAMED(name, 4_8)(__VA_ARGS__); \
    else NAMED(name, 4_4)(__VA_ARGS__); \
  } while (0)
#else
#define BY_WIDTH(wide, name, ...) NAMED(NAMED(name, PK_TILE), _8)(__VA_ARGS__)
#endif

// How many rows of tiles, of `down` that are as wide as the picture, fill a vector together, so that their rows of pixels
// are whole vectors too; else 1.
PK_INLINE size_t NAMED(stack_, PK_TILE)(size_t down, size_t across) {
  for (size_t lanes = PK_WIDEST; lanes >= (PK_TILE == 4 ? 4 : 8); lanes /= 2) {
    size_t rows = lanes / across;
    if (rows > 1 && rows <= down && rows * across == lanes && PK_TILE % rows == 0) return rows;
  }
  return 1;
}

static void NAMED(winograd_input_, PK_TILE)(
  const float *x, const float *next, float scale, size_t height, size_t width, size_t padding, size_t tile_row,
  size_t down, size_t across, void *target, size_t stride, size_t position, size_t depth, size_t first, size_t tiles) {
  operand *v = target;
  stride /= PK_TOGETHER, position /= PK_TOGETHER, depth /= PK_TOGETHER;
  float factor = factor_of(scale);
  int whole = padding == 1 && width == across * PK_TILE;
  for (size_t row = 0, stacked; row < down; row += stacked) {
    stacked = whole ? NAMED(stack_, PK_TILE)(down - row, across) : 1;
    ptrdiff_t top = PK_TILE * (ptrdiff_t)(tile_row + row) - (ptrdiff_t)padding;
    for (size_t tile = 0, count; tile < stacked * across; tile += count) {
      ptrdiff_t left = PK_TILE * (ptrdiff_t)tile - (ptrdiff_t)padding;
      size_t rest = stacked * across - tile, column = first + row * across + tile, wide = WIDE(rest);
      count = rest < wide ? rest : wide;
      // Never over more than two panels.
      panel here = panel_of(column, tiles, position, depth);
      size_t left_here = here.first + here.count - column, near = left_here < count ? left_here : count;
      operand *start = v + here.start + column - here.first, *far = start;
      if (near < count) far = v + panel_of(column + near, tiles, position, depth).start;
      BY_WIDTH(
        wide, input_block_, x, next, factor, (ptrdiff_t)height, (ptrdiff_t)width, top, left, stacked, count, start, near,
        far, stride, whole_vectors(here.count));
    }
  }
}

static void NAMED(winograd_output_, PK_TILE)(
  const float *m, size_t stride, size_t ahead, size_t tile_row, size_t down, size_t across, float bias, float *y,
  const float *plus, size_t height, size_t width) {
  for (size_t row = 0, stacked; row < down; row += stacked, m += stacked * across) {
    size_t top = PK_TILE * (tile_row + row), rows = height - top < PK_TILE ? height - top : PK_TILE;
    size_t whole = (height - top) / PK_TILE < down - row ? (height - top) / PK_TILE : down - row;
    stacked = width == across * PK_TILE ? NAMED(stack_, PK_TILE)(whole, across) : 1;
    for (size_t tile = 0, count; tile < stacked * across; tile += count) {
      size_t rest = stacked * across - tile, wide = WIDE(rest);
      count = rest < wide ? rest : wide;
      size_t columns = PK_TILE * count;
      if (stacked == 1 && width - PK_TILE * tile < columns) columns = width - PK_TILE * tile;
      size_t place = top * width + PK_TILE * tile;
      BY_WIDTH(
        wide, output_block_, m + tile, stride, ahead, stacked, count, bias, y + place, plus ? plus + place : 0, rows, columns,
        width);
    }
  }
}

#undef WIDE
#undef BY_WIDTH
#undef PK_POINTS
#undef BOUNDS
