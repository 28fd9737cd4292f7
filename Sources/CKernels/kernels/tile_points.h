// Winograd's transforms of one line of a tile, a channel to a lane, by the number of points that it is evaluated at:
// six for F(4, 3), eight for F(7, 2), nine for F(7, 3) and F(8, 2).
#include "winograd_transforms.h"

// Bᵀd; d's numbers are `step` vectors apart.
PK_INLINE void line_forward_6(const vector *d, size_t step, vector *t) {
  FORWARD(
    d[0], d[step], d[2 * step], d[3 * step], d[4 * step], d[5 * step], t[0], t[1], t[2], t[3], t[4], t[5]);
}

// Aᵀm, `outputs` numbers.
PK_INLINE void line_backward_6(const vector *m, int outputs, vector *y) {
  (void)outputs;
  BACKWARD(m[0], m[1], m[2], m[3], m[4], m[5], y[0], y[1], y[2], y[3]);
}

// Ay, the adjoint of `line_backward`.
PK_INLINE void line_spread_6(const vector *y, size_t step, int outputs, vector *m) {
  (void)outputs;
  vector y0 = y[0], y1 = y[step], y2 = y[2 * step], y3 = y[3 * step];
  vector ea = y0 + A2 * y2, oa = A * y1 + A * A2 * y3, eb = y0 + B2 * y2, ob = B * y1 + B * B2 * y3;
  m[0] = y0;
  m[1] = ea + oa;
  m[2] = ea - oa;
  m[3] = eb + ob;
  m[4] = eb - ob;
  m[5] = y3;
}

// Gg of `taps` numbers.
PK_INLINE void line_weights_6(const vector *g, size_t step, int taps, vector *u) {
  (void)taps;
  WEIGHTS(g[0], g[step], g[2 * step], u);
}

// Gᵀu, the adjoint of `line_weights`.
PK_INLINE void line_gathered_6(const vector *u, int taps, vector *g) {
  (void)taps;
  vector ea = u[1] + u[2], oa = u[1] - u[2], eb = u[3] + u[4], ob = u[3] - u[4];
  g[0] = F0 * u[0] + FA * ea + FB * eb;
  g[1] = FA * A * oa + FB * B * ob;
  g[2] = FA * A2 * ea + FB * B2 * eb + u[5];
}

// Σ pʲ(m₊ ± m₋) over `pairs` pairs of points, three or four, even j with + and odd ones with −. All but m and y are
// constants where this is inlined, here and below.
PK_INLINE void from_pairs(const float *points, int pairs, const vector *m, int outputs, vector *y) {
  vector sums[2][4];
  float power[4] = {1, 1, 1, 1};
#pragma clang loop unroll(full)
  for (int k = 0; k < pairs; k++) {
    sums[0][k] = m[2 * k] + m[2 * k + 1];
    sums[1][k] = m[2 * k] - m[2 * k + 1];
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < outputs; j++) {
    const vector *s = sums[j % 2];
    vector rest = pairs == 4 ? power[2] * s[2] + power[3] * s[3] : power[2] * s[2];
    y[j] = (power[0] * s[0] + power[1] * s[1]) + rest;
#pragma clang loop unroll(full)
    for (int k = 0; k < pairs; k++) power[k] *= points[k];
  }
}

// The adjoint: m₊ and m₋ of each pair are Σ (±p)ʲy.
PK_INLINE void to_pairs(const float *points, int pairs, const vector *y, size_t step, int outputs, vector *m) {
#pragma clang loop unroll(full)
  for (int k = 0; k < pairs; k++) {
    float p = points[k], power = p * p;
    vector even = y[0], odd = p * y[step];
#pragma clang loop unroll(full)
    for (int j = 2; j < outputs; j += 2, power *= p * p) {
      even += power * y[(size_t)j * step];
      if (j + 1 < outputs) odd += power * p * y[(size_t)(j + 1) * step];
    }
    m[2 * k] = even + odd;
    m[2 * k + 1] = even - odd;
  }
}

// Eight points: 0, three pairs ±p, ∞. Of the sets of simple fractions tried they round off least: 4e-6 of a convolution of
// 64 channels.
enum { eight_pairs = 3 };
static const float eight_points[eight_pairs] = {0.5f, 1.0f, 2.0f};

// Π (x − p²) over all pairs: x³ + c[2]·x² + c[1]·x + c[0].
PK_INLINE void eight_all(float *c) {
  float s0 = eight_points[0] * eight_points[0], s1 = eight_points[1] * eight_points[1],
        s2 = eight_points[2] * eight_points[2];
  c[0] = -s0 * s1 * s2;
  c[1] = s0 * s1 + s0 * s2 + s1 * s2;
  c[2] = -(s0 + s1 + s2);
}

// Π (x − q²) over the points q of the other pairs: x² + c[1]·x + c[0].
PK_INLINE void eight_others(int pair, float *c) {
  float q = eight_points[(pair + 1) % eight_pairs], r = eight_points[(pair + 2) % eight_pairs];
  c[0] = q * q * r * r;
  c[1] = -(q * q + r * r);
}

// 1 / Π (p − q) over the other points q; the same for −p.
PK_INLINE float eight_factor(int pair) {
  float c[2], x = eight_points[pair] * eight_points[pair];
  eight_others(pair, c);
  return 1 / (2 * x * (x * x + c[1] * x + c[0]));
}

PK_INLINE void line_forward_8(const vector *d, size_t step, vector *t) {
#pragma clang loop unroll(full)
  for (int k = 0; k < eight_pairs; k++) {
    float c[2];
    eight_others(k, c);
    vector even = d[6 * step] + c[1] * d[4 * step] + c[0] * d[2 * step];
    vector odd = d[5 * step] + c[1] * d[3 * step] + c[0] * d[step];
    t[2 * k] = even + eight_points[k] * odd;
    t[2 * k + 1] = even - eight_points[k] * odd;
  }
  float c[3];
  eight_all(c);
  t[6] = d[6 * step] + c[2] * d[4 * step] + c[1] * d[2 * step] + c[0] * d[0];
  t[7] = d[7 * step] + c[2] * d[5 * step] + c[1] * d[3 * step] + c[0] * d[step];
}

PK_INLINE void line_backward_8(const vector *m, int outputs, vector *y) {
  from_pairs(eight_points, eight_pairs, m, outputs, y);
  y[0] += m[6];
  y[outputs - 1] += m[7];
}

PK_INLINE void line_spread_8(const vector *y, size_t step, int outputs, vector *m) {
  to_pairs(eight_points, eight_pairs, y, step, outputs, m);
  m[6] = y[0];
  m[7] = y[(size_t)(outputs - 1) * step];
}

PK_INLINE void line_weights_8(const vector *g, size_t step, int taps, vector *u) {
  (void)taps;
  float c[3];
  eight_all(c);
#pragma clang loop unroll(full)
  for (int k = 0; k < eight_pairs; k++) {
    float factor = eight_factor(k);
    vector even = factor * g[0], odd = factor * eight_points[k] * g[step];
    u[2 * k] = even + odd;
    u[2 * k + 1] = even - odd;
  }
  u[6] = 1 / c[0] * g[0];
  u[7] = g[step];
}

PK_INLINE void line_gathered_8(const vector *u, int taps, vector *g) {
  (void)taps;
  float c[3];
  eight_all(c);
  g[0] = 1 / c[0] * u[6];
  g[1] = u[7];
#pragma clang loop unroll(full)
  for (int k = 0; k < eight_pairs; k++) {
    float factor = eight_factor(k);
    g[0] += factor * (u[2 * k] + u[2 * k + 1]);
    g[1] += factor * eight_points[k] * (u[2 * k] - u[2 * k + 1]);
  }
}

// Nine points: four pairs ±p, and ∞. Of the sets of simple fractions tried they round off least: 8e-6 of a convolution of
// 48 channels, where six points give 7e-7.
static const float nine_points[PK_PAIRS] = {0.25f, 0.625f, 1.25f, 2.0f};

PK_INLINE void line_forward_9(const vector *d, size_t step, vector *t) {
#pragma clang loop unroll(full)
  for (int k = 0; k < PK_PAIRS; k++) {
    float c[3];
    other_pairs(nine_points, k, c);
    vector even = d[6 * step] + c[2] * d[4 * step] + c[1] * d[2 * step] + c[0] * d[0];
    vector odd = d[7 * step] + c[2] * d[5 * step] + c[1] * d[3 * step] + c[0] * d[step];
    t[2 * k] = odd + nine_points[k] * even;
    t[2 * k + 1] = odd - nine_points[k] * even;
  }
  float c[4];
  all_pairs(nine_points, c);
  t[8] = d[8 * step] + c[3] * d[6 * step] + c[2] * d[4 * step] + c[1] * d[2 * step] + c[0] * d[0];
}

PK_INLINE void line_backward_9(const vector *m, int outputs, vector *y) {
  from_pairs(nine_points, PK_PAIRS, m, outputs, y);
  y[outputs - 1] += m[8];
}

PK_INLINE void line_spread_9(const vector *y, size_t step, int outputs, vector *m) {
  to_pairs(nine_points, PK_PAIRS, y, step, outputs, m);
  m[8] = y[(size_t)(outputs - 1) * step];
}

PK_INLINE void line_weights_9(const vector *g, size_t step, int taps, vector *u) {
#pragma clang loop unroll(full)
  for (int k = 0; k < PK_PAIRS; k++) {
    float p = nine_points[k], factor = pair_factor(nine_points, k);
    vector even = factor * g[0], odd = factor * p * g[step];
    if (taps == 3) even += factor * p * p * g[2 * step];
    u[2 * k] = odd + even;
    u[2 * k + 1] = odd - even;
  }
  u[8] = g[(size_t)(taps - 1) * step];
}

PK_INLINE void line_gathered_9(const vector *u, int taps, vector *g) {
  for (int j = 0; j < taps; j++) g[j] = (vector){0};
#pragma clang loop unroll(full)
  for (int k = 0; k < PK_PAIRS; k++) {
    float p = nine_points[k], factor = pair_factor(nine_points, k);
    vector even = factor * (u[2 * k] - u[2 * k + 1]);
    g[0] += even;
    g[1] += factor * p * (u[2 * k] + u[2 * k + 1]);
    if (taps == 3) g[2] += p * p * even;
  }
  g[taps - 1] += u[8];
}
