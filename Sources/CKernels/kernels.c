#include "ckernels.h"
#include "elementary.h"
#include "simd.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

PK_SIMD void pk_affine(
  const float *x, float *y, size_t count, float mean, float a, float b, int activation) {
  switch (activation) {
  case pk_relu:
    for (size_t i = 0; i < count; i++) {
      float v = a * (x[i] - mean) + b;
      y[i] = v < 0.0f ? 0.0f : v;
    }
    break;
  case pk_silu:
    for (size_t i = 0; i < count; i++) y[i] = silu(a * (x[i] - mean) + b);
    break;
  case pk_gelu:
    for (size_t i = 0; i < count; i++) y[i] = gelu(a * (x[i] - mean) + b);
    break;
  case pk_gelu_tanh:
    for (size_t i = 0; i < count; i++) y[i] = gelu_tanh(a * (x[i] - mean) + b);
    break;
  default:
    for (size_t i = 0; i < count; i++) y[i] = a * (x[i] - mean) + b;
  }
}

PK_SIMD void pk_normalise(
  const float *x, float *y, size_t count, float mean, float scale, const float *weight, const float *bias) {
  if (bias) {
    for (size_t i = 0; i < count; i++) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
  } else {
    for (size_t i = 0; i < count; i++) y[i] = (x[i] - mean) * scale * weight[i];
  }
}

PK_SIMD void pk_add(const float *a, const float *b, float *y, size_t count, float divisor) {
  if (divisor == 1.0f) {
    for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
  } else {
    for (size_t i = 0; i < count; i++) y[i] = (a[i] + b[i]) / divisor;
  }
}

PK_SIMD double pk_sum(const float *x, size_t count) {
#pragma clang fp reassociate(on)
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)x[i];
  return sum;
}

PK_SIMD double pk_squares(const float *x, size_t count, double mean) {
#pragma clang fp reassociate(on)
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    double d = (double)x[i] - mean;
    sum += d * d;
  }
  return sum;
}

PK_SIMD void pk_softmax(float *x, size_t count) {
#pragma clang fp reassociate(on)
  float largest = -INFINITY;
  for (size_t i = 0; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  float sum = 0;
  for (size_t i = 0; i < count; i++) {
    float e = exp_fast(x[i] - largest);
    x[i] = e;
    sum += e;
  }
  float inverse = 1.0f / sum;
  for (size_t i = 0; i < count; i++) x[i] *= inverse;
}

PK_SIMD int pk_finite(const float *x, size_t count) {
  uint32_t bad = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, 4);
    bad |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  return bad == 0;
}
