// Whole numbers of eight bits times scales.

static float largest(const float *x, size_t count) {
  // Without its sign, a number is the greater the greater its bits are; NaN is beyond infinity.
  uint32_t most = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, 4);
    bits &= 0x7fffffff;
    most = bits > most ? bits : most;
  }
  float value;
  memcpy(&value, &most, 4);
  return value;
}

static int pack_bytes(const float *x, float scale, int8_t *y, size_t count) {
  int lost = 0;
  for (size_t i = 0; i < count; i++) {
    float whole = __builtin_rintf(x[i] / scale);
    y[i] = (int8_t)(int32_t)whole;
    lost |= whole * scale != x[i];
  }
  return !lost;
}

static void unpack_bytes(const int8_t *x, const float *scales, size_t period, float *y, size_t count) {
  typedef int8_t byte_vector __attribute__((vector_size(PK_LANES), aligned(1)));
  size_t i = 0, place = 0;
  for (; i + PK_LANES <= count; i += PK_LANES) {
    *(vector *)(y + i) = __builtin_convertvector(*(const byte_vector *)(x + i), vector) * *(const vector *)(scales + place);
    place += PK_LANES;
    if (place == period) place = 0;
  }
  for (; i < count; i++) y[i] = scales[place++] * (float)x[i];
}
