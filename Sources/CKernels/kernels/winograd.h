// Winograd's transforms into and out of packed operands, several tiles abreast.
#include "winograd_transforms.h"

static void winograd_weights(const float *w, void *target, size_t count, size_t stride) {
  typedef operand operands __attribute__((vector_size(sizeof(operand) * PK_ROWS), aligned(sizeof(operand))));
  operand *u = target;
  for (size_t n = 0; n < count; n++) {
    const rows_vector *g = (const rows_vector *)w + 9 * n;
    rows_vector t[3][6];
    for (int j = 0; j < 3; j++) WEIGHTS(g[j], g[3 + j], g[6 + j], t[j]);
    for (int i = 0; i < 6; i++) {
      rows_vector r[6];
      WEIGHTS(t[0][i], t[1][i], t[2][i], r);
      for (int j = 0; j < 6; j++)
        *(operands *)(u + (size_t)(6 * i + j) * stride + n * PK_ROWS) = __builtin_convertvector(r[j], operands);
    }
  }
}

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

// Where column `tile` of row `channel` lies in a packed right operand.
PK_INLINE size_t place(size_t tile, size_t tiles, size_t channel, size_t channels) {
  size_t column = tile / PK_COLUMNS * PK_COLUMNS;
  size_t lanes = tiles - column < PK_COLUMNS ? (tiles - column + PK_LANES - 1) / PK_LANES * PK_LANES : PK_COLUMNS;
  return column * channels + channel * lanes + tile - column;
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
    size_t near = PK_COLUMNS - column % PK_COLUMNS < count ? PK_COLUMNS - column % PK_COLUMNS : count;
    operand *start = v + place(column, tiles, channel, channels);
    operand *far = near < count ? v + place(column + near, tiles, channel, channels) : start;
    if (wide == 16) {
      input_block_16(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, count, start, near, far, stride);
    } else if (wide == 8) {
      input_block_8(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, count, start, near, far, stride);
    } else {
      input_block_4(x, (ptrdiff_t)height, (ptrdiff_t)width, top, left, count, start, near, far, stride);
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
