// Rows of small pictures are too short for a call each: lengths known to the compiler become a few moves.
PK_INLINE void copy(float *target, const float *source, size_t count) {
  switch (count) {
  case 3: memcpy(target, source, 12); break;
  case 4: memcpy(target, source, 16); break;
  case 7: memcpy(target, source, 28); break;
  case 8: memcpy(target, source, 32); break;
  case 15: memcpy(target, source, 60); break;
  case 16: memcpy(target, source, 64); break;
  default: memcpy(target, source, count * sizeof(float));
  }
}

static void patches(
  const float *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t top, ptrdiff_t left, ptrdiff_t stride, ptrdiff_t wide,
  ptrdiff_t first, ptrdiff_t last, float *y) {
  ptrdiff_t row = first / wide, column = first % wide;
  while (first < last) {
    ptrdiff_t count = wide - column < last - first ? wide - column : last - first;
    ptrdiff_t at = row * stride + top, start = column * stride + left;
    const float *source = x + at * width;
    if (at < 0 || at >= height) {
      for (ptrdiff_t i = 0; i < count; i++) y[i] = 0;
    } else if (stride == 1) {
      ptrdiff_t begin = start < 0 ? -start : 0, end = start + count > width ? width - start : count;
      begin = begin < count ? begin : count;
      end = end > begin ? end : begin;
      for (ptrdiff_t i = 0; i < begin; i++) y[i] = 0;
      if (end > begin) copy(y + begin, source + start + begin, (size_t)(end - begin));
      for (ptrdiff_t i = end; i < count; i++) y[i] = 0;
    } else {
      for (ptrdiff_t i = 0; i < count; i++) {
        ptrdiff_t from = start + i * stride;
        y[i] = from >= 0 && from < width ? source[from] : 0;
      }
    }
    y += count;
    first += count;
    row++;
    column = 0;
  }
}
