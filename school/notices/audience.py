"""To whom an announcement goes: the kinds of audience, one object each. Upper floors register
theirs (`register`), as standing does for tiers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.notices.models import Robot
from school.people import roles
from school.people.models import Intake, Leader, Region

Options = list[tuple[str, Any]]


@dataclass(frozen=True)
class Audience:
    """`options` are what one may choose from, `narrow` keeps those of a set of leaders who belong
    to the chosen one, `robots` are the robots of their groups."""

    code: str
    label: Any
    options: Callable[[Any], Options]
    narrow: Callable[[QuerySet[Leader], str], QuerySet[Leader]]
    robots: Callable[[Any, str], QuerySet[Robot]] = lambda user, ref: Robot.objects.none()


_audiences: dict[str, Audience] = {}


def register(audience: Audience) -> Audience:
    _audiences[audience.code] = audience
    return audience


def choices(user) -> list[tuple[Any, Options]]:
    """What this person may choose, grouped by kind; a choice is "code:ref"."""
    groups = []
    for one in _audiences.values():
        options = [(f"{one.code}:{ref}", label) for ref, label in one.options(user)]
        if options:
            groups.append((one.label, options))
    return groups


def find(user, code: str, ref: str) -> Audience:
    """The audience, if this person may choose it.

    Refuses: audience-unknown.
    """
    found = _audiences.get(code)
    if found is None or ref not in {str(option) for option, _label in found.options(user)}:
        raise Refusal("audience-unknown", _("Choose to whom it goes."))
    return found


def reached(user, code: str, ref: str) -> QuerySet[Leader]:
    """The leaders to whom it goes: of those whom this person sees and the school still teaches.

    Refuses: audience-unknown.
    """
    seen = Leader.objects.visible_to(user).studying().exclude(user=user)
    return find(user, code, ref).narrow(seen, ref)


def _regions(user) -> QuerySet[Region]:
    if roles.has_any(user, {roles.OPERATIONS}):
        return Region.objects.all()
    if roles.has_any(user, {roles.MANAGER}):
        return Region.objects.looked_after_by(user.pk)
    return Region.objects.none()


def _intakes(user) -> QuerySet[Intake]:
    if roles.has_any(user, {roles.OPERATIONS}):
        return Intake.objects.all()
    hers = Q(trainer=user)
    if roles.has_any(user, {roles.MANAGER}):
        hers |= Q(region__in=_regions(user))
    return Intake.objects.filter(hers)


def _inside(leaders: QuerySet[Leader], ref: str) -> QuerySet[Leader]:
    region = Region.objects.filter(pk=ref)
    return leaders.filter(region__in=Region.objects.within(region))


def _robots_of_all(user, _ref: str) -> QuerySet[Robot]:
    active = Robot.objects.active()
    return active.filter(Q(region__in=_regions(user)) | Q(intake__in=_intakes(user)))


register(
    Audience(
        "all",
        _("Everybody"),
        lambda user: [("", _("All leaders whom I see"))],
        lambda leaders, ref: leaders,
        _robots_of_all,
    )
)
register(
    Audience(
        "region",
        _("Region"),
        lambda user: [(str(one.pk), str(one)) for one in _regions(user).select_related("parent")],
        _inside,
        lambda user, ref: Robot.objects.active().filter(region=ref),
    )
)
register(
    Audience(
        "intake",
        _("Class"),
        lambda user: [(str(one.pk), str(one)) for one in _intakes(user)],
        lambda leaders, ref: leaders.filter(intake=ref),
        lambda user, ref: Robot.objects.active().filter(intake=ref),
    )
)
