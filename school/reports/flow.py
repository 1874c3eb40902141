"""The cohorts of a week as managers read them: sizes, shares, and who went where."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from school.reports import charts
from school.reports.amounts import whole_yuan
from school.standing.models import Cohort
from school.standing.summary import CohortSummary


@dataclass(frozen=True)
class Step:
    """One cell of the movement: leaders who were in one cohort and are in another now."""

    was: Cohort
    now: Cohort
    number: int

    @property
    def stayed(self) -> bool:
        return self.was == self.now


@dataclass(frozen=True)
class Line:
    """One cohort in the table, as people read it."""

    cohort: Cohort
    count: int
    change: str
    sales: str
    share: str


@dataclass(frozen=True)
class Flow:
    """A summary, ready for its table, its chart and its matrix."""

    summary: CohortSummary

    @property
    def rows(self) -> list[Line]:
        return [
            Line(
                row.cohort, row.count, _signed(row.change), whole_yuan(row.sales), _share(row.share)
            )
            for row in self.summary.rows
        ]

    @property
    def chart(self) -> str:
        return charts.data_uri(
            charts.shares([(row.cohort.value, row.count) for row in self.summary.rows])
        )

    @property
    def chart_words(self) -> str:
        """The chart for those who don't see it."""
        parts = [f"{row.cohort.label} {row.count}" for row in self.summary.rows]
        return _("Leaders by cohort: %(parts)s") % {"parts": _(", ").join(parts)}

    @property
    def matrix(self) -> list[tuple[Cohort, list[Step]]]:
        """A line for each cohort of the week before, with what became of its leaders."""
        moves = self.summary.moves
        return [
            (before, [Step(before, now, moves.get((before, now), 0)) for now in Cohort])
            for before in Cohort
        ]

    @property
    def cohorts(self) -> list[Cohort]:
        return list(Cohort)


def _signed(change: int | None) -> str:
    if change is None:
        return ""
    return f"{change:+d}".replace("-", "−") if change else "±0"


def _share(share: Decimal | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"
