"""A sheet of marks: who got what for which question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import lcm


@dataclass(frozen=True)
class Column:
    """One question: what it was worth at most, which attempts had it (by their places on
    the sheet) and what each of them got."""

    name: str
    maximum: int
    attempts: Sequence[int]
    marks: Sequence[int]


@dataclass(frozen=True)
class MarkSheet:
    """The marks of `size` attempts, a column each question, in whole numbers of one small unit.

    With random draws a column has only the attempts that had its question.
    """

    size: int
    columns: Sequence[Column]

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        maxima: Sequence[Decimal],
        rows: Sequence[Sequence[Decimal | None]],
    ) -> "MarkSheet":
        """The sheet of a matrix: one row an attempt, None where it didn't have the question."""
        unit = _unit([*maxima, *(mark for row in rows for mark in row if mark is not None)])
        columns = []
        for at, (name, maximum) in enumerate(zip(names, maxima, strict=True)):
            had = [(place, row[at]) for place, row in enumerate(rows) if row[at] is not None]
            marks = [int(mark * unit) for _place, mark in had]
            columns.append(Column(name, int(maximum * unit), [place for place, _m in had], marks))
        return cls(len(rows), columns)

    @cached_property
    def totals(self) -> list[int]:
        """What each attempt got in all."""
        return self._summed(lambda column: column.marks)

    @cached_property
    def out_of(self) -> list[int]:
        """What each attempt could have got."""
        return self._summed(lambda column: [column.maximum] * len(column.marks))

    @cached_property
    def results(self) -> tuple[list[int], int]:
        """Each attempt's total on one common scale, and the full marks of that scale: the totals
        themselves where all papers are worth the same."""
        papers = [paper for paper in self.out_of if paper > 0]
        full = lcm(*set(papers)) if papers else 0
        scaled = [
            total * (full // paper) if paper > 0 else 0
            for total, paper in zip(self.totals, self.out_of, strict=True)
        ]
        return scaled, full

    @cached_property
    def positions(self) -> list[list[int]] | None:
        """The marks by position of the paper: a question that everybody had is one position;
        the drawn ones fill the others, each attempt's in the order of the columns. None where
        papers have different numbers of questions. Attempts stand in no order."""
        fixed = [list(column.marks) for column in self.columns if self._everybody_had(column)]
        drawn = self._drawn()
        if len({len(marks) for marks in drawn}) > 1:
            return None
        return fixed + [list(marks) for marks in zip(*drawn, strict=True)]

    def totals_of(self, column: Column) -> list[int]:
        """The totals of the attempts that had a question."""
        return [self.totals[place] for place in column.attempts]

    def _drawn(self) -> list[list[int]]:
        """For each attempt its marks for the questions that not everybody had."""
        drawn: list[list[int]] = [[] for _place in range(self.size)]
        for column in self.columns:
            if not self._everybody_had(column):
                for place, mark in zip(column.attempts, column.marks, strict=True):
                    drawn[place].append(mark)
        return drawn

    def _everybody_had(self, column: Column) -> bool:
        return len(column.marks) == self.size

    def _summed(self, values) -> list[int]:
        sums = [0] * self.size
        for column in self.columns:
            for place, value in zip(column.attempts, values(column), strict=True):
                sums[place] += value
        return sums


def _unit(numbers: Iterable[Decimal]) -> int:
    """The smallest power of ten that makes whole numbers of all of them."""
    places = (-number.as_tuple().exponent for number in numbers)
    return 10 ** max(0, max(places, default=0))
