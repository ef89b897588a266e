"""Confidence intervals for what the benchmarks print."""

from __future__ import annotations

import math

Z_95 = 1.959964


def wilson(successes: int, n: int) -> tuple[float, float]:
    """95 % interval of a proportion (Wilson 1927), as fractions; (0, 1) where nothing was tried."""
    if n == 0:
        return 0.0, 1.0
    p = successes / n
    centre = (p + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * math.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def mean_interval(values: list[float]) -> tuple[float, float]:
    """95 % normal interval of a mean."""
    n = len(values)
    mean = sum(values) / n
    if n < 2:
        return mean, mean
    half = Z_95 * math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1) / n)
    return mean - half, mean + half


def median_interval(values: list[float]) -> tuple[float, float]:
    """95 % interval of a median from order statistics: it lies between two of the values, whatever they are spread like."""
    n, ordered = len(values), sorted(values)
    if n == 0:
        return math.nan, math.nan
    half = Z_95 * math.sqrt(n) / 2
    low, high = math.floor(n / 2 - half), math.ceil(n / 2 + half)
    return ordered[max(0, low)], ordered[min(n - 1, high)]
