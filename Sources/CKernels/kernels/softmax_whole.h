// Softmax along the columns of a panel, and its packing in whole numbers of 16 bits in the same place: before the sum is
// divided by, every column's greatest number is 1, so all have the same scale.

// exp(scale·(x − largest)) of a row's numbers, added to their sums; as whole numbers in the lower bits.
PK_INLINE void packed_exponentials(const float *x, const float *largest, float scale, float *sum, uint32_t *bits) {
  float shifted[PK_LANES];
  PK_EACH_LANE(i) {
    float e = exp_falling(scale * (x[i] - largest[i]));
    sum[i] += e;
    shifted[i] = e * most_of_a_column + PK_ROUNDS;
  }
  memcpy(bits, shifted, sizeof(shifted));
}

static void softmax_columns(float *x, size_t span, size_t lanes, float scale) {
  for (size_t first = 0; first < lanes; first += (size_t)PK_LANES) {
    float largest[PK_LANES], sum[PK_LANES];
    PK_EACH_LANE(i) largest[i] = x[first + i], sum[i] = 0;
    for (size_t k = 1; k < span; k++) {
      const float *row = x + k * lanes + first;
      PK_EACH_LANE(i) largest[i] = row[i] > largest[i] ? row[i] : largest[i];
    }
    // What is written lies before what is read next.
    operand *target = (operand *)x + first;
    for (size_t start = 0; start < span; start += PK_SECTION, target += lanes) {
      size_t end = span - start < PK_SECTION ? span : start + PK_SECTION;
      for (size_t k = start; k < end; k += 2, target += lanes) {
        uint32_t low[PK_LANES], high[PK_LANES] = {0}, pairs[PK_LANES];
        packed_exponentials(x + k * lanes + first, largest, scale, sum, low);
        if (k + 1 < end) packed_exponentials(x + (k + 1) * lanes + first, largest, scale, sum, high);
        PK_EACH_LANE(i) pairs[i] = (low[i] & 0xffff) | high[i] << 16;
        memcpy(target, pairs, sizeof(pairs));
      }
    }
    target = (operand *)x + first;
    for (size_t start = 0; start < span; start += PK_SECTION, target += lanes) {
      size_t end = span - start < PK_SECTION ? span : start + PK_SECTION;
      target += units(end - start) * lanes;
      PK_EACH_LANE(i) ((float *)target)[i] = 1.0f / (most_of_a_column * sum[i]);
    }
  }
}
