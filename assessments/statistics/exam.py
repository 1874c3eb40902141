"""The figures of a quiz as a whole.

X is an attempt's total, S the number of attempts, p the number of questions of a paper. Source of
every formula: "Quiz statistics calculations", Test statistics, in Moodle's developer
documentation.
"""

from dataclasses import dataclass
from math import sqrt

from assessments.statistics.sheet import MarkSheet
from assessments.statistics.sums import central_power, scatter

Figure = float | None


@dataclass(frozen=True)
class ExamFigures:
    """`mean`, `median`, `standard_deviation` and `standard_error` are per cent of full marks,
    `alpha` and `error_ratio` per cent; `skewness` and `kurtosis` are plain numbers."""

    attempts: int
    mean: Figure
    median: Figure
    standard_deviation: Figure
    skewness: Figure
    kurtosis: Figure
    alpha: Figure
    error_ratio: Figure
    standard_error: Figure


def exam_figures(sheet: MarkSheet) -> ExamFigures:
    results, full = sheet.results
    deviation, ratio = standard_deviation(results, full), error_ratio(sheet)
    return ExamFigures(
        attempts=sheet.size,
        mean=mean(results, full),
        median=median(results, full),
        standard_deviation=deviation,
        skewness=skewness(results),
        kurtosis=kurtosis(results),
        alpha=alpha(sheet),
        error_ratio=ratio,
        standard_error=standard_error(ratio, deviation),
    )


def mean(results: list[int], full: int) -> Figure:
    """The average result in per cent of full marks: 100 · ΣX / (S · full)."""
    return 100 * sum(results) / (len(results) * full) if results and full else None


def median(results: list[int], full: int) -> Figure:
    """The result in the middle in per cent of full marks; of an even number of attempts, half way
    between the two in the middle."""
    if not results or not full:
        return None
    ranked, half = sorted(results), len(results) // 2
    low = ranked[half] if len(ranked) % 2 else ranked[half - 1]
    return 100 * (low + ranked[half]) / (2 * full)


def standard_deviation(results: list[int], full: int) -> Figure:
    """√(Σ(X − X̄)² / (S − 1)), in per cent of full marks."""
    n = len(results)
    if n < 2 or not full:
        return None
    return 100 * sqrt(scatter(results, results) / (n * (n - 1))) / full


def skewness(results: list[int]) -> Figure:
    """k₃ / k₂^(3/2), with m_r = Σ(X − X̄)^r / S, k₂ = S·m₂/(S−1), k₃ = S²·m₃/((S−1)(S−2)).

    Below zero a few results are far under the rest. Needs three attempts that are not all equal.
    """
    n = len(results)
    squares = central_power(results, 2)
    if n < 3 or not squares:
        return None
    k2 = squares / (n**2 * (n - 1))
    k3 = central_power(results, 3) / (n**2 * (n - 1) * (n - 2))
    return k3 / k2**1.5


def kurtosis(results: list[int]) -> Figure:
    """k₄ / k₂², with k₄ = S²·((S+1)·m₄ − 3(S−1)·m₂²) / ((S−1)(S−2)(S−3)); 0 for a bell curve.

    Needs four attempts that are not all equal. n⁴·m₂² and n⁴·m₄ are whole, so the quotient is
    formed of whole numbers only.
    """
    n = len(results)
    squares, fourths = central_power(results, 2), central_power(results, 4)
    if n < 4 or not squares:
        return None
    # m₂ = squares/n³ and m₄ = fourths/n⁵, so k₄ and k₂² have the denominator n⁴ after cancelling.
    k4 = n * (n + 1) * fourths - 3 * (n - 1) * squares**2
    return k4 * (n - 1) / (squares**2 * (n - 2) * (n - 3))


def alpha(sheet: MarkSheet) -> Figure:
    """Cronbach's alpha, the coefficient of internal consistency, in per cent:
    100 · p/(p−1) · (1 − ΣV(x)/V(X)).

    None for one question, for equal totals, and where papers have different numbers of questions.
    """
    parts = _alpha_parts(sheet)
    if parts is None:
        return None
    p, spread, within = parts
    return 100 * p * (spread - within) / ((p - 1) * spread)


def error_ratio(sheet: MarkSheet) -> Figure:
    """How much of the spread is chance, in per cent: 100 · √(1 − alpha/100)."""
    parts = _alpha_parts(sheet)
    if parts is None:
        return None
    p, spread, within = parts
    return 100 * sqrt(max(0, p * within - spread) / ((p - 1) * spread))


def standard_error(ratio: Figure, deviation: Figure) -> Figure:
    """How far a result may be from what the leader knows, in per cent of full marks:
    error ratio / 100 · standard deviation."""
    return None if ratio is None or deviation is None else ratio * deviation / 100


def _alpha_parts(sheet: MarkSheet) -> tuple[int, int, int] | None:
    """p, and S(S−1) times V(X) and ΣV(x)."""
    positions, spread = sheet.positions, scatter(sheet.totals, sheet.totals)
    if positions is None or len(positions) < 2 or not spread:
        return None
    return len(positions), spread, sum(scatter(marks, marks) for marks in positions)
