"""Fits the rational function by which the kernels calculate GELU's slope: ½ + x·P(x²)/Q(x²) for |x| ≤ 5.6.

usage: gelu_slope.py
needs: pip install numpy

Prints the coefficients of P and Q, lowest power first, that `gelu_slope` in Sources/CKernels/kernels/gradients.h uses, and the largest error in single precision over ±8.
The fit is least squares, reweighted repeatedly by its own errors (Lawson), which nearly minimises the largest error.
"""
from math import erf, exp, pi, sqrt

import numpy as np

LIMIT, DEGREE = 5.6, 5


def slope(x):
    """Φ(x) + x·φ(x) − ½."""
    return np.array([0.5 * erf(t / sqrt(2)) + t * exp(-t * t / 2) / sqrt(2 * pi) for t in x])


def fit():
    x = LIMIT / 2 * (1 - np.cos(np.pi * (np.arange(4000) + 0.5) / 4000))
    y, s = slope(x), (x / LIMIT) ** 2
    weights, denominator, best = np.ones_like(x), np.ones_like(x), None
    for _ in range(60):
        columns = [x * s**i for i in range(DEGREE + 1)] + [-y * s**i for i in range(1, DEGREE + 1)]
        scale = weights / denominator
        solution = np.linalg.lstsq(np.stack(columns, 1) * scale[:, None], y * scale, rcond=None)[0]
        p, q = solution[: DEGREE + 1], np.concatenate([[1], solution[DEGREE + 1 :]])
        denominator = np.polynomial.polynomial.polyval(s, q)
        error = np.abs(x * np.polynomial.polynomial.polyval(s, p) / denominator - y)
        if best is None or error.max() < best[0]:
            powers = LIMIT ** (2 * np.arange(DEGREE + 1))
            best = error.max(), p / powers, q / powers
        weights *= (error / error.max() + 1e-3) ** 0.5
        weights /= weights.mean()
    return best[1:]


def horner(coefficients, s):
    result = np.zeros_like(s)
    for c in coefficients[::-1]:
        result = result * s + np.float32(c)
    return result


p, q = fit()
x = np.linspace(-8, 8, 400001).astype(np.float32)
limited = np.clip(x, -np.float32(LIMIT), np.float32(LIMIT))
error = np.abs(limited * horner(p, limited**2) / horner(q, limited**2) - slope(x.astype(float))).max()
print("P", *(f"{c:.9e}" for c in p))
print("Q", *(f"{c:.9e}" for c in q))
print(f"largest error {error:.1e}")
