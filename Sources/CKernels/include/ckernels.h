#pragma once
#include <stddef.h>

#include "training.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What follows an affine map elementwise. The values are those of Tensors' `Activation`.
enum { pk_identity = 0, pk_relu = 1, pk_silu = 2, pk_gelu = 3, pk_gelu_tanh = 4 };

/// y[i] = f(a·(x[i] − mean) + b). `x` and `y` may be the same.
void pk_affine(const float *x, float *y, size_t count, float mean, float a, float b, int activation);

/// y[i] = ((x[i] − mean)·scale)·weight[i] + bias[i]; `bias` may be null.
void pk_normalise(
  const float *x, float *y, size_t count, float mean, float scale, const float *weight, const float *bias);

/// y[i] = (a[i] + b[i]) / divisor.
void pk_add(const float *a, const float *b, float *y, size_t count, float divisor);

/// Σ x[i], in double precision.
double pk_sum(const float *x, size_t count);

/// Σ (x[i] − mean)², in double precision.
double pk_squares(const float *x, size_t count, double mean);

/// x ← exp(x − max x) / Σ exp(x − max x), in place.
void pk_softmax(float *x, size_t count);

/// 1 where every x[i] is a finite number, else 0.
int pk_finite(const float *x, size_t count);

/// For the output pixels `first` ..< `last` of a convolution, `wide` to a row and `stride` apart: the element of the
/// height×width plane x at (top, left) from each, zero outside.
void pk_patches(
  const float *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, ptrdiff_t stride, ptrdiff_t wide,
  ptrdiff_t first, ptrdiff_t last, float *y);

/// Winograd's F(4×4, 3×3), which makes 4×4 pixels of a 3×3 convolution out of 36 products instead of 144. `count` 3×3
/// kernels one after the other to 6×6 numbers each, of which the k-th of kernel n is u[k·stride + n].
void pk_winograd_weights(const float *w, float *u, size_t count, size_t stride);

/// One row of 4×4 tiles of a height×width plane with `padding` zeros around it: the 36 numbers of tile i are
/// v[k·stride + i].
void pk_winograd_input(
  const float *x, size_t height, size_t width, size_t padding, size_t tile_row, size_t tiles, float *v, size_t stride);

/// Out of products laid out like that, one row of tiles of the height×width result, plus `bias`.
void pk_winograd_output(
  const float *m, size_t stride, size_t tile_row, size_t tiles, float bias, float *y, size_t height, size_t width);

/// Has malloc take arrays of up to 1 GB from memory that it keeps, 1 GB at most of it unused. Otherwise each array of a
/// network's layers is new memory, whose pages the kernel clears while the layer waits.
void pk_keep_memory(void);

/// Has OpenBLAS choose its kernels by what the processor can do, where it did not know the processor and fell back to
/// SSE3 ("Prescott"), a quarter as fast: OpenBLAS 0.3.21 does so on Intel's of 2023 and later. Nothing happens where
/// OPENBLAS_CORETYPE is set. Call it before the first product and on one thread.
void pk_choose_blas_core(void);

#ifdef __cplusplus
}
#endif
