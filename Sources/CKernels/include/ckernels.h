#pragma once
#include <stddef.h>

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

/// Has OpenBLAS choose its kernels by what the processor can do, where it did not know the processor and fell back to
/// SSE3 ("Prescott"), a quarter as fast: OpenBLAS 0.3.21 does so on Intel's of 2023 and later. Nothing happens where
/// OPENBLAS_CORETYPE is set. Call it before the first product and on one thread.
void pk_choose_blas_core(void);

#ifdef __cplusplus
}
#endif
