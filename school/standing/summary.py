"""Where the cohorts stand this week, in numbers for managers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from school.people.models import Leader, Region
from school.standing.models import Cohort, CohortRun, Placement

Move = tuple[str, str]


@dataclass(frozen=True)
class CohortRow:
    """One cohort: how many leaders, how many more than the week before (None without one), their
    net sales of four weeks in yuan, and their share of all positive sales, 0 to 1."""

    cohort: Cohort
    count: int
    change: int | None
    sales: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class CohortSummary:
    """The cohorts of one week as one person may see them. `frozen` leaders are counted in the
    cohort that they keep. `moves` counts leaders by cohort of the week before and of this."""

    week: date
    last_week: date | None
    rows: list[CohortRow]
    frozen: int
    moves: dict[Move, int]

    @property
    def total(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def moved(self) -> int:
        return sum(number for (before, now), number in self.moves.items() if before != now)

    def row(self, cohort: str) -> CohortRow:
        return next(row for row in self.rows if row.cohort == cohort)


def cohort_summary(*, on: date, user, region: Region | None = None) -> CohortSummary | None:
    """The latest placement up to the day `on`, of the leaders whom this person may see, in one
    region (with all inside) if one is given; None before the first placement. A fixed number of
    queries."""
    run = CohortRun.objects.latest_on(on)
    if run is None:
        return None
    last = CohortRun.objects.before(run.week)
    leaders = Leader.objects.visible_to(user)
    if region:
        leaders = leaders.filter(region__in=Region.objects.within([region]))
    seen = run.placements.filter(leader__in=leaders).order_by()
    groups = list(seen.values("cohort", "before", "state").annotate(**_FIGURES))
    return CohortSummary(
        week=run.week,
        last_week=last.week if last else None,
        rows=_rows(groups, has_last=last is not None),
        frozen=sum(g["count"] for g in groups if g["state"] == Placement.State.FROZEN),
        moves=_moves(groups),
    )


_FIGURES = {
    "count": Count("pk"),
    "sales_sum": Sum("sales"),
    "positive": Sum("sales", filter=Q(sales__gt=0), default=Decimal(0)),
}


def _rows(groups: list[dict], *, has_last: bool) -> list[CohortRow]:
    count, before, sales, positive = Counter(), Counter(), Counter(), Counter()
    for group in groups:
        count[group["cohort"]] += group["count"]
        before[group["before"]] += group["count"]
        sales[group["cohort"]] += group["sales_sum"]
        positive[group["cohort"]] += group["positive"]
    total = sum(positive.values())
    return [
        CohortRow(
            cohort=cohort,
            count=count[cohort],
            change=count[cohort] - before[cohort] if has_last else None,
            sales=Decimal(sales[cohort]),
            share=Decimal(positive[cohort]) / total if total else None,
        )
        for cohort in Cohort
    ]


def _moves(groups: list[dict]) -> dict[Move, int]:
    moves: Counter = Counter()
    for group in groups:
        if group["before"]:
            moves[group["before"], group["cohort"]] += group["count"]
    return dict(moves)
