// A product of matrices, both packed: panels of PK_ROWS rows of a, and panels of PK_COLUMNS columns of b, of which the
// last are as many whole vectors wide as they need. A panel's numbers lie in the order in which they are used.
//
// Every number of the result is one sum in the order of the inner axis, wherever it lies, and calls that accumulate add
// theirs one after the other: the result does not depend on how rows and columns were cut.

typedef float vector __attribute__((vector_size(4 * PK_LANES), aligned(4)));

// What operands are made of: a number, or as many as lie together.
#if PK_OPERANDS != PK_SINGLE
typedef uint32_t operand;
#else
typedef float operand;
#endif

// One number of each of a panel's rows.
typedef float rows_vector __attribute__((vector_size(4 * PK_ROWS), aligned(4)));

// As many operands as numbers of the inner axis need.
PK_INLINE size_t units(size_t inner) { return (inner + PK_TOGETHER - 1) / PK_TOGETHER; }

// What a block asks memory for, so many bytes for each operand of the inner axis: parts of a left operand, and of a right
// one unless that is 0.
typedef struct {
  const char *left, *right;
  size_t left_step, right_step;
} ahead;

#if PK_OPERANDS != PK_SINGLE
#include "block_whole.h"
#else
#include "block.h"
#endif

#ifdef PK_NARROW
// All rows of a product with half a vector of columns; whole panels of them.
static void narrow_product(
  const operand *a, size_t a_panel, const operand *b, float *c, size_t stride, size_t rows, size_t inner,
  const float *bias, int accumulates, const char *ahead, size_t ahead_panel, size_t step) {
  for (size_t row = 0; row < rows;) {
    const operand *left = a + row / PK_ROWS * a_panel;
    const char *next = ahead + row / PK_ROWS * ahead_panel;
    const float *start = bias ? bias + row : 0;
    float *result = c + row * stride;
    if (row + PK_ROWS < rows) {
      narrow_block(left, a_panel, 2, b, result, stride, inner, start, accumulates, next, ahead_panel, step);
      row += 2 * PK_ROWS;
    } else {
      narrow_block(left, a_panel, 1, b, result, stride, inner, start, accumulates, next, ahead_panel, step);
      row += PK_ROWS;
    }
  }
}
#endif

// The same where the panels reach over the end of c, by way of a copy.
PK_INLINE void edge(
  const operand *a, const operand *b, float *c, size_t stride, size_t rows, size_t inner, size_t columns, int vectors,
  const float *bias, int accumulates, ahead ahead) {
  float copy[PK_ROWS * PK_COLUMNS], start[PK_ROWS];
  for (size_t i = 0; i < PK_ROWS; i++) {
    start[i] = bias && i < rows ? bias[i] : 0;
    for (size_t j = 0; j < PK_COLUMNS; j++)
      copy[i * PK_COLUMNS + j] = accumulates && i < rows && j < columns ? c[i * stride + j] : 0;
  }
  block(a, b, copy, PK_COLUMNS, inner, vectors, start, accumulates, ahead);
  for (size_t i = 0; i < rows; i++) memcpy(c + i * stride, copy + i * PK_COLUMNS, columns * sizeof(float));
}

PK_INLINE void block_or_edge(
  const operand *a, const operand *b, float *c, size_t stride, size_t rows, size_t inner, size_t columns,
  const float *bias, int accumulates, ahead ahead) {
  int vectors = (int)((columns + PK_LANES - 1) / PK_LANES);
  int whole = rows == PK_ROWS && columns == (size_t)vectors * PK_LANES;
  switch (vectors * 2 + whole) {
  case 7: block(a, b, c, stride, inner, 3, bias, accumulates, ahead); break;
  case 6: edge(a, b, c, stride, rows, inner, columns, 3, bias, accumulates, ahead); break;
  case 5: block(a, b, c, stride, inner, 2, bias, accumulates, ahead); break;
  case 4: edge(a, b, c, stride, rows, inner, columns, 2, bias, accumulates, ahead); break;
  case 3: block(a, b, c, stride, inner, 1, bias, accumulates, ahead); break;
  default: edge(a, b, c, stride, rows, inner, columns, 1, bias, accumulates, ahead);
  }
}

// Columns of the panel of b that begins at `column`. Four vectors at the end are two panels of two: a panel of one would
// have too few sums to keep the processor busy.
PK_INLINE size_t panel_columns(size_t column, size_t columns) {
  size_t rest = columns - column;
  size_t most = rest > PK_COLUMNS && rest <= PK_COLUMNS + PK_LANES ? 2 * PK_LANES : PK_COLUMNS;
  return rest < most ? rest : most;
}

PK_INLINE size_t whole_vectors(size_t columns) { return (columns + PK_LANES - 1) / PK_LANES * PK_LANES; }

// Numbers of the right operand that stay in the second cache while the left one's panels pass.
enum { resident = 1 << 17 };

// The choice of block, compiled without right operands to ask for, and with them.
static void block_alone(
  const operand *a, const operand *b, float *c, size_t stride, size_t rows, size_t inner, size_t columns,
  const float *bias, int accumulates, const char *left, size_t step) {
  block_or_edge(a, b, c, stride, rows, inner, columns, bias, accumulates, (ahead){left, 0, step, 0});
}

static void block_asking(
  const operand *a, const operand *b, float *c, size_t stride, size_t rows, size_t inner, size_t columns,
  const float *bias, int accumulates, ahead ahead) {
  if (!ahead.right) __builtin_unreachable();
  block_or_edge(a, b, c, stride, rows, inner, columns, bias, accumulates, ahead);
}

static void product(
  const void *left, size_t a_panel, const void *right, size_t depth, size_t first, float *c, size_t stride, size_t rows,
  size_t inner, size_t columns, const float *bias, int accumulates, const void *next, size_t next_panel,
  const void *next_right) {
  const operand *a = left, *b = right, *then = next_right;
  inner = units(inner), depth = units(depth), first = units(first), a_panel /= PK_TOGETHER;
  // A few rows by all columns, or all rows by a panel of columns at a time.
  size_t high = inner * columns <= resident ? PK_ROWS : rows, panels = (rows + PK_ROWS - 1) / PK_ROWS;
  // What is needed after a panel of a: the next one, or what will be unpacked into its place.
  const char *soon = next ? next : (const char *)(a + a_panel);
  size_t soon_panel = next ? 2 * next_panel : a_panel * sizeof(operand);
  size_t step = PK_ROWS * (next ? 2 : sizeof(operand));
#ifdef PK_NARROW
  if (columns == PK_LANES / 2) {
    size_t whole = rows / PK_ROWS * PK_ROWS;
    b += first * PK_LANES;
    narrow_product(a, a_panel, b, c, stride, whole, inner, bias, accumulates, soon, soon_panel, step);
    if (whole < rows)
      edge(
        a + whole / PK_ROWS * a_panel, b, c + whole * stride, stride, rows - whole, inner, columns, 1,
        bias ? bias + whole : 0, accumulates, (ahead){soon, 0, step, 0});
    return;
  }
#endif
  for (size_t top = 0; top < rows; top += high) {
    for (size_t column = 0, count; column < columns; column += count) {
      count = panel_columns(column, columns);
      size_t place = column * depth + first * whole_vectors(count);
      // Of a few rows each panel of columns asks for its share.
      size_t part = high == PK_ROWS ? step * count / columns : step;
      size_t done = high == PK_ROWS ? step * column / columns * inner : 0;
      // Each panel of a asks for its share of the columns that come next; one or two leave lines out.
      size_t share = count * sizeof(operand) / panels;
      for (size_t row = top; row < top + high && row < rows; row += PK_ROWS) {
        size_t panel = row / PK_ROWS, most = rows - row < PK_ROWS ? rows - row : PK_ROWS;
        const operand *here = a + panel * a_panel;
        const char *ahead_left = soon + panel * soon_panel + done;
        float *result = c + row * stride + column;
        const float *start = bias ? bias + row : 0;
        if (!then) {
          block_alone(here, b + place, result, stride, most, inner, count, start, accumulates, ahead_left, part);
        } else {
          ahead all = {ahead_left, (const char *)(then + place) + panel * inner * share, part, share};
          block_asking(here, b + place, result, stride, most, inner, count, start, accumulates, all);
        }
      }
    }
  }
}

#if PK_OPERANDS != PK_BYTES
static void product_few(
  const float *a, size_t a_panel, const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
  size_t inner, size_t columns) {
  for (size_t row = 0; row < rows; row += PK_ROWS, a += a_panel) {
    for (size_t column = 0; column < columns; column++) {
      const float *right = x + column * x_stride;
      // Four sums, as one alone would wait for itself.
      rows_vector s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
      size_t k = 0;
      for (; k + 4 <= inner; k += 4) {
        const rows_vector *left = (const rows_vector *)(a + k * PK_ROWS);
        s0 = s0 + left[0] * right[k];
        s1 = s1 + left[1] * right[k + 1];
        s2 = s2 + left[2] * right[k + 2];
        s3 = s3 + left[3] * right[k + 3];
      }
      for (; k < inner; k++) s0 = s0 + *(const rows_vector *)(a + k * PK_ROWS) * right[k];
      rows_vector all = (s0 + s1) + (s2 + s3);
      for (size_t i = 0; i < PK_ROWS && row + i < rows; i++) y[column * y_stride + row + i] += all[i];
    }
  }
}
#endif

#if PK_OPERANDS != PK_SINGLE
#include "packing_whole.h"
#else
static void pack_rows(
  const float *a, size_t row_stride, size_t inner_stride, size_t rows, size_t inner, void *target, size_t panel) {
  operand *packed = target;
  for (size_t row = 0; row < rows; row += PK_ROWS, packed += panel) {
    const float *source = a + row * row_stride;
    size_t count = rows - row < PK_ROWS ? rows - row : PK_ROWS;
    if (count == PK_ROWS && row_stride == 1) {
      for (size_t k = 0; k < inner; k++)
        for (size_t i = 0; i < PK_ROWS; i++) packed[k * PK_ROWS + i] = (operand)source[k * inner_stride + i];
    } else if (count == PK_ROWS) {
      for (size_t k = 0; k < inner; k++)
        for (size_t i = 0; i < PK_ROWS; i++) packed[k * PK_ROWS + i] = (operand)source[i * row_stride + k * inner_stride];
    } else {
      for (size_t k = 0; k < inner; k++)
        for (size_t i = 0; i < PK_ROWS; i++)
          packed[k * PK_ROWS + i] = i < count ? (operand)source[i * row_stride + k * inner_stride] : 0;
    }
  }
}

static void pack_columns(
  const float *b, size_t inner_stride, size_t column_stride, size_t inner, size_t columns, void *packed,
  size_t depth, size_t first) {
  for (size_t column = 0, count; column < columns; column += count) {
    const float *source = b + column * column_stride;
    count = panel_columns(column, columns);
    size_t lanes = whole_vectors(count);
    operand *target = (operand *)packed + column * depth + first * lanes;
    if (count == PK_COLUMNS && column_stride == 1) {
      for (size_t k = 0; k < inner; k++)
        for (size_t j = 0; j < PK_COLUMNS; j++) target[k * PK_COLUMNS + j] = (operand)source[k * inner_stride + j];
    } else if (count == 2 * PK_LANES && column_stride == 1) {
      for (size_t k = 0; k < inner; k++)
        for (size_t j = 0; j < 2 * PK_LANES; j++)
          target[k * 2 * PK_LANES + j] = (operand)source[k * inner_stride + j];
    } else if (count >= PK_LANES && column_stride == 1) {
      // The last vector of numbers overlaps the one before it, after the zeros that follow.
      for (size_t k = 0; k < inner; k++, target += lanes) {
        const float *row = source + k * inner_stride;
        *(vector *)(target + lanes - PK_LANES) = (vector){0};
        for (size_t j = 0; j + PK_LANES <= count; j += PK_LANES) *(vector *)(target + j) = *(const vector *)(row + j);
        *(vector *)(target + count - PK_LANES) = *(const vector *)(row + count - PK_LANES);
      }
    } else {
      for (size_t k = 0; k < inner; k++)
        for (size_t j = 0; j < lanes; j++)
          target[k * lanes + j] = j < count ? (operand)source[k * inner_stride + j * column_stride] : 0;
    }
  }
}

// Numbers in single precision need no scale.
PK_INLINE float factor_of(float scale) { return scale; }
enum { most_of_a_column = 0 };

static void unpack_rows(const void *packed, const float *scales, float *y, size_t inner) {
  (void)scales;
  memcpy(y, packed, inner * PK_ROWS * sizeof(float));
}
#endif

#define PK_OPERAND_TABLE(softmax, ...) \
  { \
    PK_LANES, PK_ROWS, PK_COLUMNS, PK_TOGETHER, PK_SCALES, PK_SECTION, sizeof(operand) / PK_TOGETHER, most_of_a_column, \
      pack_rows, pack_columns, unpack_rows, softmax, product, __VA_ARGS__ \
  }
