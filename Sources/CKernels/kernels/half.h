// To half precision, to the nearest, the even one of two, and back.

#if PK_HALF
PK_INLINE uint16_t half_of(float x) {
  _Float16 value = (_Float16)x;
  uint16_t bits;
  memcpy(&bits, &value, 2);
  return bits;
}

PK_INLINE float single_of(uint16_t half) {
  _Float16 value;
  memcpy(&value, &half, 2);
  return (float)value;
}
#else
PK_INLINE uint16_t half_of(float x) {
  uint32_t bits, size, half;
  memcpy(&bits, &x, 4);
  size = bits & 0x7fffffff;
  if (size > 0x7f800000) {
    half = 0x7e00;
  } else if (size < 0x38800000) {
    // Below 2⁻¹⁴ halves are whole multiples of 2⁻²⁴, which numbers from 1/2 to 1 are in single precision too.
    float sum;
    memcpy(&sum, &size, 4);
    sum += 0.5f;
    memcpy(&half, &sum, 4);
    half -= 0x3f000000;
  } else {
    // What is cut off rounds what stays; the exponent moves to its place. From 65520 on there is infinity.
    half = size >= 0x477ff000 ? 0x7c00 : (size + 0xfff + (size >> 13 & 1) - (112u << 23)) >> 13;
  }
  return (uint16_t)(half | (bits >> 16 & 0x8000));
}

PK_INLINE float single_of(uint16_t half) {
  // The exponent moves to its place; 2^112 makes up for the two biases, of subnormal numbers too. The largest one is that
  // of infinity and NaN.
  uint32_t bits = (uint32_t)(half & 0x7fff) << 13, sign = (uint32_t)(half & 0x8000) << 16;
  if ((half & 0x7c00) == 0x7c00) sign |= 0x7f800000;
  float value;
  memcpy(&value, &bits, 4);
  value *= 0x1p112f;
  memcpy(&bits, &value, 4);
  bits |= sign;
  memcpy(&value, &bits, 4);
  return value;
}
#endif

static int pack_half(const float *x, uint16_t *half, size_t count) {
  uint32_t lost = 0;
  for (size_t i = 0; i < count; i++) {
    uint16_t value = half_of(x[i]);
    float back = single_of(value);
    uint32_t before, after;
    memcpy(&before, x + i, 4);
    memcpy(&after, &back, 4);
    half[i] = value;
    lost |= before ^ after;
  }
  return lost == 0;
}

static void unpack_half(const void *x, float *y, size_t count) {
  const char *bytes = x;
  size_t i = 0;
#if PK_HALF
  typedef _Float16 half_vector __attribute__((vector_size(2 * PK_LANES), aligned(1)));
  for (; i + PK_LANES <= count; i += PK_LANES)
    *(vector *)(y + i) = __builtin_convertvector(*(const half_vector *)(bytes + 2 * i), vector);
#endif
  for (; i < count; i++) {
    uint16_t half;
    memcpy(&half, bytes + 2 * i, 2);
    y[i] = single_of(half);
  }
}
