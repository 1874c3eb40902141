"""The leaders behind the cohorts of a week: who moved, who stands in one cell of the movement,
and whose tier and cohort contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, QuerySet

from school.people.models import Leader, Region
from school.reports.amounts import whole_yuan
from school.reports.leaders import masked
from school.standing.models import Cohort, CohortRun, Placement, Standing, Tier
from school.standing.placement_words import words
from school.standing.summary import alarming, compared

WEEKS = 60


@dataclass(frozen=True)
class Asked:
    """What an address asks for: two weeks, a region, and a cell of the movement between them."""

    week: date | None
    since: date | None
    region: Region | None
    was: str
    now: str

    @classmethod
    def of(cls, query, weeks: list[date], regions: Iterable[Region]) -> "Asked":
        """Weeks and regions that aren't offered, and cohorts that there are none of, are left
        out; weeks the wrong way round are turned."""
        known = {day.isoformat(): day for day in weeks}
        week = known.get(query.get("week"), weeks[0] if weeks else None)
        since = known.get(query.get("since"), _before(weeks, week))
        if week and since and since > week:
            week, since = since, week
        region = next((one for one in regions if str(one.pk) == query.get("region")), None)
        was, now = (query.get(name, "") for name in ("was", "now"))
        if not {was, now} <= set(Cohort.values):
            was = now = ""
        return cls(week, since, region, was, now)

    @property
    def weeks_address(self) -> str:
        return urlencode(
            {
                name: value
                for name, value in (
                    ("week", self.week),
                    ("since", self.since),
                    ("region", self.region and self.region.pk),
                )
                if value
            }
        )

    @property
    def address(self) -> str:
        cell = {"was": self.was, "now": self.now} if self.was else {}
        return "&".join(filter(None, [self.weeks_address, urlencode(cell)]))

    @property
    def cell(self) -> tuple[Cohort, Cohort] | None:
        return (Cohort(self.was), Cohort(self.now)) if self.was else None


def weeks_placed() -> list[date]:
    """The Mondays that may be compared, the latest first."""
    runs = CohortRun.objects.current().order_by("-week")
    return list(runs.values_list("week", flat=True)[:WEEKS])


def _before(weeks: list[date], week: date | None) -> date | None:
    return next((day for day in weeks if week and day < week), None)


def placements(asked: Asked, leaders: QuerySet[Leader]) -> QuerySet[Placement]:
    """Those in the cell, or all whose cohort differs between the weeks; the largest sales first."""
    if asked.week is None:
        return Placement.objects.none()
    run = CohortRun.objects.latest_on(asked.week)
    last = CohortRun.objects.latest_on(asked.since) if asked.since else None
    rows = compared(run, last).filter(leader__in=leaders)
    if asked.was:
        rows = rows.filter(was=asked.was, cohort=asked.now)
    else:
        rows = rows.exclude(was="").exclude(cohort=F("was"))
    rows = rows.select_related("leader__user", "leader__region__parent", "limits", "unit__parent")
    return rows.order_by("-sales", "leader_id")


def readable(rows: Iterable[Placement]) -> list[Placement]:
    """The rows of one page, each with what people read of it."""
    rows = list(rows)
    for row in rows:
        row.words, row.money = words(row), whole_yuan(row.sales)
        row.phone = masked(row.leader.user.phone)
        row.was_label = Cohort(row.was).label if row.was else ""
        row.stale = row.state == Placement.State.FROZEN
    return rows


def alarms(leaders: QuerySet[Leader], most: int) -> list[Standing]:
    """The core tier in the tail first, then preparatory leaders in the head."""
    rows = alarming(leaders).select_related("leader__user", "leader__region__parent", "tier")
    rows = list(rows.order_by("-tier__rank", "leader_id")[:most])
    for row in rows:
        row.falling = row.tier_id == Tier.CORE
    return rows
