"""The figures of each question.

x is an attempt's mark for the question, X its total, X − x the rest; n attempts had the question.
Source of every formula: "Quiz statistics calculations", Item and position statistics, in Moodle's
developer documentation. The lowest mark of a question is 0.
"""

from dataclasses import dataclass
from math import sqrt
from operator import sub

from assessments.statistics.sheet import Column, MarkSheet
from assessments.statistics.sums import scatter

Figure = float | None


@dataclass(frozen=True)
class QuestionFigures:
    """All figures are per cent; `attempts` is how many had the question."""

    name: str
    attempts: int
    facility: Figure
    standard_deviation: Figure
    discrimination: Figure
    efficiency: Figure
    intended_weight: Figure
    effective_weight: Figure


def question_figures(sheet: MarkSheet) -> list[QuestionFigures]:
    """The figures of every question of the sheet, in its order."""
    weights = effective_weights(sheet)
    return [
        _figures(sheet, column, weight)
        for column, weight in zip(sheet.columns, weights, strict=True)
    ]


def _figures(sheet: MarkSheet, column: Column, weight: Figure) -> QuestionFigures:
    rest = list(map(sub, sheet.totals_of(column), column.marks))
    together = scatter(column.marks, rest)
    return QuestionFigures(
        name=column.name,
        attempts=len(column.marks),
        facility=facility(column),
        standard_deviation=standard_deviation(column),
        discrimination=discrimination(column, rest, together),
        efficiency=efficiency(column, rest, together),
        intended_weight=intended_weight(sheet, column),
        effective_weight=weight,
    )


def facility(column: Column) -> Figure:
    """How easy it is, in per cent: 100 · mean of x / maximum."""
    if not column.marks or not column.maximum:
        return None
    return 100 * sum(column.marks) / (len(column.marks) * column.maximum)


def standard_deviation(column: Column) -> Figure:
    """How far marks are apart, in per cent of the maximum: 100 · √V(x) / maximum."""
    n = len(column.marks)
    if n < 2 or not column.maximum:
        return None
    return 100 * sqrt(scatter(column.marks, column.marks) / (n * (n - 1))) / column.maximum


def discrimination(column: Column, rest: list[int], together: int) -> Figure:
    """The discrimination index, the correlation of the question with the rest of the paper, in per
    cent: 100 · Cov(x, X−x) / √(V(x) · V(X−x)). None where either doesn't vary."""
    spread = scatter(column.marks, column.marks) * scatter(rest, rest)
    return 100 * together / sqrt(spread) if spread else None


def efficiency(column: Column, rest: list[int], together: int) -> Figure:
    """The discriminative efficiency, in per cent: 100 · Cov(x, X−x) / Cov_max, where Cov_max is the
    covariance of both lists sorted: the most that these marks could have come to."""
    most = scatter(sorted(column.marks), sorted(rest))
    return 100 * together / most if most else None


def intended_weight(sheet: MarkSheet, column: Column) -> Figure:
    """The part of the paper's marks that it was meant to have, in per cent: 100 · maximum / sum of
    the maxima; of papers of different worth, the average of those that had the question."""
    papers = [sheet.out_of[place] for place in column.attempts]
    if not papers:
        papers = [sum(other.maximum for other in sheet.columns)]
    total = sum(papers)
    return 100 * column.maximum * len(papers) / total if total else None


def effective_weights(sheet: MarkSheet) -> list[Figure]:
    """The part of the spread that each question really brought, in per cent:
    100 · √Cov(x, X) / Σ√Cov(x_q, X). None where the covariance is below zero; such a question
    adds nothing to the sum. A drawn question counts in the sum by the share of attempts that had
    it, so that the sum is that of a paper.
    """
    roots = [_root(sheet, column) for column in sheet.columns]
    whole = sum(
        root * len(column.marks) / sheet.size
        for root, column in zip(roots, sheet.columns, strict=True)
        if root is not None
    )
    return [100 * root / whole if root is not None and whole else None for root in roots]


def _root(sheet: MarkSheet, column: Column) -> Figure:
    """√Cov(x, X), None below zero and where there is none."""
    n = len(column.marks)
    together = scatter(column.marks, sheet.totals_of(column))
    return sqrt(together / (n * (n - 1))) if n > 1 and together >= 0 else None
