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
