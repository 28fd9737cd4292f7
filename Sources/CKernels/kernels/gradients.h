// What only training needs: the gradients of sweeps over elements, and the step of the optimiser.

// Φ(x) + x·φ(x), to 3e-7, as a rational function (Scripts/gelu_slope.py), beyond ±5.6 constant.
PK_INLINE float gelu_slope(float x) {
  float c = x < -5.6f ? -5.6f : (x > 5.6f ? 5.6f : x);
  float s = c * c;
  float p = 1.92166102e-07f;
  p = p * s + 3.58992550e-05f;
  p = p * s + 1.97575031e-05f;
  p = p * s + 1.42260482e-02f;
  p = p * s - 3.09750290e-02f;
  p = p * s + 7.97885345e-01f;
  float q = 8.92813154e-06f;
  q = q * s + 1.92053863e-04f;
  q = q * s + 3.52264860e-03f;
  q = q * s + 4.09838586e-02f;
  q = q * s + 2.94519988e-01f;
  q = q * s + 1.0f;
  return 0.5f + c * p / q;
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

static void activation_gradient(const float *x, const float *g, float *y, size_t count, int activation) {
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

static void norm_sums(
  const float *restrict x, const float *restrict g, float *restrict gz, size_t count, float mean, float inverse,
  float a, float b, int activation, double *sums) {
#pragma clang fp reassociate(on)
  sums[0] = sums[1] = 0;
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

static void norm_gradient(
  const float *x, float *gz, size_t count, float mean, float inverse, float a, float first, float second) {
  for (size_t i = 0; i < count; i++)
    gz[i] = inverse * (a * gz[i] - first - (x[i] - mean) * inverse * second);
}

static double dot(const float *a, const float *b, size_t count) {
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

static void adam(
  float *restrict p, const float *restrict g, float *restrict m, float *restrict v, size_t count, float beta1,
  float beta2, float epsilon, float step, float correction) {
  for (size_t i = 0; i < count; i++) {
    float first = m[i] + (g[i] - m[i]) * (1.0f - beta1);
    float second = v[i] * beta2 + g[i] * g[i] * (1.0f - beta2);
    m[i] = first;
    v[i] = second;
    // Not sqrtf, which may have an error to report and so is taken one by one.
    p[i] -= step * first / (__builtin_elementwise_sqrt(second) / correction + epsilon);
  }
}
