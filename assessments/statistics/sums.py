"""Exact sums over whole numbers: what every figure is made of."""

from collections.abc import Sequence
from operator import mul


def scatter(xs: Sequence[int], ys: Sequence[int]) -> int:
    """n·Σxy − Σx·Σy, which is n·(n−1) times the covariance with n−1 in its denominator; of a list
    with itself, times its variance. A whole number: zero only where nothing varies together."""
    return len(xs) * sum(map(mul, xs, ys)) - sum(xs) * sum(ys)


def central_power(xs: Sequence[int], power: int) -> int:
    """Σ(n·x − Σx)^power, which is n^power times the sum of powers of differences to the mean."""
    n, total = len(xs), sum(xs)
    return sum((n * x - total) ** power for x in xs)
