// Numbers of up to a vector of channels, whose planes lie apart, to a vector for each pixel, and back.

#define LOW(i, step) ((i) & (step) ? PK_LANES + (i) - (step) : (i))
#define HIGH(i, step) ((i) & (step) ? PK_LANES + (i) : (i) + (step))
#if PK_LANES == 16
#define EXCHANGED(a, b, pick, s) \
  __builtin_shufflevector( \
    a, b, pick(0, s), pick(1, s), pick(2, s), pick(3, s), pick(4, s), pick(5, s), pick(6, s), pick(7, s), pick(8, s), \
    pick(9, s), pick(10, s), pick(11, s), pick(12, s), pick(13, s), pick(14, s), pick(15, s))
#elif PK_LANES == 8
#define EXCHANGED(a, b, pick, s) \
  __builtin_shufflevector( \
    a, b, pick(0, s), pick(1, s), pick(2, s), pick(3, s), pick(4, s), pick(5, s), pick(6, s), pick(7, s))
#else
#define EXCHANGED(a, b, pick, s) __builtin_shufflevector(a, b, pick(0, s), pick(1, s), pick(2, s), pick(3, s))
#endif

// Blocks of `step`×`step` numbers off the diagonal change places.
#define EXCHANGE(step) \
  _Pragma("clang loop unroll(full)") for (int i = 0; i < PK_LANES; i++) { \
    if (i & step) continue; \
    vector low = EXCHANGED(r[i], r[i + step], LOW, step); \
    r[i + step] = EXCHANGED(r[i], r[i + step], HIGH, step); \
    r[i] = low; \
  }

// Rows become columns.
PK_INLINE void transpose(vector *r) {
#if PK_LANES == 16
  EXCHANGE(8)
#endif
#if PK_LANES >= 8
  EXCHANGE(4)
#endif
  EXCHANGE(2)
  EXCHANGE(1)
}

// The first `count` numbers of a vector in memory, of which no others are touched; zero beyond.
PK_INLINE vector load_part(const float *x, size_t count) {
#if PK_LANES == 16 && PK_HALF
  return (vector)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), x);
#else
  vector v = {0};
  for (size_t i = 0; i < count; i++) v[i] = x[i];
  return v;
#endif
}

PK_INLINE void store_part(float *x, vector v, size_t count) {
#if PK_LANES == 16 && PK_HALF
  _mm512_mask_storeu_ps(x, (__mmask16)((1u << count) - 1), (__m512)v);
#else
  for (size_t i = 0; i < count; i++) x[i] = v[i];
#endif
}

// Those numbers whose bits are in `known`.
PK_INLINE void store_known(float *x, vector v, unsigned known) {
#if PK_LANES == 16 && PK_HALF
  _mm512_mask_storeu_ps(x, (__mmask16)known, (__m512)v);
#else
  for (size_t i = 0; i < PK_LANES; i++)
    if (known >> i & 1) x[i] = v[i];
#endif
}

// `pixels` pixels of `count` channels, `plane` numbers apart, to a vector for each pixel; zero for other channels. As many
// as fill a vector are written: y has room for PK_LANES − 1 more.
static void gather(const float *x, size_t plane, size_t count, size_t pixels, vector *y) {
  for (size_t first = 0; first < pixels; first += PK_LANES) {
    size_t wide = pixels - first < PK_LANES ? pixels - first : PK_LANES;
    const float *source = x + first;
    vector r[PK_LANES];
    // The next channels' pixels: rows of so many planes are too short for the processor to find out by itself.
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_LANES; i++) __builtin_prefetch(source + (i + PK_LANES) * plane, 0, 2);
    if (count == PK_LANES && wide == PK_LANES) {
#pragma clang loop unroll(full)
      for (size_t i = 0; i < PK_LANES; i++) r[i] = *(const vector *)(source + i * plane);
    } else if (count == PK_LANES) {
#pragma clang loop unroll(full)
      for (size_t i = 0; i < PK_LANES; i++) r[i] = load_part(source + i * plane, wide);
    } else {
#pragma clang loop unroll(full)
      for (size_t i = 0; i < PK_LANES; i++) r[i] = i < count ? load_part(source + i * plane, wide) : (vector){0};
    }
    transpose(r);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_LANES; i++) y[first + i] = r[i];
  }
}

// The way back; y may be read PK_LANES − 1 pixels beyond the last.
static void scatter(const vector *y, float *x, size_t plane, size_t count, size_t pixels) {
  for (size_t first = 0; first < pixels; first += PK_LANES) {
    size_t wide = pixels - first < PK_LANES ? pixels - first : PK_LANES;
    vector r[PK_LANES];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_LANES; i++) r[i] = y[first + i];
    transpose(r);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_LANES; i++) __builtin_prefetch(x + (i + PK_LANES) * plane + first, 1, 2);
    if (wide == PK_LANES && count == PK_LANES) {
#pragma clang loop unroll(full)
      for (size_t i = 0; i < PK_LANES; i++) *(vector *)(x + i * plane + first) = r[i];
    } else {
#pragma clang loop unroll(full)
      for (size_t i = 0; i < PK_LANES; i++)
        if (i < count) store_part(x + i * plane + first, r[i], wide);
    }
  }
}

// The same for up to 16 pixels, those whose bits are in `known`; no others are read or written.
static void scatter_some(const vector *y, unsigned known, float *x, size_t plane, size_t count) {
  for (size_t first = 0; known >> first; first += PK_LANES) {
    vector r[PK_LANES];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_LANES; i++) r[i] = known >> (first + i) & 1 ? y[first + i] : (vector){0};
    transpose(r);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_LANES; i++)
      if (i < count) store_known(x + i * plane + first, r[i], known >> first);
  }
}

static void pixels_to_lanes(
  const float *x, size_t plane, size_t channels, size_t pixels, size_t first, size_t phases, size_t phase, size_t stride,
  float *y) {
  vector some[PK_LANES];
  for (size_t start = 0; start < pixels; start += PK_LANES) {
    size_t count = pixels - start < PK_LANES ? pixels - start : PK_LANES;
    const vector *source = some;
    if (plane) gather(x + start, plane, channels, count, some);
    else source = (const vector *)(x + start * PK_LANES);
    for (size_t i = 0; i < count; i++) {
      size_t at = first + start + i;
      *(vector *)(y + (phases == 1 ? at * stride : at % phases * phase + at / phases * stride)) = source[i];
    }
  }
}

static void lanes_to_pixels(
  const float *y, size_t first, size_t phases, size_t phase, size_t stride, const float *bias, float *x, size_t plane,
  size_t channels, size_t pixels) {
  vector some[PK_LANES], begin = {0};
  if (bias) memcpy(&begin, bias, channels * sizeof(float));
  for (size_t start = 0; start < pixels; start += PK_LANES) {
    size_t count = pixels - start < PK_LANES ? pixels - start : PK_LANES;
    vector *target = plane ? some : (vector *)(x + start * PK_LANES);
    for (size_t i = 0; i < count; i++) {
      size_t at = first + start + i;
      target[i] = *(const vector *)(y + (phases == 1 ? at * stride : at % phases * phase + at / phases * stride)) + begin;
    }
    if (plane) scatter(some, x + start, plane, channels, count);
  }
}
