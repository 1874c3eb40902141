"""What contests are measured by: one class a figure, each one query for any number of leaders."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Sum

from courses.models import AttendanceMark
from school.growth.models import Campaign
from school.lib.dates import week_start
from school.lib.money import yuan
from school.people.models import Leader
from school.standing.models import SalesImport, SalesWeek

NOTHING = Decimal(0)
WEEK = timedelta(weeks=1)


class Metric:
    """A figure of a leader between two days, both included; who has none has 0."""

    code: str
    # Sales are known by whole weeks: such contests begin on a Monday and end on a Sunday.
    by_weeks = False

    def values(self, leaders: Iterable[int], first: date, last: date) -> dict[int, Decimal]:
        raise NotImplementedError

    def said(self, value: Decimal) -> str:
        return f"{value:,.0f}"

    def sources(self, leaders: Iterable[int], first: date, last: date) -> list[dict[str, Any]]:
        """What the figures rest on, to be kept with the result."""
        raise NotImplementedError


class SalesMetric(Metric):
    """A sum over sales weeks, of the version of each week that counts now."""

    by_weeks = True

    def __init__(self, code: str, field: str) -> None:
        self.code, self.field = code, field

    def values(self, leaders: Iterable[int], first: date, last: date) -> dict[int, Decimal]:
        weeks = SalesWeek.objects.within(week_start(first), week_start(last))
        sums = weeks.filter(leader__in=leaders).order_by().values("leader")
        found = sums.annotate(total=Sum(self.field)).values_list("leader", "total")
        return {leader: Decimal(total or 0) for leader, total in found}

    def sources(self, leaders: Iterable[int], first: date, last: date) -> list[dict[str, Any]]:
        """Each week with the import that counts, or without one."""
        imports = SalesImport.objects.filter(
            week_start__range=(week_start(first), week_start(last)),
            state=SalesImport.State.CURRENT,
        )
        known = {one.week_start: one for one in imports}
        return [self._source(monday, known.get(monday)) for monday in mondays(first, last)]

    @staticmethod
    def _source(monday: date, found: SalesImport | None) -> dict[str, Any]:
        week = {"week": monday.isoformat()}
        if found is None:
            return week
        return week | {"sales_import": found.pk, "version": found.version, "file": found.file_name}


class NetSales(SalesMetric):
    def said(self, value: Decimal) -> str:
        return yuan(value)


class Sessions(Metric):
    """Trainings at which she was marked as there."""

    code = "sessions"

    def values(self, leaders: Iterable[int], first: date, last: date) -> dict[int, Decimal]:
        marks = self._marks(leaders, first, last).order_by().values(one=F("leader"))
        counted = marks.annotate(total=Count("pk")).values_list("one", "total")
        return {leader: Decimal(total) for leader, total in counted}

    def sources(self, leaders: Iterable[int], first: date, last: date) -> list[dict[str, Any]]:
        marks = self._marks(leaders, first, last).count()
        return [{"attendance_marks": marks, "from": first.isoformat(), "to": last.isoformat()}]

    @staticmethod
    def _marks(leaders: Iterable[int], first: date, last: date):
        current = AttendanceMark.objects.current().at_trainings().filter(present=True)
        return current.in_days(first, last + timedelta(days=1)).filter(leader__in=leaders)


METRICS: dict[str, Metric] = {
    Campaign.Metric.NET: NetSales("net", "net"),
    Campaign.Metric.ORDERS: SalesMetric("orders", "effective_orders"),
    Campaign.Metric.MEMBERS: SalesMetric("members", "new_members"),
    Campaign.Metric.SESSIONS: Sessions(),
}


def metric_of(campaign: Campaign) -> Metric:
    return METRICS[campaign.metric]


def mondays(first: date, last: date) -> list[date]:
    start = week_start(first)
    return [start + WEEK * at for at in range((week_start(last) - start).days // 7 + 1)]


def values_of(campaign: Campaign) -> dict[int, Decimal]:
    """The figure of everybody who takes part, as it is now. One query."""
    taking_part = Leader.objects.filter(entries__campaign=campaign).values("pk")
    return metric_of(campaign).values(taking_part, campaign.starts_on, campaign.ends_on)
