#pragma once
#include <stddef.h>

// Loops that only training needs. Activations are those of ckernels.h.

#ifdef __cplusplus
extern "C" {
#endif

/// y[i] = g[i]·f′(x[i]).
void pk_activation_gradient(const float *x, const float *g, float *y, size_t count, int activation);

/// Of y = f(a·x̂ + b), x̂ = (x − mean)·inverse: gz[i] = g[i]·f′(a·x̂[i] + b); sums[0] += Σ gz, sums[1] += Σ gz·x̂.
void pk_norm_sums(
  const float *x, const float *g, float *gz, size_t count, float mean, float inverse, float a, float b, int activation,
  double *sums);

/// gz[i] ← inverse·(a·gz[i] − first − x̂[i]·second), in place.
void pk_norm_gradient(
  const float *x, float *gz, size_t count, float mean, float inverse, float a, float first, float second);

/// Σ a[i]·b[i], or Σ a[i] where `b` is null, in double precision.
double pk_dot(const float *a, const float *b, size_t count);

/// The adjoint of pk_patches for `high` rows of `wide` windows: adds each to the place of the height×width plane it came
/// from.
void pk_patches_add(
  const float *windows, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, ptrdiff_t stride,
  ptrdiff_t high, ptrdiff_t wide, float *plane);

/// The adjoint of pk_winograd_output, without its bias: one row of 4×4 tiles of the height×width gradient g to 36 numbers
/// each, of which the k-th of tile i is m[k·stride + i].
void pk_winograd_output_gradient(
  const float *g, size_t height, size_t width, size_t tile_row, size_t tiles, float *m, size_t stride);

/// The adjoint of pk_winograd_weights.
void pk_winograd_weights_gradient(const float *u, float *w, size_t count, size_t stride);

/// One step of Adam (Kingma & Ba 2015) as PyTorch takes it: m ← m + (g − m)(1 − β₁), v ← β₂v + (1 − β₂)g²,
/// p ← p − step·m / (√v / correction + ε).
void pk_adam(
  float *p, const float *g, float *m, float *v, size_t count, float beta1, float beta2, float epsilon, float step,
  float correction);

#ifdef __cplusplus
}
#endif
