"""The difference of two means with its 95% interval, where the groups may vary differently.

Welch's interval (B. L. Welch, "The generalization of 'Student's' problem when several different
population variances are involved", Biometrika 34, 1947): d ± t · √(v₁/n₁ + v₂/n₂), with degrees of
freedom ν = (v₁/n₁ + v₂/n₂)² ÷ ((v₁/n₁)²/(n₁-1) + (v₂/n₂)²/(n₂-1)).

The t for 95% is the expansion 26.7.5 of Abramowitz & Stegun, Handbook of Mathematical Functions;
from five degrees of freedom on it is right to three figures.
"""

from dataclasses import dataclass
from math import sqrt

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Group:
    """How many, their mean, and their sample variance (divided by n - 1)."""

    n: int
    mean: float
    variance: float

    @property
    def spread(self) -> float:
        """The squared standard error of the mean."""
        return self.variance / self.n


@dataclass(frozen=True)
class Difference:
    """Of the means of two groups, first less second, and where it lies with 95% confidence."""

    value: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        return self.low <= 0 <= self.high


def difference(one: Group, other: Group) -> Difference:
    """For groups of at least two each."""
    value, spread = one.mean - other.mean, one.spread + other.spread
    if spread == 0:
        return Difference(value, value, value)
    freedom = spread**2 / (one.spread**2 / (one.n - 1) + other.spread**2 / (other.n - 1))
    reach = t_95(freedom) * sqrt(spread)
    return Difference(value, value - reach, value + reach)


def t_95(freedom: float) -> float:
    """The t that 95% of Student's distribution lie within, on both sides of 0."""
    x, v = NORMAL_95, freedom
    g1 = (x**3 + x) / 4
    g2 = (5 * x**5 + 16 * x**3 + 3 * x) / 96
    g3 = (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384
    g4 = (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160
    return x + g1 / v + g2 / v**2 + g3 / v**3 + g4 / v**4
