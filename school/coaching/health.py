"""The group health check: numbers that a leader counts herself, what they say, and what she does.

Each area has one figure, worked out from her numbers:

- coming and going: (joined - gone) ÷ members, in per cent, over 30 days
- how many take part: those who wrote or bought in 30 days ÷ members, in per cent
- her posts: posts about products in the last seven days
- her answers: of the last ten questions, those that she answered within the hour
- from reading to buying: buyers of last week ÷ those who take part, in per cent, at most 100
- buying again: buyers of last week with two orders or more ÷ buyers, in per cent
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from school.coaching.health_words import ADVICE
from school.coaching.models import (
    Area,
    HealthCheck,
    HealthFigure,
    HealthFinding,
    HealthLimit,
    ItemKind,
    PlanItem,
)
from school.lib.refusal import Refusal
from school.notices.context import worded
from school.notices.inbox import notify
from school.people.models import Leader
from school.standing.models import SalesWeek
from school.standing.weeks import FOUR_WEEKS, weeks_within

# The numbers, screen by screen.
SCREENS = (
    ("members", "joined", "gone", "active"),
    ("posts", "answered"),
    ("buyers", "repeat"),
)
NUMBERS = tuple(code for screen in SCREENS for code in screen)
LEAST_ACTIONS, MOST_ACTIONS = 2, 3
LONGEST = timedelta(days=30)
TENTH = Decimal("0.1")
Level = HealthFinding.Level


@dataclass(frozen=True)
class Step:
    """One action that is proposed: for which area, in her words, and by when."""

    area: str
    title: str
    words: str
    due_on: date


def begin(*, leader: Leader) -> HealthCheck:
    """The check that she has under way, or a new one with what the school knows already."""
    if found := HealthCheck.objects.filter(leader=leader, finished_at=None).first():
        return found
    try:
        with transaction.atomic():
            check = HealthCheck.objects.create(leader=leader)
            _put_in(check, known(leader), from_sales=True)
    except IntegrityError:
        return HealthCheck.objects.get(leader=leader, finished_at=None)
    return check


def known(leader: Leader, on: date | None = None) -> dict[str, int]:
    """The numbers that the school knows: of the last sales week, and who joined in four."""
    window = weeks_within(on or timezone.localdate(), FOUR_WEEKS)
    rows = SalesWeek.objects.within(*window).filter(leader=leader)
    last = rows.filter(week_start=window.last).values("buyers", "repeat_buyers").first() or {}
    found = {
        "members": leader.group_members or None,
        "joined": rows.aggregate(n=Sum("new_members"))["n"],
        "buyers": last.get("buyers"),
        "repeat": last.get("repeat_buyers"),
    }
    return {code: number for code, number in found.items() if number is not None}


def put(*, check: HealthCheck, numbers: Mapping[str, int]) -> None:
    """Keep these numbers of a check that is under way, also those that can't be: she sees them
    again beside what is wrong with them, and no plan is made of them.

    Refuses: check-finished, and, when they are kept, where one of them can't be:
    more-than-members, more-than-active, more-than-buyers, more-than-ten.
    """
    with transaction.atomic():
        locked = HealthCheck.objects.select_for_update().get(pk=check.pk)
        if locked.finished_at:
            raise _finished()
        told = known(check.leader)
        numbers = {code: int(numbers[code]) for code in NUMBERS if code in numbers}
        same = {code: number for code, number in numbers.items() if told.get(code) == number}
        _put_in(check, same, from_sales=True)
        own = {code: number for code, number in numbers.items() if code not in same}
        _put_in(check, own, from_sales=False)
    for code, problem in problems(figures_of(check)).items():
        if code in numbers:
            raise problem


def problems(numbers: Mapping[str, int]) -> dict[str, Refusal]:
    """What can't be, by the number at which it is said: the one that is asked last, so that no
    screen speaks of a number on a later one."""
    found = {}
    members, active, buyers = (numbers.get(code) for code in ("members", "active", "buyers"))
    for code in ("joined", "active", "buyers"):
        if members is not None and numbers.get(code, 0) > members:
            message = gettext_lazy("That is more than there are in your group.")
            found[code] = Refusal("more-than-members", message)
    if active is not None and (buyers or 0) > active and "buyers" not in found:
        message = gettext_lazy("%(buyers)s bought last week alone, and who buys takes part.")
        found["buyers"] = Refusal("more-than-active", message, {"buyers": buyers})
    if buyers is not None and numbers.get("repeat", 0) > buyers:
        message = gettext_lazy("That is more than have bought.")
        found["repeat"] = Refusal("more-than-buyers", message)
    if numbers.get("answered", 0) > 10:
        message = gettext_lazy("Of the last ten: at most 10.")
        found["answered"] = Refusal("more-than-ten", message)
    return found


def figures_of(check: HealthCheck) -> dict[str, int]:
    return dict(check.figures.values_list("code", "value"))


def values_of(numbers: Mapping[str, int]) -> dict[str, Decimal]:
    """The figure of every area, rounded half up to tenths, from all the numbers."""
    part = _percent
    return {
        Area.GROWTH: part(numbers["joined"] - numbers["gone"], numbers["members"]),
        Area.ACTIVE: part(numbers["active"], numbers["members"]),
        Area.POSTS: Decimal(numbers["posts"]),
        Area.ANSWERS: Decimal(numbers["answered"]),
        Area.BUYING: min(part(numbers["buyers"], numbers["active"]), Decimal(100)),
        Area.RETURNING: part(numbers["repeat"], numbers["buyers"]),
    }


def _percent(some: int, of: int) -> Decimal:
    if not of:
        return Decimal(0)
    return (Decimal(some) * 100 / of).quantize(TENTH, ROUND_HALF_UP)


def diagnose(check: HealthCheck) -> list[HealthFinding]:
    """What the numbers say, area by area: not kept yet. A finished check says what it said then.

    Refuses: numbers-missing, also where one can't be.
    """
    if check.finished_at:
        return list(check.findings.all())
    numbers = figures_of(check)
    if open_screen(numbers):
        raise Refusal("numbers-missing", gettext_lazy("A few numbers are still missing."))
    limits = HealthLimit.by_area()
    return [
        HealthFinding(
            check_up=check,
            area=area,
            level=_level(value, *limits[area]),
            value=value,
            fine_from=limits[area][0],
            strong_from=limits[area][1],
        )
        for area, value in values_of(numbers).items()
    ]


def _level(value: Decimal, fine_from: Decimal, strong_from: Decimal) -> str:
    if value >= strong_from:
        return Level.STRONG
    return Level.FINE if value >= fine_from else Level.LOOK


def open_screen(numbers: Mapping[str, int]) -> int | None:
    """The number (from 1) of the first screen where a number is missing or can't be; None if all
    are there."""
    wrong = problems(numbers)
    for at, screen in enumerate(SCREENS, start=1):
        if any(code not in numbers or code in wrong for code in screen):
            return at
    return None


def weakest(findings: list[HealthFinding]) -> list[HealthFinding]:
    """The two or three areas to begin with: those to look at first, then the furthest below what
    is strong."""
    order = sorted(findings, key=_strength)
    look = sum(finding.level == Level.LOOK for finding in findings)
    return order[: min(max(look, LEAST_ACTIONS), MOST_ACTIONS)]


def _strength(finding: HealthFinding) -> tuple[int, Decimal]:
    rank = [Level.LOOK, Level.FINE, Level.STRONG].index(Level(finding.level))
    return rank, (finding.value - finding.strong_from) / max(finding.strong_from, Decimal(1))


def propose(findings: list[HealthFinding], on: date) -> list[Step]:
    """Two or three actions, a few days apart."""
    return [
        Step(one.area, str(ADVICE[one.area].action), str(ADVICE[one.area].how), on + days)
        for one, days in zip(
            weakest(findings), (timedelta(days=3), timedelta(days=7), timedelta(days=14)),
            strict=False,
        )
    ]  # fmt: skip


@transaction.atomic
def finish(*, check: HealthCheck, due: Mapping[str, date], on: date) -> list[PlanItem]:
    """Keep what the numbers say, and her actions with their days (`due` by area; proposed days
    where none is given). Her coach is told.

    Refuses: check-finished, numbers-missing, day-not-near (before today or later than in 30 days).
    """
    locked = HealthCheck.objects.select_for_update().get(pk=check.pk)
    if locked.finished_at:
        raise _finished()
    findings = HealthFinding.objects.bulk_create(diagnose(locked))
    locked.finished_at = timezone.now()
    locked.save(update_fields=["finished_at"])
    items = [_item(locked, step, due.get(step.area), on) for step in propose(findings, on)]
    _tell_coach(locked)
    return PlanItem.objects.bulk_create(items)


def _item(check: HealthCheck, step: Step, chosen: date | None, on: date) -> PlanItem:
    due_on = chosen or step.due_on
    if not on <= due_on <= on + LONGEST:
        raise Refusal("day-not-near", gettext_lazy("Choose a day within the next 30 days."))
    texts = {}
    for ending, language in (("", "zh-hans"), ("_en", "en")):
        with override(language):
            texts[f"title{ending}"] = str(ADVICE[step.area].action)
            texts[f"words{ending}"] = str(ADVICE[step.area].how)
    return PlanItem(
        leader_id=check.leader_id,
        check_up=check,
        kind=ItemKind.TASK,
        doer=PlanItem.Doer.LEADER,
        from_on=on,
        due_on=due_on,
        **texts,
    )


def before(check: HealthCheck) -> HealthCheck | None:
    """The finished check before this one."""
    earlier = HealthCheck.objects.finished().filter(leader=check.leader_id, pk__lt=check.pk)
    return earlier.order_by("-pk").first()


def _put_in(check: HealthCheck, numbers: Mapping[str, int], *, from_sales: bool) -> None:
    HealthFigure.objects.bulk_create(
        [
            HealthFigure(check_up=check, code=code, value=number, from_sales=from_sales)
            for code, number in numbers.items()
        ],
        update_conflicts=True,
        unique_fields=["check_up", "code"],
        update_fields=["value", "from_sales"],
    )


def _finished() -> Refusal:
    return Refusal("check-finished", gettext_lazy("This check is finished. Begin a new one."))


def _tell_coach(check: HealthCheck) -> None:
    coach = check.leader.coach
    if coach is None:
        return
    notify(
        user=coach,
        kind="coaching",
        key=f"health-{check.pk}",
        title=worded(gettext_lazy("%(leader)s has looked at her group"), leader=check.leader.name),
        body=gettext_lazy("Her numbers and her plan are on her page."),
        link=reverse("coach:leader", args=[check.leader_id]),
    )
