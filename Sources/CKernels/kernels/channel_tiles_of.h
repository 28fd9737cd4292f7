// The transforms of tiles that are evaluated at PK_POINTS×PK_POINTS points, PK_TILES of them at a time.

#define JOINED(a, b) a##b
#define NAMED_BY(name, points) JOINED(name, points)
#define NAMED(name) NAMED_BY(name, PK_POINTS)

// A transformed line of pixels through the transform across, to the tiles' places.
PK_INLINE void NAMED(tile_lines_)(
  vector (*t)[PK_POINTS * PK_TILES * 2], size_t outputs, size_t step, size_t count, float *target, size_t matrix,
  size_t stride) {
  for (size_t i = 0; i < PK_POINTS; i++)
    for (size_t k = 0; k < count; k++) {
      vector u[PK_POINTS];
      NAMED(line_forward_)(t[i] + outputs * k * step, step, u);
      for (size_t j = 0; j < PK_POINTS; j++) *(vector *)(target + (PK_POINTS * i + j) * matrix + k * stride) = u[j];
    }
}

// The same of pixels in lanes, which are read where they lie.
static void NAMED(lane_input_)(
  const pk_tiles *tiles, const float *x, size_t down, size_t across, float *v, size_t matrix, size_t stride) {
  size_t outputs = tiles->outputs, spread = tiles->spread;
  ptrdiff_t height = (ptrdiff_t)tiles->height, width = (ptrdiff_t)tiles->width;
  vector t[PK_POINTS][2 * PK_POINTS * PK_TILES], zero = {0};
  for (size_t row = 0; row < down; row++) {
    // Rows outside of the picture are a zero, again and again.
    const vector *lines[PK_POINTS];
    ptrdiff_t steps[PK_POINTS], top = tiles->top + (ptrdiff_t)(row * outputs * spread);
    for (size_t i = 0; i < PK_POINTS; i++) {
      ptrdiff_t y = top + (ptrdiff_t)(i * spread);
      steps[i] = y >= 0 && y < height;
      lines[i] = steps[i] ? (const vector *)x + y * width : &zero;
    }
    for (size_t tile = 0; tile < across; tile += PK_TILES) {
      size_t count = across - tile < PK_TILES ? across - tile : PK_TILES;
      size_t wide = outputs * count + PK_POINTS - outputs;
      ptrdiff_t column = tiles->left + (ptrdiff_t)(outputs * tile * spread);
      for (size_t j = 0; j < wide; j++, column += (ptrdiff_t)spread) {
        vector d[PK_POINTS], u[PK_POINTS] = {{0}};
        if (column >= 0 && column < width) {
          for (size_t i = 0; i < PK_POINTS; i++) {
            const vector *pixel = lines[i] + column * steps[i];
            d[i] = *pixel;
            // The next row of tiles', or the next channels'.
            if (i >= PK_POINTS - outputs)
              __builtin_prefetch(pixel + steps[i] * (ptrdiff_t)(outputs * spread) * width, 0, 2);
          }
          NAMED(line_forward_)(d, 1, u);
        }
        for (size_t i = 0; i < PK_POINTS; i++) t[i][j] = u[i];
      }
      NAMED(tile_lines_)(t, outputs, 1, count, v + (row * across + tile) * stride, matrix, stride);
    }
  }
}

static void NAMED(tile_input_)(
  const pk_tiles *tiles, const float *x, size_t channels, size_t down, size_t across, float *v, size_t matrix,
  size_t stride) {
  if (tiles->in_lanes) return NAMED(lane_input_)(tiles, x, down, across, v, matrix, stride);
  enum { most = 2 * (PK_POINTS * PK_TILES) };
  size_t outputs = tiles->outputs, spread = tiles->spread;
  vector rows[PK_POINTS * most + PK_LANES], t[PK_POINTS][most];
  for (size_t tile = 0; tile < across; tile += PK_TILES) {
    size_t count = across - tile < PK_TILES ? across - tile : PK_TILES;
    size_t wide = spread * (outputs * count + PK_POINTS - 1 - outputs) + 1;
    ptrdiff_t top = tiles->top, left = tiles->left + (ptrdiff_t)(outputs * tile * spread);
    float *target = v + tile * stride;
    for (size_t row = 0; row < down; row++, top += (ptrdiff_t)(outputs * spread), target += across * stride) {
      // The last rows of pixels are the first of the next tiles.
      size_t known = row == 0 ? 0 : PK_POINTS - outputs;
      if (known) memcpy(rows, rows + outputs * wide, known * wide * sizeof(vector));
      gather_rows(
        tiles, x, channels, top + (ptrdiff_t)(known * spread), left, (ptrdiff_t)(PK_POINTS - known), (ptrdiff_t)wide,
        rows + known * wide);
      for (size_t j = 0; j < wide; j += spread) {
        vector u[PK_POINTS];
        NAMED(line_forward_)(rows + j, wide, u);
        for (size_t i = 0; i < PK_POINTS; i++) t[i][j] = u[i];
      }
      NAMED(tile_lines_)(t, outputs, spread, count, target, matrix, stride);
    }
  }
}

// Whether the pixels of tiles, `wide` of them from `left` on, lie in lanes and in the picture, as vectors that need no copy.
PK_INLINE int NAMED(lie_)(const pk_tiles *tiles, ptrdiff_t left, size_t wide) {
  return tiles->in_lanes && left >= 0 && left + (ptrdiff_t)wide <= (ptrdiff_t)tiles->width && tiles->top >= 0 &&
         tiles->top + (ptrdiff_t)((tiles->outputs - 1) * tiles->spread) < (ptrdiff_t)tiles->height;
}

// `outputs` and `phases` are constants where this is inlined.
PK_INLINE void NAMED(output_tile_)(
  const float *m, size_t phase, size_t matrix, int outputs, size_t phases, vector start, vector *rows, size_t wide,
  int ahead) {
  for (size_t p = 0; p < phases; p++) {
    // The second phase's pixels come before the first's.
    vector t[PK_POINTS][PK_POINTS], *place = rows + (phases == 2 ? 1 - p : 0);
    for (size_t j = 0; j < PK_POINTS; j++) {
      vector d[PK_POINTS], y[PK_POINTS];
      for (size_t i = 0; i < PK_POINTS; i++) d[i] = *(const vector *)(m + p * phase + (PK_POINTS * i + j) * matrix);
      NAMED(line_backward_)(d, outputs, y);
      for (int i = 0; i < outputs; i++) t[i][j] = y[i];
    }
    for (int i = 0; i < outputs; i++) {
      vector y[PK_POINTS];
      NAMED(line_backward_)(t[i], outputs, y);
      for (int j = 0; j < outputs; j++) {
        vector *pixel = place + (size_t)i * wide + (size_t)j * phases;
        *pixel = y[j] + start;
        // The next row of tiles'.
        if (ahead) __builtin_prefetch(pixel + (size_t)outputs * wide, 1, 2);
      }
    }
  }
}

static void NAMED(tile_output_)(
  const pk_tiles *tiles, const float *m, size_t phase, size_t matrix, size_t stride, size_t across, const float *bias,
  float *y, size_t channels) {
  size_t outputs = tiles->outputs, spread = tiles->spread;
  ptrdiff_t height = (ptrdiff_t)tiles->height, width = (ptrdiff_t)tiles->width;
  vector rows[PK_POINTS * 2 * PK_POINTS * PK_TILES + PK_LANES], start = {0};
  if (bias) memcpy(&start, bias, channels * sizeof(float));
  for (size_t tile = 0; tile < across; tile += PK_TILES) {
    size_t count = across - tile < PK_TILES ? across - tile : PK_TILES, wide = spread * outputs * count;
    ptrdiff_t left = tiles->left + (ptrdiff_t)(outputs * tile * spread);
    int direct = NAMED(lie_)(tiles, left, wide);
    vector *targets = direct ? (vector *)y + tiles->top * width + left : rows;
    size_t line = direct ? spread * (size_t)width : wide;
    for (size_t k = 0; k < count; k++) {
      const float *source = m + (tile + k) * stride;
      vector *target = targets + spread * outputs * k;
#if PK_POINTS == 6
      NAMED(output_tile_)(source, phase, matrix, 4, 1, start, target, line, direct);
#elif PK_POINTS == 8
      if (spread == 1) NAMED(output_tile_)(source, phase, matrix, 7, 1, start, target, line, direct);
      else NAMED(output_tile_)(source, phase, matrix, 7, 2, start, target, line, direct);
#else
      if (outputs == 7) {
        NAMED(output_tile_)(source, phase, matrix, 7, 1, start, target, line, direct);
      } else if (spread == 1) {
        NAMED(output_tile_)(source, phase, matrix, 8, 1, start, target, line, direct);
      } else {
        NAMED(output_tile_)(source, phase, matrix, 8, 2, start, target, line, direct);
      }
#endif
    }
    if (direct) continue;
    ptrdiff_t begin = left < 0 ? -left : 0, end = left + (ptrdiff_t)wide > width ? width - left : (ptrdiff_t)wide;
    for (size_t i = 0; i < outputs && begin < end; i++) {
      ptrdiff_t row = tiles->top + (ptrdiff_t)(i * spread);
      if (row < 0 || row >= height) continue;
      const vector *source = rows + (ptrdiff_t)(i * wide) + begin;
      ptrdiff_t place = row * width + left + begin;
      if (tiles->in_lanes) memcpy(y + place * PK_LANES, source, (size_t)(end - begin) * sizeof(vector));
      else scatter(source, y + place, (size_t)(height * width), channels, (size_t)(end - begin));
    }
  }
}

// By numbers that are constants.
PK_INLINE void NAMED(spread_some_)(const vector *y, size_t step, size_t outputs, vector *m) {
  if (PK_POINTS == 9 && outputs == 8) NAMED(line_spread_)(y, step, 8, m);
  else NAMED(line_spread_)(y, step, PK_POINTS == 6 ? 4 : 7, m);
}

static void NAMED(tile_gradient_)(
  const pk_tiles *tiles, const float *g, size_t channels, size_t across, float *m, size_t matrix, size_t stride,
  float *bias) {
  enum { most = PK_POINTS * PK_TILES };
  size_t outputs = tiles->outputs;
  vector rows[PK_POINTS * most + PK_LANES], t[PK_POINTS][most], sum = {0};
  for (size_t tile = 0; tile < across; tile += PK_TILES) {
    size_t count = across - tile < PK_TILES ? across - tile : PK_TILES, wide = outputs * count;
    ptrdiff_t left = tiles->left + (ptrdiff_t)(outputs * tile);
    int direct = NAMED(lie_)(tiles, left, wide);
    if (!direct) gather_rows(tiles, g, channels, tiles->top, left, (ptrdiff_t)outputs, (ptrdiff_t)wide, rows);
    const vector *source = direct ? (const vector *)g + tiles->top * (ptrdiff_t)tiles->width + left : rows;
    size_t line = direct ? tiles->width : wide;
    for (size_t j = 0; j < wide; j++) {
      vector u[PK_POINTS];
      // A column by itself first: one chain of additions would take as long as the rest.
      vector column = {0};
      for (size_t i = 0; i < outputs; i++) {
        column += source[i * line + j];
        // The next row of tiles'.
        if (direct) __builtin_prefetch(source + (outputs + i) * line + j, 0, 2);
      }
      sum += column;
      NAMED(spread_some_)(source + j, line, outputs, u);
      for (size_t i = 0; i < PK_POINTS; i++) t[i][j] = u[i];
    }
    for (size_t i = 0; i < PK_POINTS; i++)
      for (size_t k = 0; k < count; k++) {
        vector u[PK_POINTS];
        NAMED(spread_some_)(t[i] + outputs * k, 1, outputs, u);
        for (size_t j = 0; j < PK_POINTS; j++)
          *(vector *)(m + (PK_POINTS * i + j) * matrix + (tile + k) * stride) = u[j];
      }
  }
  *(vector *)bias = sum;
}

static void NAMED(tile_weights_)(
  const pk_tiles *tiles, const float *w, size_t window, const uint8_t *taps, size_t lane, size_t lanes, size_t item,
  size_t items, float *u, size_t matrix, size_t stride) {
  int side = PK_POINTS + 1 - (int)tiles->outputs;
  // Windows that follow each other are turned to lanes together.
  enum { together = 16 };
  vector windows[16 * together], *all = windows;
  for (size_t n = 0; n < items; n++, all += window) {
    vector g[9], t[3][PK_POINTS], r[PK_POINTS];
    if (item != window) {
      gather(w + n * item, lane, lanes, window, all = windows);
    } else if (n % together == 0) {
      gather(w + n * item, lane, lanes, window * (items - n < together ? items - n : together), all = windows);
    }
    for (int i = 0; i < side * side; i++) g[i] = taps[i] == pk_no_tap ? (vector){0} : all[taps[i]];
    for (int j = 0; j < side; j++) NAMED(line_weights_)(g + j, (size_t)side, side, t[j]);
    for (size_t i = 0; i < PK_POINTS; i++) {
      vector column[3];
      for (int j = 0; j < side; j++) column[j] = t[j][i];
      NAMED(line_weights_)(column, 1, side, r);
      for (size_t j = 0; j < PK_POINTS; j++) *(vector *)(u + (PK_POINTS * i + j) * matrix + n * stride) = r[j];
    }
  }
}

static void NAMED(tile_weights_gradient_)(
  const pk_tiles *tiles, const float *u, size_t matrix, size_t lanes, const uint8_t *taps, size_t lane, float *w) {
  int side = PK_POINTS + 1 - (int)tiles->outputs;
  vector t[3][PK_POINTS], g[9], r[PK_POINTS];
  for (size_t j = 0; j < PK_POINTS; j++) {
    vector column[3];
    for (size_t i = 0; i < PK_POINTS; i++) r[i] = *(const vector *)(u + (PK_POINTS * i + j) * matrix);
    NAMED(line_gathered_)(r, side, column);
    for (int i = 0; i < side; i++) t[i][j] = column[i];
  }
  for (int i = 0; i < side; i++) NAMED(line_gathered_)(t[i], side, g + side * i);
  vector windows[16];
  unsigned known = 0;
  for (int i = 0; i < side * side; i++) {
    if (taps[i] == pk_no_tap) continue;
    windows[taps[i]] = g[i];
    known |= 1u << taps[i];
  }
  scatter_some(windows, known, w, lane, lanes);
}

#undef JOINED
#undef NAMED_BY
#undef NAMED
