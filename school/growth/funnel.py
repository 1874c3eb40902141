"""The funnel: applied → invited → joined → certified → first order, by source, week or class.

Two kinds of people are counted: those who applied on the public form, and those who came straight
with somebody's invitation and wrote on its page. The second were invited when they wrote.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from school.growth.certified import certified
from school.growth.models import Applicant
from school.growth.referral import CHANNEL
from school.lib import dates
from school.people import roles
from school.people.models import Application, Region
from school.standing.models import SalesWeek

STAGES = ("applied", "invited", "joined", "certified", "ordered")
Figures = dict[str, int]


class By(models.TextChoices):
    SOURCE = "source", pgettext_lazy("funnel by", "By source")
    WEEK = "week", pgettext_lazy("funnel by", "By week")
    INTAKE = "intake", pgettext_lazy("funnel by", "By class")


@dataclass(frozen=True)
class Group:
    """One line of the funnel: how many got how far."""

    name: str
    figures: Figures

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Each stage's number, and its share of those who applied."""
        whole = self.figures["applied"]
        return [(self.figures[one], _share(self.figures[one], whole)) for one in STAGES]


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def stage_names() -> list[str]:
    joined = pgettext("state of an applicant", "Joined")
    return [_("Applied"), _("Invited"), joined, _("Certified"), _("First order")]


def funnel(*, user, by: str, weeks: int, on: date) -> tuple[Group, list[Group]]:
    """Everybody who came in the last `weeks` weeks, this one included, and the same by `by`, of
    those whom the person may see. A fixed number of queries."""
    since = dates.week_start(on) - timedelta(weeks=weeks - 1)
    begin = datetime.combine(since, time(), tzinfo=dates.SHANGHAI)
    counted: dict[Any, Figures] = defaultdict(lambda: dict.fromkeys(STAGES, 0))
    rows = [*_applicants(user, by, begin), *_straight(user, by, begin)]
    for row in rows:
        for stage in STAGES:
            counted[_key(by, row["group"])][stage] += row[stage]
    total = {stage: sum(one[stage] for one in counted.values()) for stage in STAGES}
    return Group(_("All"), total), _named(by, counted)


def _applicants(user, by: str, begin: datetime) -> Iterable[dict]:
    field = {
        By.SOURCE: F("source"),
        By.WEEK: TruncWeek("created_at", tzinfo=dates.SHANGHAI),
        By.INTAKE: F("invitation__intake__name"),
    }[by]
    came = Applicant.objects.counted().visible_to(user).filter(created_at__gte=begin)
    return _counted(
        came.annotate(group=field), Count("pk"), Count("pk", filter=Q(invitation__isnull=False))
    )


def _straight(user, by: str, begin: datetime) -> Iterable[dict]:
    """Each number once, though she may have written twice before the code came."""
    field = {
        By.SOURCE: F("invitation__source"),
        By.WEEK: TruncWeek("created_at", tzinfo=dates.SHANGHAI),
        By.INTAKE: F("invitation__intake__name"),
    }[by]
    wrote = Application.objects.filter(created_at__gte=begin, invitation__applicant=None)
    if roles.OPERATIONS not in roles.of(user):
        mine = Region.objects.within(user.regions.all())
        wrote = wrote.filter(invitation__intake__region__in=mine)
    people = Count("phone", distinct=True)
    return _counted(wrote.annotate(group=field), people, people)


def _counted(came: QuerySet, applied: Count, invited: Count) -> Iterable[dict]:
    order = SalesWeek.objects.current().filter(leader=OuterRef("leader"), effective_orders__gt=0)
    marked = came.annotate(
        is_certified=Exists(certified().filter(pk=OuterRef("leader"))), has_order=Exists(order)
    )
    return (
        marked.order_by()
        .values("group")
        .annotate(
            applied=applied,
            invited=invited,
            joined=Count("leader", distinct=True),
            certified=Count("leader", distinct=True, filter=Q(is_certified=True)),
            ordered=Count("leader", distinct=True, filter=Q(has_order=True)),
        )
    )


def _key(by: str, group: Any) -> Any:
    if by == By.WEEK:
        return dates.day_of(group)
    if by == By.SOURCE and group == CHANNEL:
        return Applicant.Source.LEADER.value
    return group or ""


def _named(by: str, counted: dict[Any, Figures]) -> list[Group]:
    """Weeks in their order, everything else with the largest first."""
    if by == By.WEEK:
        return [Group(f"{key:%Y-%m-%d}", counted[key]) for key in sorted(counted)]
    names = dict(Applicant.Source.choices) if by == By.SOURCE else {}
    nothing = _("invited directly") if by == By.SOURCE else _("no class yet")
    in_order = sorted(counted, key=lambda key: (-counted[key]["applied"], key))
    return [Group(str(names.get(key, key) or nothing), counted[key]) for key in in_order]
