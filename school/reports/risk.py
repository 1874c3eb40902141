"""Leaders whose sales say that somebody should call them.

At risk in a week: she sold nothing in it although she did in the four weeks before, or her net
sales were 40% or more below the mean of those four weeks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from school.people.models import Leader
from school.standing.models import SalesImport, SalesWeek
from school.standing.weeks import WEEK

WEEKS_BEFORE = 4
STILL_FINE = Decimal("0.6")
WATCHED = (Leader.Status.PROBATION, Leader.Status.ACTIVE)


@dataclass(frozen=True)
class Risk:
    """Numbers of the leaders at risk in a week: `silent` sold nothing, `falling` sold less."""

    week: date
    silent: frozenset[int]
    falling: frozenset[int]

    @property
    def count(self) -> int:
        return len(self.silent) + len(self.falling)


def latest_week() -> date | None:
    """The Monday of the latest week whose sales have come."""
    current = SalesImport.objects.filter(state=SalesImport.State.CURRENT)
    return current.order_by("-week_start").values_list("week_start", flat=True).first()


def at_risk(seen: QuerySet[Leader], weeks: Iterable[date]) -> list[Risk]:
    """For each of these weeks, by its Monday, who was at risk. One query for all."""
    weeks = list(weeks)
    first, last = min(weeks) - WEEKS_BEFORE * WEEK, max(weeks)
    watched = seen.filter(status__in=WATCHED, on_leave=False)
    figures = {f"w{at}": first + at * WEEK for at in range((last - first).days // 7 + 1)}
    sums = {
        name: Sum("net", filter=Q(week_start=monday), default=Decimal(0))
        for name, monday in figures.items()
    }
    rows = SalesWeek.objects.within(first, last).filter(leader__in=watched).order_by()
    sold = {row.pop("leader"): row for row in rows.values("leader").annotate(**sums)}
    return [_risk(week, first, sold) for week in weeks]


def _risk(week: date, first: date, sold: dict[int, dict[str, Decimal]]) -> Risk:
    at = (week - first).days // 7
    silent, falling = set(), set()
    for leader, nets in sold.items():
        before = sum(nets[f"w{n}"] for n in range(at - WEEKS_BEFORE, at)) / WEEKS_BEFORE
        now = nets[f"w{at}"]
        if before > 0 and now <= 0:
            silent.add(leader)
        elif before > 0 and now <= before * STILL_FINE:
            falling.add(leader)
    return Risk(week, frozenset(silent), frozenset(falling))
