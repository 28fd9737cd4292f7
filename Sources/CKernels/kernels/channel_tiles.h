// Winograd's transforms with a channel to a lane, into and out of matrices as they lie: the k-th of points² has a row for
// each tile and a column for each channel. So a transformed picture is the left operand of the result's products and the
// right one of the weights' gradient's without another copy.
#include "tile_points.h"

// `high` rows of `wide` pixels from (top, left) on, rows `spread` apart, zero outside of the picture.
PK_INLINE void gather_rows(
  const pk_tiles *tiles, const float *x, size_t channels, ptrdiff_t top, ptrdiff_t left, ptrdiff_t high, ptrdiff_t wide,
  vector *y) {
  ptrdiff_t height = (ptrdiff_t)tiles->height, width = (ptrdiff_t)tiles->width, spread = (ptrdiff_t)tiles->spread;
  ptrdiff_t begin = left < 0 ? -left : 0, end = left + wide > width ? width - left : wide;
  if (end < begin) end = begin;
  for (ptrdiff_t i = 0; i < high; i++, top += spread, y += wide) {
    if (top < 0 || top >= height) {
      memset(y, 0, (size_t)wide * sizeof(vector));
      continue;
    }
    memset(y, 0, (size_t)begin * sizeof(vector));
    ptrdiff_t start = top * width + left + begin;
    if (tiles->in_lanes) memcpy(y + begin, x + start * PK_LANES, (size_t)(end - begin) * sizeof(vector));
    else gather(x + start, (size_t)(height * width), channels, (size_t)(end - begin), y + begin);
    memset(y + end, 0, (size_t)(wide - end) * sizeof(vector));
  }
}

// Tiles that are transformed at a time: what their pixels take stays in the first cache.
#define PK_POINTS 6
#define PK_TILES 8
#include "channel_tiles_of.h"
#undef PK_POINTS
#undef PK_TILES
#define PK_POINTS 8
#define PK_TILES 2
#include "channel_tiles_of.h"
#undef PK_POINTS
#undef PK_TILES
#define PK_POINTS 9
#define PK_TILES 2
#include "channel_tiles_of.h"
#undef PK_POINTS
#undef PK_TILES

// By the number of points.
#define OF_POINTS(name) (tiles->points == 6 ? name##_6 : tiles->points == 8 ? name##_8 : name##_9)

static void tile_input(
  const pk_tiles *tiles, const float *x, size_t channels, size_t down, size_t across, float *v, size_t matrix,
  size_t stride) {
  OF_POINTS(tile_input)(tiles, x, channels, down, across, v, matrix, stride);
}

static void tile_output(
  const pk_tiles *tiles, const float *m, size_t phase, size_t matrix, size_t stride, size_t across, const float *bias,
  float *y, size_t channels) {
  OF_POINTS(tile_output)(
    tiles, m, phase, matrix, stride, across, bias, y, channels);
}

static void tile_gradient(
  const pk_tiles *tiles, const float *g, size_t channels, size_t across, float *m, size_t matrix, size_t stride,
  float *bias) {
  OF_POINTS(tile_gradient)(tiles, g, channels, across, m, matrix, stride, bias);
}

static void tile_weights(
  const pk_tiles *tiles, const float *w, size_t window, const uint8_t *taps, size_t lane, size_t lanes, size_t item,
  size_t items, float *u, size_t matrix, size_t stride) {
  OF_POINTS(tile_weights)(
    tiles, w, window, taps, lane, lanes, item, items, u, matrix, stride);
}

static void tile_weights_gradient(
  const pk_tiles *tiles, const float *u, size_t matrix, size_t lanes, const uint8_t *taps, size_t lane, float *w) {
  OF_POINTS(tile_weights_gradient)(
    tiles, u, matrix, lanes, taps, lane, w);
}
#undef OF_POINTS
