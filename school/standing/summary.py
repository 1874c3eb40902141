"""Where the cohorts stand this week, in numbers for managers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from school.people.models import Leader, Region
from school.standing.models import Cohort, CohortRun, Placement, Standing, Tier

Move = tuple[str, str]


@dataclass(frozen=True)
class CohortRow:
    """One cohort: how many leaders, how many more than in the week compared with (None without
    one), their net sales of four weeks in yuan, and their share of all positive sales, 0 to 1."""

    cohort: Cohort
    count: int
    change: int | None
    sales: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class Alarms:
    """Where tier and cohort contradict each other: the core tier in the tail, which somebody has
    to look into, and preparatory leaders in the head, who may go faster."""

    falling: int
    rising: int

    @property
    def any(self) -> bool:
        return bool(self.falling or self.rising)


@dataclass(frozen=True)
class CohortSummary:
    """The cohorts of one week as one person may see them. `frozen` leaders are counted in the
    cohort that they keep. `moves` counts leaders by cohort of the week compared with (the one
    before, if no other was asked for) and of this."""

    week: date
    last_week: date | None
    rows: list[CohortRow]
    frozen: int
    moves: dict[Move, int]
    alarms: Alarms

    @property
    def total(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def moved(self) -> int:
        return sum(number for (before, now), number in self.moves.items() if before != now)

    def row(self, cohort: str) -> CohortRow:
        return next(row for row in self.rows if row.cohort == cohort)


def cohort_summary(
    *, on: date, user, region: Region | None = None, since: date | None = None
) -> CohortSummary | None:
    """The latest placement up to the day `on`, of the leaders whom this person may see, in one
    region (with all inside) if one is given, beside the latest placement up to the day `since`
    or, without it, the one before; None before the first placement. A fixed number of queries."""
    run = CohortRun.objects.latest_on(on)
    if run is None:
        return None
    last = CohortRun.objects.latest_on(since) if since else CohortRun.objects.before(run.week)
    leaders = leaders_of(user, region)
    seen = compared(run, last).filter(leader__in=leaders).order_by()
    groups = list(seen.values("cohort", "was", "state").annotate(**_FIGURES))
    return CohortSummary(
        week=run.week,
        last_week=last.week if last else None,
        rows=_rows(groups, has_last=last is not None),
        frozen=sum(g["count"] for g in groups if g["state"] == Placement.State.FROZEN),
        moves=_moves(groups),
        alarms=_alarms(leaders),
    )


def leaders_of(user, region: Region | None = None) -> QuerySet[Leader]:
    """The leaders whom this person may see, in one region (with all inside) if one is given."""
    seen = Leader.objects.visible_to(user)
    return seen.filter(region__in=Region.objects.within([region])) if region else seen


def compared(run: CohortRun, last: CohortRun | None) -> QuerySet[Placement]:
    """A week's placements, each with the cohort that the leader was in then (`was`): empty where
    she hadn't been placed yet, or where there is no week to compare with."""
    then = Placement.objects.filter(run=last, leader=OuterRef("leader")).order_by()
    was = Coalesce(Subquery(then.values("cohort")), Value("")) if last else Value("")
    return run.placements.annotate(was=was)


def alarming(leaders: QuerySet[Leader]) -> QuerySet[Standing]:
    """The current rows of those whose tier and cohort contradict each other."""
    return Standing.objects.filter(_FALLING | _RISING, leader__in=leaders)


_FALLING = Q(tier=Tier.CORE, cohort=Cohort.TAIL)
_RISING = Q(tier=Tier.PREPARATORY, cohort=Cohort.HEAD)
_FIGURES = {
    "count": Count("pk"),
    "sales_sum": Sum("sales"),
    "positive": Sum("sales", filter=Q(sales__gt=0), default=Decimal(0)),
}


def _alarms(leaders: QuerySet[Leader]) -> Alarms:
    counts = alarming(leaders).aggregate(
        falling=Count("pk", filter=_FALLING), rising=Count("pk", filter=_RISING)
    )
    return Alarms(**counts)


def _rows(groups: list[dict], *, has_last: bool) -> list[CohortRow]:
    count, before, sales, positive = Counter(), Counter(), Counter(), Counter()
    for group in groups:
        count[group["cohort"]] += group["count"]
        before[group["was"]] += group["count"]
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
        if group["was"]:
            moves[group["was"], group["cohort"]] += group["count"]
    return dict(moves)
