#pragma once
// Winograd's F(4×4, 3×3) (Lavin & Gray 2016) on the points 0, ±5/8, ±3/2, ∞, which round off less than half as much as
// the usual 0, ±1, ±2, ∞ (Alam et al. 2022) at the same number of operations, positive and negative points in pairs.
#define A 0.625f
#define B 1.5f
#define A2 (A * A)
#define B2 (B * B)

// Gg of three numbers: rows (1, p, p²) / Π (p − q) over the other points q.
#define WEIGHTS(g0, g1, g2, t) \
  do { \
    __auto_type ea = FA * g0 + FA * A2 * g2; \
    __auto_type oa = FA * A * g1; \
    __auto_type eb = FB * g0 + FB * B2 * g2; \
    __auto_type ob = FB * B * g1; \
    t[0] = F0 * g0; \
    t[1] = ea + oa; \
    t[2] = ea - oa; \
    t[3] = eb + ob; \
    t[4] = eb - ob; \
    t[5] = g2; \
  } while (0)
#define F0 (1 / (A2 * B2))
#define FA (1 / (2 * A2 * (A2 - B2)))
#define FB (1 / (2 * B2 * (B2 - A2)))

// Bᵀd of six numbers.
#define FORWARD(d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5) \
  do { \
    __auto_type ea = d4 - B2 * d2; \
    __auto_type oa = A * (d3 - B2 * d1); \
    __auto_type eb = d4 - A2 * d2; \
    __auto_type ob = B * (d3 - A2 * d1); \
    t0 = d4 - (A2 + B2) * d2 + A2 * B2 * d0; \
    t1 = ea + oa; \
    t2 = ea - oa; \
    t3 = eb + ob; \
    t4 = eb - ob; \
    t5 = d5 - (A2 + B2) * d3 + A2 * B2 * d1; \
  } while (0)

// Aᵀm of six numbers.
#define BACKWARD(m0, m1, m2, m3, m4, m5, y0, y1, y2, y3) \
  do { \
    __auto_type ea = m1 + m2; \
    __auto_type oa = m1 - m2; \
    __auto_type eb = m3 + m4; \
    __auto_type ob = m3 - m4; \
    y0 = m0 + ea + eb; \
    y1 = A * oa + B * ob; \
    y2 = A2 * ea + B2 * eb; \
    y3 = A * A2 * oa + B * B2 * ob + m5; \
  } while (0)

// F(2×2, 3×3) on the points 0, ±1, ∞: Gg of three numbers, Bᵀd of four, and Aᵀm.
#define FOUR_WEIGHTS(g0, g1, g2, t) \
  do { \
    __auto_type even = 0.5f * (g0 + g2); \
    __auto_type odd = 0.5f * g1; \
    t[0] = g0; \
    t[1] = even + odd; \
    t[2] = even - odd; \
    t[3] = g2; \
  } while (0)
#define FOUR_FORWARD(d, t) \
  do { \
    t[0] = d[0] - d[2]; \
    t[1] = d[2] + d[1]; \
    t[2] = d[2] - d[1]; \
    t[3] = d[3] - d[1]; \
  } while (0)
#define FOUR_BACKWARD(m, y) \
  do { \
    y[0] = m[0] + m[1] + m[2]; \
    y[1] = m[1] - m[2] + m[3]; \
  } while (0)

// More points, four pairs ±p of them, and what polynomials are made of: those of x = p².
#define PK_PAIRS 4

// Π (x − q²) over the points q of the other pairs: x³ + c[2]·x² + c[1]·x + c[0].
PK_INLINE void other_pairs(const float *points, int pair, float *c) {
  float s[PK_PAIRS - 1];
  for (int i = 0, n = 0; i < PK_PAIRS; i++)
    if (i != pair) s[n++] = points[i] * points[i];
  c[0] = -s[0] * s[1] * s[2];
  c[1] = s[0] * s[1] + s[0] * s[2] + s[1] * s[2];
  c[2] = -(s[0] + s[1] + s[2]);
}

// Π (x − p²) over all pairs: x⁴ + c[3]·x³ + c[2]·x² + c[1]·x + c[0].
PK_INLINE void all_pairs(const float *points, float *c) {
  float o[3], s = points[0] * points[0];
  other_pairs(points, 0, o);
  c[0] = -s * o[0];
  c[1] = o[0] - s * o[1];
  c[2] = o[1] - s * o[2];
  c[3] = o[2] - s;
}

// 1 / Π (p − q) over the other points q of pairs; a pair's second, −p, has the opposite sign.
PK_INLINE float pair_factor(const float *points, int pair) {
  float p = points[pair], product = 2 * p;
  for (int i = 0; i < PK_PAIRS; i++)
    if (i != pair) product *= p * p - points[i] * points[i];
  return 1 / product;
}

// F(8×8, 3×3) on the points 0, four pairs and ∞. Of the sets of simple fractions tried these round off least: some twenty
// times as much as six points do.
static const float ten_points[PK_PAIRS] = {0.375f, 0.875f, 1.25f, 2.0f};
