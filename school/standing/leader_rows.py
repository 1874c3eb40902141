"""The leaders as managers list them: each row with her standing and figures, by few queries."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from courses.attendance import with_attendance_rate
from courses.models import CoursePage, StepCompletion
from courses.outline import outlines_of
from school.lib import dates
from school.people.models import Leader, Region
from school.standing.models import Cohort, SalesWeek, Tier
from school.standing.weeks import FOUR_WEEKS, weeks_within

MONEY = DecimalField(max_digits=16, decimal_places=2)


def leader_rows(user, filters: Mapping[str, str] | None = None, *, on: date | None = None):
    """A queryset of the leaders whom this person may see, each with

    - `tier` and `cohort` (codes; one without a row is preparatory and new), `stale`
    - `net_28`: net sales of the last four sales weeks before `on`, in yuan
    - `attendance_permille`: of the trainings of 28 days, None while nobody marked her
    - `progress`: per cent of the steps of the required courses that she has done

    `filters`: tier, cohort, status, region (number; with all inside), coach (number), stale
    ("1"), and q (part of name, community or ID, or the end of the phone number). Empty and
    unknown ones are left out.
    """
    on = on or dates.today()
    seen = Leader.objects.visible_to(user).select_related("user", "region__parent", "coach")
    rows = with_attendance_rate(seen, window_days=FOUR_WEEKS, on=on)
    rows = rows.annotate(
        tier=Coalesce(F("standing__tier"), Value(Tier.PREPARATORY)),
        cohort=Coalesce(F("standing__cohort"), Value(Cohort.NEW.value)),
        stale=Coalesce(F("standing__stale"), Value(False)),
        net_28=_net(on),
        progress=_progress(),
    )
    return _filtered(rows, filters or {})


def _net(on: date):
    weeks = SalesWeek.objects.within(*weeks_within(on, FOUR_WEEKS)).filter(leader=OuterRef("pk"))
    total = weeks.order_by().values("leader").annotate(total=Sum("net")).values("total")
    rounded = Round(Subquery(total, output_field=MONEY), 2)
    return Coalesce(rounded, Value(Decimal(0)), output_field=MONEY)


def _progress():
    keys = required_steps()
    if not keys:
        return Value(0, output_field=IntegerField())
    done = StepCompletion.objects.filter(leader=OuterRef("pk"), step_key__in=keys).order_by()
    number = done.values("leader").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0)) * 100 / len(keys)


def required_steps() -> frozenset:
    """The keys of all steps without which the required courses aren't finished."""
    outlines = outlines_of(CoursePage.objects.open_to_read().filter(required=True))
    return frozenset().union(*(outline.required_keys() for outline in outlines.values()))


def _filtered(rows, filters: Mapping[str, str]):
    for name in ("tier", "cohort", "status"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    if filters.get("stale") == "1":
        rows = rows.filter(stale=True)
    if str(coach := filters.get("coach") or "").isdigit():
        rows = rows.filter(coach=coach)
    if str(region := filters.get("region") or "").isdigit():
        inside = Region.objects.within(Region.objects.filter(pk=region))
        rows = rows.filter(region__in=inside)
    if words := (filters.get("q") or "").strip():
        rows = rows.filter(_search(words))
    return rows


def _search(words: str) -> Q:
    found = Q(user__name__icontains=words) | Q(community__icontains=words) | Q(code=words)
    digits = words.replace(" ", "")
    return found | Q(user__phone__endswith=digits) if digits.isdigit() else found
