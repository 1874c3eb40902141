"""Recruits and how far they are: invited → joined → first order → qualified."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from school.growth.referral import CHANNEL
from school.lib.phones import mask_phone
from school.people.models import Application, Leader
from school.standing.models import SalesWeek


class Stage(models.TextChoices):
    INVITED = "invited", pgettext_lazy("stage of a recruit", "Invited")
    JOINED = "joined", pgettext_lazy("stage of a recruit", "Joined")
    ORDER = "order", pgettext_lazy("stage of a recruit", "First order")
    QUALIFIED = "qualified", pgettext_lazy("stage of a recruit", "Qualified")


def recruits() -> QuerySet[Leader]:
    """Everybody whom another leader brought, with `sells`: whether she has had an order. Who is
    said to have come before the one who brought her can't have been brought."""
    order = SalesWeek.objects.current().filter(leader=OuterRef("pk"), effective_orders__gt=0)
    brought = Leader.objects.filter(referrer__isnull=False).exclude(referrer=F("pk"))
    in_order = Q(joined_on__gte=F("referrer__joined_on")) | Q(referrer__joined_on=None)
    return brought.filter(in_order).annotate(sells=Exists(order))


def at_stage(found: QuerySet[Leader], stage: str) -> QuerySet[Leader]:
    """Those of the recruits who stand exactly here."""
    if stage == Stage.QUALIFIED:
        return found.filter(qualification__isnull=False)
    return found.filter(qualification__isnull=True, sells=stage == Stage.ORDER)


def stage_of(recruit: Leader) -> Stage:
    if getattr(recruit, "qualification", None):
        return Stage.QUALIFIED
    return Stage.ORDER if recruit.sells else Stage.JOINED


def recruits_of(leader: Leader) -> list[tuple[str, date | None, Stage]]:
    """What a leader reads about those whom she brought: name, day, stage; none of their figures."""
    mine = recruits().filter(referrer=leader).select_related("user", "qualification")
    return [(one.name, one.joined_on, stage_of(one)) for one in mine.order_by("-joined_on", "pk")]


def invited() -> QuerySet[Application]:
    """Who wrote on the joining page of a leader's code and hasn't joined."""
    open_ = Application.objects.filter(invitation__source=CHANNEL, leader=None)
    joined = Application.objects.joined().filter(phone=OuterRef("phone"))
    return open_.exclude(Exists(joined)).select_related("invitation__invited_by__leader")


def count_invited(leader: Leader) -> int:
    """How many numbers wrote on her page and haven't joined."""
    mine = invited().filter(invitation__invited_by=leader.user_id).order_by()
    return mine.values("phone").distinct().count()


class Window(NamedTuple):
    """The sales weeks of a recruit's beginning, by their first and last Monday. Figures come by
    whole weeks: a week that lies partly in the first days counts, which is in her favour."""

    first: date
    last: date


def window(joined_on: date, days: int) -> Window:
    last_day = joined_on + timedelta(days=days - 1)
    return Window(
        joined_on - timedelta(days=joined_on.weekday()),
        last_day - timedelta(days=last_day.weekday()),
    )


def headers() -> list[str]:
    return [
        _("Recommended by"),
        _("Leader ID"),
        _("Recruit"),
        _("Leader ID"),
        _("Phone"),
        _("Region"),
        _("Joined on"),
        _("Stage"),
        _("Qualified on"),
        _("Effective orders"),
        _("Orders needed"),
        _("Days"),
    ]


def table(found: Iterable[Leader]) -> Iterator[list[Any]]:
    """The rows of the file. Phones stay masked: a list that leaves the school is soon anywhere."""
    for one in found:
        reached = getattr(one, "qualification", None)
        yield [
            one.referrer.name,
            one.referrer.code or "",
            one.name,
            one.code or "",
            mask_phone(one.user.phone),
            str(one.region or ""),
            one.joined_on,
            str(stage_of(one).label),
            reached and reached.on,
            reached and reached.orders,
            reached and reached.orders_needed,
            reached and reached.days,
        ]


def with_names(found: QuerySet[Leader]) -> QuerySet[Leader]:
    return found.select_related(
        "user", "region__parent", "referrer__user", "qualification"
    ).order_by("-joined_on", "pk")
