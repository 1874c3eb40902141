"""Those who were coached beside those who weren't: a comparison, not a cause.

From a Monday on: the change of a leader is the mean of her weekly net sales in the four weeks from
that Monday, less the mean of the four weeks before. Coached is who was spoken with in the first
two of them; not coached who wasn't in all four. Who was spoken with only later is left out. In a
week whose complete file she isn't in she sold nothing; all eight files must have come, and she
must have joined before the first week. Coaches turn to those who fall, and who has fallen often
rises by itself: therefore each cohort (that of the Monday) is compared with itself as well.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    Variance,
    When,
)
from django.db.models.functions import Cast, Coalesce

from courses.models.trainings.session import midnight
from school.coaching.models import CoachingLimits, Contact
from school.coaching.plan import COACHED
from school.coaching.welch import Difference, Group, difference
from school.people.models import Leader
from school.standing.models import Cohort, Placement, SalesImport, SalesWeek
from school.standing.weeks import WEEK

WEEKS = 4
FIRST_TWO = timedelta(days=14)
WITH, WITHOUT = "with", "without"
ALL = ""


@dataclass(frozen=True)
class Compared:
    """One cohort, or all of them ("" as cohort). The means are yuan a week; `difference` is None
    where a group is smaller than the school compares."""

    cohort: str
    coached: Group | None
    others: Group | None
    difference: Difference | None

    @property
    def label(self) -> str:
        return Cohort(self.cohort).label if self.cohort else ""


@dataclass(frozen=True)
class Effect:
    """The comparison from one Monday on; `rows` begins with all together."""

    monday: date
    least: int
    rows: list[Compared]


def last_monday(on: date) -> date | None:
    """The latest Monday with four complete sales weeks before it and four from it on."""
    mondays = _complete(on)
    for monday in sorted(mondays, reverse=True):
        first = monday + WEEK - 2 * WEEKS * WEEK
        if all(first + at * WEEK in mondays for at in range(2 * WEEKS)):
            return monday + WEEK - WEEKS * WEEK
    return None


def effect(seen: QuerySet[Leader], *, on: date, monday: date | None = None) -> Effect | None:
    """Of these leaders, coached beside not coached; None until eight weeks of sales have come.
    Four queries for any number."""
    monday = monday or last_monday(on)
    if monday is None:
        return None
    least = CoachingLimits.objects.valid_on(on).least_compared
    changes = _changes(seen, monday)
    by_cohort: dict[tuple[str, str], Group] = {}
    for row in _grouped(changes, "cohort", "coaching"):
        by_cohort[row["cohort"] or Cohort.NEW.value, row["coaching"]] = _group(row)
    everybody = {row["coaching"]: _group(row) for row in _grouped(changes, "coaching")}
    rows = [_compared(ALL, everybody.get(WITH), everybody.get(WITHOUT), least)]
    for cohort in Cohort.values:
        pair = by_cohort.get((cohort, WITH)), by_cohort.get((cohort, WITHOUT))
        if any(pair):
            rows.append(_compared(cohort, *pair, least))
    return Effect(monday, least, rows)


def _complete(on: date) -> set[date]:
    imports = SalesImport.objects.filter(
        state=SalesImport.State.CURRENT, complete=True, week_start__lte=on - WEEK
    )
    return set(imports.values_list("week_start", flat=True))


def _changes(seen: QuerySet[Leader], monday: date) -> QuerySet[Leader]:
    first = monday - WEEKS * WEEK
    contacts = Contact.objects.reached().filter(leader=OuterRef("pk"), at__gte=midnight(monday))
    early = contacts.filter(at__lt=midnight(monday + FIRST_TWO))
    ever = contacts.filter(at__lt=midnight(monday + WEEKS * WEEK))
    placed = Placement.objects.filter(leader=OuterRef("pk"), run__current=True)
    placed = placed.filter(run__week__lte=monday).order_by("-run__week")
    there = seen.filter(status__in=COACHED).filter(Q(joined_on=None) | Q(joined_on__lt=first))
    return there.annotate(
        coaching=Case(
            When(Exists(early), then=Value(WITH)),
            When(~Exists(ever), then=Value(WITHOUT)),
            output_field=CharField(),
        ),
        cohort=Subquery(placed.values("cohort")[:1]),
        change=_mean(monday, monday + (WEEKS - 1) * WEEK) - _mean(first, monday - WEEK),
    ).exclude(coaching=None)


def _mean(first: date, last: date) -> Coalesce:
    weeks = SalesWeek.objects.within(first, last).filter(leader=OuterRef("pk")).order_by()
    total = Subquery(weeks.values("leader").annotate(n=Sum("net")).values("n"))
    return Coalesce(Cast(total, FloatField()), 0.0) / Value(float(WEEKS))


def _grouped(changes: QuerySet[Leader], *names: str) -> QuerySet:
    """Averages over the rows, made after each leader's change is worked out."""
    rows = changes.order_by().values(*names)
    return rows.annotate(n=Count("pk"), mean=Avg(F("change")), spread=Variance("change"))


def _group(row: dict) -> Group:
    """With the sample variance, worked out here: databases refuse it for a single row."""
    n, spread = row["n"], row["spread"]
    return Group(n, row["mean"], spread * n / (n - 1) if n > 1 else 0.0)


def _compared(cohort: str, coached: Group | None, others: Group | None, least: int) -> Compared:
    enough = all(group and group.n >= least for group in (coached, others))
    return Compared(cohort, coached, others, difference(coached, others) if enough else None)
