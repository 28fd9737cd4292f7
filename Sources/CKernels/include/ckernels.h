#pragma once
#include <stddef.h>
#include <stdint.h>

#include "training.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// What follows an affine map elementwise. The values are those of Tensors' `Activation`.
enum { pk_identity = 0, pk_relu = 1, pk_silu = 2, pk_gelu = 3, pk_gelu_tanh = 4 };

/// Winograd's F(m×m, 3×3), which makes a tile of m×m pixels of a 3×3 convolution out of (m + 2)² products instead of 9·m².
typedef struct {
  /// m + 2; 0 where there are no such transforms.
  size_t points;

  /// A packed panel of `count` 3×3 kernels g a row to points² panels of whole numbers, u_stride numbers apart, of `count`
  /// a row: GgGᵀ. Null in single precision, which takes two steps.
  void (*_Nullable weights)(const float *w, void *u, size_t count, size_t u_stride);

  /// The first step, Gg: to 3·points panels, t_stride numbers apart, three for each row of points. Null in whole numbers,
  /// and so is the second.
  void (*_Nullable weights_down)(const float *w, float *t, size_t count, size_t t_stride);

  /// The second step for one row of points, its three panels times Gᵀ: to `points` panels.
  void (*_Nullable weights_across)(const float *t, size_t t_stride, float *u, size_t count, size_t u_stride);

  /// The first step for `count` kernels a row of two panels, whose rows lie side by side in what they become, as if they
  /// were one panel. Null, like what follows, where small pictures are not multiplied so.
  void (*_Nullable weights_down_of_two)(
    const float *first, const float *second, float *t, size_t count, size_t t_stride);

  /// The same out of half precision; null where there are no instructions for it.
  void (*_Nullable halves_down_of_two)(
    const void *first, const void *second, float *t, size_t count, size_t t_stride);

  /// The second step for one row of points of such kernels, and its products with the columns of as many right operands
  /// as there are points, v_stride numbers apart, `lanes` numbers to a channel: sums of `count` channels, which `accumulates`
  /// adds to what is there. The j-th product begins at m[j·m_stride]; the numbers of both panels' rows follow each other,
  /// for one of `tiles` tiles after the other, with room for a multiple of eight tiles, as in v. Of `next`, in half
  /// precision, and what is next_panel bytes further, memory is asked for 32·count bytes each.
  void (*_Nullable products_of_few)(
    const float *t, size_t t_stride, const float *v, size_t v_stride, size_t lanes, size_t count, size_t tiles,
    float *m, size_t m_stride, int accumulates, const void *_Nullable next, size_t next_panel);

  /// All points² of these products as `rows` rows of `lanes` numbers, the k-th from result[k·stride] on.
  void (*_Nullable columns_of_few)(
    const float *m, size_t m_stride, size_t rows, size_t tiles, size_t lanes, float *result, size_t stride);

  /// `down` rows of `across` tiles of a height×width plane with `padding` zeros around it, at `position` of the inner
  /// axis of right operands that are `depth` long and have `tiles` columns. They start at v, `stride` numbers apart; the
  /// first tile is column `first`. Where two numbers lie together, the other one is of the plane `next`, or 0 where
  /// there is none. Whole numbers are those of the planes by `scale`.
  void (*_Nullable input)(
    const float *x, const float *_Nullable next, float scale, size_t height, size_t width, size_t padding,
    size_t tile_row, size_t down, size_t across, void *v, size_t stride, size_t position, size_t depth, size_t first,
    size_t tiles);

  /// The scales of `tiles` columns at `position` of these operands.
  void (*_Nullable scales)(
    const float *scales, void *v, size_t stride, size_t position, size_t depth, size_t tiles);

  /// Out of the products' rows, the k-th starting at m[k·stride], `down` rows of `across` tiles of the height×width
  /// result plus `bias`, and plus another result's numbers if there are any. What will be asked for next lies `ahead`
  /// numbers further.
  void (*_Nullable output)(
    const float *m, size_t stride, size_t ahead, size_t tile_row, size_t down, size_t across, float bias, float *y,
    const float *_Nullable plus, size_t height, size_t width);
} pk_winograd;

/// The kernels that pack and multiply operands of one number type.
typedef struct {
  /// Numbers to a vector; rows and columns of the panels of products; numbers of the inner axis that lie side by side
  /// in a panel, the last ones filled up so that it adds nothing; as many numbers of an operand as each row's or column's
  /// scale takes, which follows what was packed by one call; the most numbers of the inner axis that one call packs, a
  /// whole number of operands; bytes of a number of an operand.
  size_t lanes, rows, columns, together, scales, section, operand;
  /// The greatest whole number of a column: its greatest magnitude divided by this is its scale.
  float most;

  /// Writes a rows×inner matrix, whose element (i, k) is a[i·row_stride + k·inner_stride], as panels of `rows` rows,
  /// `panel` numbers apart, zeros after the last row.
  void (*pack_rows)(
    const float *a, size_t row_stride, size_t inner_stride, size_t rows, size_t inner, void *packed, size_t panel);

  /// Writes an inner×columns matrix, whose element (k, j) is b[k·inner_stride + j·column_stride], at position `first` of
  /// the inner axis of panels of `columns` columns that are `depth` long; the last is as many whole vectors wide as it
  /// needs, and what is after the last column makes zeros.
  void (*pack_columns)(
    const float *b, size_t inner_stride, size_t column_stride, size_t inner, size_t columns, void *packed,
    size_t depth, size_t first);

  /// One packed panel of a few rows, `inner` numbers each, in single precision: `rows` numbers of the inner axis's first,
  /// and so on. They are multiplied by the scales, one for each row, where operands have them.
  void (*unpack_rows)(const void *packed, const float *scales, float *y, size_t inner);

  /// x ← exp(scale·(x − max x)) / Σ exp(scale·(x − max x)) down each of `lanes` columns, a whole number of vectors, of
  /// span×lanes, which it leaves as one panel of a right operand, whole numbers in sections; there must be room for their
  /// scales. `scale` is positive. None for whole numbers of 8 bits.
  void (*_Nullable softmax_columns)(float *x, size_t span, size_t lanes, float scale);

  /// c = a·b, rows×inner by inner×columns, both packed, c with `stride` numbers from row to row. Of b's panels, `depth`
  /// long, `inner` from position `first` on are used. Sums begin with c's numbers where it accumulates, else with `bias`,
  /// one number a row, or 0. What lies at `next`, numbers in half precision in panels `next_panel` apart, is asked of
  /// memory on the way, and so are operands that are packed like b, at `next_right`, in single precision.
  void (*product)(
    const void *a, size_t a_panel, const void *b, size_t depth, size_t first, float *c, size_t stride, size_t rows,
    size_t inner, size_t columns, const float *_Nullable bias, int accumulates, const void *_Nullable next,
    size_t next_panel, const void *_Nullable next_right);

  /// Winograd's transforms into and out of such operands for tiles of 2×2 pixels, of 4×4, and of 8×8; with 0 points where
  /// there are none.
  pk_winograd winograd_2, winograd_4, winograd_8;
} pk_operands;

/// The kernels, compiled for one instruction set.
typedef struct {
  /// avx512, avx2 or generic; avx512vnni.
  const char *name;

  /// y[i] = f(a·(x[i] − mean) + b). `x` and `y` may be the same.
  void (*affine)(const float *x, float *y, size_t count, float mean, float a, float b, int activation);

  /// y[i] = ((x[i] − mean)·scale)·weight[i] + bias[i].
  void (*normalise)(
    const float *x, float *y, size_t count, float mean, float scale, const float *weight,
    const float *_Nullable bias);

  /// y[i] = (a[i] + b[i]) / divisor.
  void (*add)(const float *a, const float *b, float *y, size_t count, float divisor);

  /// Σ x[i], in double precision.
  double (*sum)(const float *x, size_t count);

  /// Σ (x[i] − mean)², in double precision.
  double (*squares)(const float *x, size_t count, double mean);

  /// x ← exp(x − max x) / Σ exp(x − max x), in place.
  void (*softmax)(float *x, size_t count);

  /// 1 where every x[i] is a finite number, else 0.
  int (*finite)(const float *x, size_t count);

  /// y[i] = x[i] in half precision; 1 where none lost anything, else 0.
  int (*pack_half)(const float *x, uint16_t *y, size_t count);

  /// y[i] = x[i], from half precision; x at any alignment.
  void (*unpack_half)(const void *x, float *y, size_t count);

  /// max |x[i]|; NaN where one is, 0 for none.
  float (*largest)(const float *x, size_t count);

  /// y[i] = x[i] / scale to the nearest whole number, which must fit; 1 where each is exactly scale·y[i], else 0.
  int (*pack_bytes)(const float *x, float scale, int8_t *y, size_t count);

  /// y[i] = scales[i mod period]·x[i]; `period` is a multiple of `lanes`.
  void (*unpack_bytes)(const int8_t *x, const float *scales, size_t period, float *y, size_t count);

  /// y += a·x for a packed a and a few columns, each `inner` numbers in a row, `x_stride` apart; so are y's.
  void (*product_few)(
    const float *a, size_t a_panel, const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
    size_t inner, size_t columns);

  /// For the output pixels `first` ..< `last` of a convolution, `wide` to a row and `stride` apart: the element of the
  /// height×width plane x at (top, left) from each, zero outside.
  void (*patches)(
    const float *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, ptrdiff_t stride, ptrdiff_t wide,
    ptrdiff_t first, ptrdiff_t last, float *y);

  /// Those whose operands, packed and transformed, are in single precision or, of avx512vnni, whole numbers of 16 bits.
  pk_operands operands;
} pk_kernels;

/// Whether the processor has the instruction set of this name: avx512, avx2 or generic. Of another, 0.
int pk_supports(const char *name);

/// The kernels for the best instruction set that the processor has; not beyond the one that the environment variable
/// PIPELINEKIT_ISA names.
const pk_kernels *pk_choose(void);

/// What OpenBLAS calls its kernels for the processors that `pk_choose` takes this one for; null where it has no others.
const char *_Nullable pk_openblas_core(void);

/// The kernels whose operands, packed and transformed, are whole numbers of so many `bits`: 16, or 8, of which there are
/// only those that pack and multiply. Null where the processor has no instruction for them (AVX512-VNNI).
const pk_operands *_Nullable pk_choose_whole(size_t bits);

/// Has malloc take arrays of up to 1 GB from memory that it keeps, 1 GB at most of it unused. Otherwise each array of a
/// network's layers is new memory, whose pages the kernel clears while the layer waits.
void pk_keep_memory(void);

/// Has the system map this memory and what shares its first and last 2 MB in pages of 2 MB, where it has them, when it is
/// first written.
void pk_use_large_pages(const void *start, size_t bytes);

/// Gives the system all memory that malloc keeps unused.
void pk_give_back_memory(void);

/// A moment's rest in a loop that waits for another thread.
static inline void pk_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Clears the upper halves of AVX registers, which a library may leave in use. Until then every SSE instruction that the
/// thread runs waits for them (Intel's optimization manual, "Mixing AVX code with SSE code").
void pk_clear_upper_halves(void);
/// Lets another thread have this core.
void pk_yield(void);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
