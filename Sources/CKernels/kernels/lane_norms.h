// Norms, and their gradients, of a vector of channels side by side: what gradients.h and elementwise.h have for planes.

// Pixels that are summed in single precision, before the sums are added to those in double precision.
enum { lane_chunk = 64 };

// For each pixel, and each lane i of it, at place p + i.
#define LANES(start, end, ...) \
  for (size_t p = (start) * PK_LANES; p < (end) * PK_LANES; p += PK_LANES) { \
    PK_EACH_LANE(i) { __VA_ARGS__ } \
  }
// A parameter of each channel where the loops' results can't lie.
#define LANE_VALUES(name, values) \
  float name[PK_LANES]; \
  memcpy(name, values, sizeof(name));

#define WITH_ACTIVATION(identity, relu, silu, gelu, gelu_tanh) \
  switch (activation) { \
  case pk_relu: relu break; \
  case pk_silu: silu break; \
  case pk_gelu: gelu break; \
  case pk_gelu_tanh: gelu_tanh break; \
  default: identity \
  }

static void lane_dot(const float *a, const float *b, size_t pixels, float *sums) {
  double totals[PK_LANES] = {0};
  for (size_t start = 0; start < pixels; start += lane_chunk) {
    size_t end = pixels - start < lane_chunk ? pixels : start + lane_chunk;
    vector sum = {0};
    if (b) {
      for (size_t p = start; p < end; p++) sum += ((const vector *)a)[p] * ((const vector *)b)[p];
    } else {
      for (size_t p = start; p < end; p++) sum += ((const vector *)a)[p];
    }
    for (size_t i = 0; i < PK_LANES; i++) totals[i] += (double)sum[i];
  }
  for (size_t i = 0; i < PK_LANES; i++) sums[i] = (float)totals[i];
}

// Σ (x − mean), in double precision, and Σ (x − mean)² where `squares` is given.
PK_INLINE void lane_sums(const float *x, size_t pixels, vector mean, double *sums, double *squares) {
  for (size_t i = 0; i < PK_LANES; i++) sums[i] = 0;
  for (size_t i = 0; i < PK_LANES && squares; i++) squares[i] = 0;
  for (size_t start = 0; start < pixels; start += lane_chunk) {
    size_t end = pixels - start < lane_chunk ? pixels : start + lane_chunk;
    vector sum = {0}, square = {0};
    for (size_t p = start; p < end; p++) {
      vector value = ((const vector *)x)[p] - mean;
      sum += value;
      if (squares) square += value * value;
    }
    for (size_t i = 0; i < PK_LANES; i++) sums[i] += (double)sum[i];
    for (size_t i = 0; i < PK_LANES && squares; i++) squares[i] += (double)square[i];
  }
}

static void lane_moments(const float *x, size_t pixels, double *moments) {
  double sums[PK_LANES], squares[PK_LANES], size = (double)pixels;
  vector about = {0};
  lane_sums(x, pixels, about, sums, 0);
  for (size_t i = 0; i < PK_LANES; i++) about[i] = (float)(sums[i] / size);
  // What the first pass rounded off is what is left of the sum now.
  lane_sums(x, pixels, about, sums, squares);
  for (size_t i = 0; i < PK_LANES; i++) {
    moments[2 * i] = (double)about[i] + sums[i] / size;
    moments[2 * i + 1] = squares[i] - sums[i] * sums[i] / size;
  }
}

static void lane_affine(
  const float *restrict x, float *restrict y, size_t pixels, const float *means, const float *factors,
  const float *offsets, int activation) {
  LANE_VALUES(mean, means)
  LANE_VALUES(a, factors)
  LANE_VALUES(b, offsets)
#define LANE_AFFINE(f) LANES(0, pixels, float z = a[i] * (x[p + i] - mean[i]) + b[i]; y[p + i] = f;)
  WITH_ACTIVATION(
    LANE_AFFINE(z), LANE_AFFINE(z < 0.0f ? 0.0f : z), LANE_AFFINE(silu(z)), LANE_AFFINE(gelu(z)),
    LANE_AFFINE(gelu_tanh(z)))
#undef LANE_AFFINE
}

static void lane_norm_sums(
  const float *restrict x, const float *restrict g, float *restrict gz, size_t pixels, const float *means,
  const float *inverses, const float *factors, const float *offsets, int activation, double *sums) {
  LANE_VALUES(mean, means)
  LANE_VALUES(inverse, inverses)
  LANE_VALUES(a, factors)
  LANE_VALUES(b, offsets)
  for (size_t i = 0; i < 2 * PK_LANES; i++) sums[i] = 0;
  for (size_t start = 0; start < pixels; start += lane_chunk) {
    size_t end = pixels - start < lane_chunk ? pixels : start + lane_chunk;
    float sum[PK_LANES] = {0}, product[PK_LANES] = {0};
#define LANE_SUMS(slope) \
  LANES( \
    start, end, float normed = (x[p + i] - mean[i]) * inverse[i], z = a[i] * normed + b[i]; (void)z; \
    float value = g[p + i] * (slope); gz[p + i] = value; sum[i] += value; product[i] += value * normed;)
    WITH_ACTIVATION(
      LANE_SUMS(1.0f), LANE_SUMS(z > 0.0f ? 1.0f : 0.0f), LANE_SUMS(silu_slope(z)), LANE_SUMS(gelu_slope(z)),
      LANE_SUMS(gelu_tanh_slope(z)))
#undef LANE_SUMS
    for (size_t i = 0; i < PK_LANES; i++) {
      sums[2 * i] += (double)sum[i];
      sums[2 * i + 1] += (double)product[i];
    }
  }
}

static void lane_norm_gradient(
  const float *restrict x, float *restrict gz, size_t pixels, const float *means, const float *inverses,
  const float *factors, const float *firsts, const float *seconds) {
  LANE_VALUES(mean, means)
  LANE_VALUES(inverse, inverses)
  LANE_VALUES(a, factors)
  LANE_VALUES(first, firsts)
  LANE_VALUES(second, seconds)
  LANES(
    0, pixels,
    gz[p + i] = inverse[i] * (a[i] * gz[p + i] - first[i] - (x[p + i] - mean[i]) * inverse[i] * second[i]);)
}
#undef LANES
#undef LANE_VALUES
#undef WITH_ACTIVATION
