#include "training.h"
#include "ckernels.h"
#include "elementary.h"
#include "simd.h"

PK_INLINE float gelu_slope(float x) {
  float phi = 0.39894228040143268f * exp_fast(-0.5f * x * x);
  return 0.5f * (1.0f + erf_fast(x * 0.70710678118654752f)) + x * phi;
}

PK_INLINE float silu_slope(float x) {
  float s = 1.0f / (1.0f + exp_fast(-x));
  return s * (1.0f + x * (1.0f - s));
}

// x·s with s = σ(2y), y = √(2/π)(x + 0.044715x³).
PK_INLINE float gelu_tanh_slope(float x) {
  float y = 0.79788456080286536f * (x + 0.044715f * x * x * x);
  float slope = 0.79788456080286536f * (1.0f + 3.0f * 0.044715f * x * x);
  float s = 1.0f / (1.0f + exp_fast(-2.0f * y));
  return s + 2.0f * x * s * (1.0f - s) * slope;
}

PK_SIMD void pk_activation_gradient(const float *x, const float *g, float *y, size_t count, int activation) {
  switch (activation) {
  case pk_relu:
    for (size_t i = 0; i < count; i++) y[i] = x[i] > 0.0f ? g[i] : 0.0f;
    break;
  case pk_silu:
    for (size_t i = 0; i < count; i++) y[i] = g[i] * silu_slope(x[i]);
    break;
  case pk_gelu:
    for (size_t i = 0; i < count; i++) y[i] = g[i] * gelu_slope(x[i]);
    break;
  case pk_gelu_tanh:
    for (size_t i = 0; i < count; i++) y[i] = g[i] * gelu_tanh_slope(x[i]);
    break;
  default:
    for (size_t i = 0; i < count; i++) y[i] = g[i];
  }
}

// Elements that are summed in single precision, before the sum is added to one in double precision.
enum { chunk = 1024 };

#define NORM_SUMS(slope) \
  for (size_t i = start; i < end; i++) { \
    float normed = (x[i] - mean) * inverse, z = a * normed + b, value = g[i] * (slope); \
    (void)z; \
    gz[i] = value; \
    sum += value; \
    product += value * normed; \
  }

PK_SIMD void pk_norm_sums(
  const float *x, const float *g, float *gz, size_t count, float mean, float inverse, float a, float b, int activation,
  double *sums) {
#pragma clang fp reassociate(on)
  for (size_t start = 0; start < count; start += chunk) {
    size_t end = count - start < chunk ? count : start + chunk;
    float sum = 0, product = 0;
    switch (activation) {
    case pk_relu: NORM_SUMS(z > 0.0f ? 1.0f : 0.0f) break;
    case pk_silu: NORM_SUMS(silu_slope(z)) break;
    case pk_gelu: NORM_SUMS(gelu_slope(z)) break;
    case pk_gelu_tanh: NORM_SUMS(gelu_tanh_slope(z)) break;
    default: NORM_SUMS(1.0f)
    }
    sums[0] += (double)sum;
    sums[1] += (double)product;
  }
}

PK_SIMD void pk_norm_gradient(
  const float *x, float *gz, size_t count, float mean, float inverse, float a, float first, float second) {
  for (size_t i = 0; i < count; i++)
    gz[i] = inverse * (a * gz[i] - first - (x[i] - mean) * inverse * second);
}

PK_SIMD double pk_dot(const float *a, const float *b, size_t count) {
#pragma clang fp reassociate(on)
  double total = 0;
  for (size_t start = 0; start < count; start += chunk) {
    size_t end = count - start < chunk ? count : start + chunk;
    float sum = 0;
    if (b) {
      for (size_t i = start; i < end; i++) sum += a[i] * b[i];
    } else {
      for (size_t i = start; i < end; i++) sum += a[i];
    }
    total += (double)sum;
  }
  return total;
}

PK_SIMD void pk_patches_add(
  const float *windows, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, ptrdiff_t stride,
  ptrdiff_t high, ptrdiff_t wide, float *plane) {
  // The windows whose element lies inside of the plane.
  ptrdiff_t begin = left < 0 ? (-left + stride - 1) / stride : 0;
  ptrdiff_t end = width > left ? (width - left + stride - 1) / stride : 0;
  if (end > wide) end = wide;
  for (ptrdiff_t row = 0; row < high; row++) {
    ptrdiff_t at = row * stride + top;
    if (at < 0 || at >= height) continue;
    const float *source = windows + row * wide;
    float *target = plane + at * width + left;
    if (stride == 1) {
      for (ptrdiff_t i = begin; i < end; i++) target[i] += source[i];
    } else if (stride == 2) {
      for (ptrdiff_t i = begin; i < end; i++) target[2 * i] += source[i];
    } else {
      for (ptrdiff_t i = begin; i < end; i++) target[i * stride] += source[i];
    }
  }
}

PK_SIMD void pk_adam(
  float *restrict p, const float *restrict g, float *restrict m, float *restrict v, size_t count, float beta1,
  float beta2, float epsilon, float step, float correction) {
  for (size_t i = 0; i < count; i++) {
    float first = m[i] + (g[i] - m[i]) * (1.0f - beta1);
    float second = v[i] * beta2 + g[i] * g[i] * (1.0f - beta2);
    m[i] = first;
    v[i] = second;
    p[i] -= step * first / (sqrtf(second) / correction + epsilon);
  }
}
