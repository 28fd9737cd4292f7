// Softmax along rows, and along the columns of panels.

static void softmax(float *x, size_t count) {
#pragma clang fp reassociate(on)
  float largest = -INFINITY;
  for (size_t i = 0; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  float sum = 0;
  for (size_t i = 0; i < count; i++) {
    float e = exp_falling(x[i] - largest);
    x[i] = e;
    sum += e;
  }
  float inverse = 1.0f / sum;
  for (size_t i = 0; i < count; i++) x[i] *= inverse;
}

#if PK_OPERANDS == PK_WHOLE
#include "softmax_whole.h"
#else
// Scores of PK_COLUMNS queries or fewer, `lanes` apart: every query is a lane, so that nothing is summed across one. They
// are an operand as they lie.
static void softmax_columns(float *x, size_t span, size_t lanes, float scale) {
  for (size_t first = 0; first < lanes; first += (size_t)PK_LANES) {
    float largest[PK_LANES], sum[PK_LANES];
    PK_EACH_LANE(i) largest[i] = x[first + i], sum[i] = 0;
    for (size_t k = 1; k < span; k++) {
      const float *row = x + k * lanes + first;
      PK_EACH_LANE(i) largest[i] = row[i] > largest[i] ? row[i] : largest[i];
    }
    for (size_t k = 0; k < span; k++) {
      float *row = x + k * lanes + first;
      PK_EACH_LANE(i) {
        row[i] = exp_falling(scale * (row[i] - largest[i]));
        sum[i] += row[i];
      }
    }
    PK_EACH_LANE(i) sum[i] = 1.0f / sum[i];
    for (size_t k = 0; k < span; k++) {
      float *row = x + k * lanes + first;
      PK_EACH_LANE(i) row[i] *= sum[i];
    }
  }
}
#endif
