// Sweeps over elements.

// exp without a call, so that loops over it become vector code: exp(x) = 2ⁿ·exp(r), |r| ≤ ln 2 / 2 (Cephes' expf). Of
// numbers from −87.33 to 88.72.
PK_INLINE float exp_within(float x) {
  // Adding 1.5·2²³ rounds to an integer and leaves it in the low bits.
  float shifted = x * 1.44269504088896341f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  uint32_t bits, power;
  memcpy(&bits, &p, 4);
  memcpy(&power, &shifted, 4);
  bits += power << 23;
  float result;
  memcpy(&result, &bits, 4);
  return result;
}

// Of any number.
PK_INLINE float exp_fast(float x) {
  float result = exp_within(x < -87.33f ? -87.33f : (x > 88.72f ? 88.72f : x));
  result = x > 88.72f ? INFINITY : (x < -87.33f ? 0.0f : result);
  return x != x ? x : result;
}

// Of numbers that are not positive.
PK_INLINE float exp_falling(float x) {
  float result = exp_within(x < -87.33f ? -87.33f : x);
  result = x < -87.33f ? 0.0f : result;
  return x != x ? x : result;
}

// erf as a rational function, beyond ±4 constant in Float32 (Eigen's coefficients).
PK_INLINE float erf_fast(float x) {
  float c = x < -4.0f ? -4.0f : (x > 4.0f ? 4.0f : x);
  float s = c * c;
  float p = -2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s - 2.10102402082508e-06f;
  p = p * s - 5.69250639462346e-05f;
  p = p * s - 7.34990630326855e-04f;
  p = p * s - 2.95459980854025e-03f;
  p = p * s - 1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * s - 2.13374055278905e-04f;
  q = q * s - 1.68282697438203e-03f;
  q = q * s - 7.37332916720468e-03f;
  q = q * s - 1.42647390514189e-02f;
  return c * p / q;
}

PK_INLINE float silu(float x) { return x / (1.0f + exp_fast(-x)); }
PK_INLINE float gelu(float x) { return 0.5f * x * (1.0f + erf_fast(x * 0.70710678118654752f)); }
PK_INLINE float gelu_tanh(float x) {
  float y = 0.79788456080286536f * (x + 0.044715f * x * x * x);
  return x / (1.0f + exp_fast(-2.0f * y));
}

static void affine(
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

static void normalise(
  const float *x, float *y, size_t count, float mean, float scale, const float *weight, const float *bias) {
  if (bias) {
    for (size_t i = 0; i < count; i++) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
  } else {
    for (size_t i = 0; i < count; i++) y[i] = (x[i] - mean) * scale * weight[i];
  }
}

static void add(const float *a, const float *b, float *y, size_t count, float divisor) {
  if (divisor == 1.0f) {
    for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
  } else {
    for (size_t i = 0; i < count; i++) y[i] = (a[i] + b[i]) / divisor;
  }
}

static double sum(const float *x, size_t count) {
#pragma clang fp reassociate(on)
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)x[i];
  return sum;
}

static double squares(const float *x, size_t count, double mean) {
#pragma clang fp reassociate(on)
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    double d = (double)x[i] - mean;
    sum += d * d;
  }
  return sum;
}

static int all_finite(const float *x, size_t count) {
  uint32_t bad = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, 4);
    bad |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  return bad == 0;
}
