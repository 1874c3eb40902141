"""Who has been on probation for long without a single order: the rules propose that she goes."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from school.lib.dates import SHANGHAI
from school.people.models import Leader
from school.standing import elimination
from school.standing.models import DecisionSettings, Elimination, SalesImport, SalesWeek
from school.standing.weeks import Window, weeks_within


def propose(*, on: date) -> list[Elimination]:
    """Propose everybody whose probation has lasted the school's days without an order.

    Nobody is proposed while the sales of one of these weeks haven't come complete, while she is on
    leave, or within as many days after a person said that she stays.
    """
    days = DecisionSettings.load().probation_days
    weeks = weeks_within(on, days)
    if not _are_in(weeks):
        return []
    made = (
        elimination.propose_by_rule(
            leader=leader,
            cause=Elimination.Cause.PROBATION,
            days=days,
            first_week=weeks.first.isoformat(),
            last_week=weeks.last.isoformat(),
            orders=0,
        )
        for leader in _without_order(on, days, weeks)
    )
    return [one for one in made if one]


def _are_in(weeks: Window) -> bool:
    complete = SalesImport.objects.filter(
        week_start__range=weeks, state=SalesImport.State.CURRENT, complete=True
    )
    return complete.values("week_start").distinct().count() == len(weeks.mondays())


def _without_order(on: date, days: int, weeks: Window) -> QuerySet[Leader]:
    since = on - timedelta(days=days)
    moment = datetime.combine(since, time.max, tzinfo=SHANGHAI)
    hers = {"leader": OuterRef("pk")}
    sold = SalesWeek.objects.within(*weeks).filter(effective_orders__gt=0, **hers)
    known = Elimination.objects.filter(**hers)
    kept = Q(state=Elimination.State.DECLINED, decided_at__gt=moment)
    kept |= Q(state=Elimination.State.WITHDRAWN, ended_at__gt=moment)
    began = Q(standing__tier_since=None) | Q(standing__tier_since__lte=moment)
    return (
        Leader.objects.filter(began, status=Leader.Status.PROBATION, on_leave=False)
        .filter(joined_on__lte=since)
        .exclude(Exists(sold))
        .exclude(Exists(known.filter(kept | Q(state__in=Elimination.OPEN))))
        .order_by("pk")
    )
