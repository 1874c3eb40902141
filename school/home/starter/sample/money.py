"""What leaders of the sample school sell: heavy-tailed, as the trade is."""

from math import exp
from random import Random
from statistics import NormalDist

# With this spread of the logarithms the upper fifth holds four fifths of the sales.
SPREAD = 1.75
MEDIAN_MONTH = 3_600
LARGEST_MONTH = 118_000
WEEKS = 8
# Growth in a week, and how far a week strays from it, both as spreads of shares.
STEADINESS, UNEVENNESS = 0.08, 0.3
# Some sell nothing for a month.
SILENT_SHARE = 0.07


def heavy_tail(count: int) -> list[float]:
    """Net sales of four weeks in yuan, one for each of so many leaders: the quantiles of a
    log-normal law, dealt round so that each region gets its share of large and small ones."""
    normal = NormalDist()
    quantiles = [normal.inv_cdf((at + 0.5) / count) for at in range(count)]
    months = [min(MEDIAN_MONTH * exp(SPREAD * quantile), LARGEST_MONTH) for quantile in quantiles]
    silent = int(count * SILENT_SHARE)
    return [0.0] * silent + months[silent:]


def weekly(chance: Random, month: float, *, known_weeks: int, grows: bool) -> list[int]:
    """The eight weeks around a month's sales: uneven, rising for some, empty before she came."""
    trend = chance.uniform(0.06, 0.22) if grows else chance.gauss(0.0, STEADINESS)
    weeks = []
    for week in range(WEEKS):
        level = month / 4 * (1 + trend) ** (week - WEEKS + 2.5)
        weeks.append(round(level * chance.lognormvariate(0, UNEVENNESS)))
    known = max(0, min(known_weeks, WEEKS))
    return [0] * (WEEKS - known) + weeks[WEEKS - known :]
