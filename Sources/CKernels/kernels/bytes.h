// Whole numbers of eight bits times scales.

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
