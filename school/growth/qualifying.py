"""When a recruit counts: by her own effective orders in her first days, never by her own recruits.

The rule is a setting (DOMAIN: 10 effective orders in 30 days); what was reached by it is kept.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from school.growth.certified import certified
from school.growth.letters import Letter, send
from school.growth.models import GrowthSettings, Qualification
from school.growth.recruits import recruits, window
from school.people.models import Leader
from school.standing.models import SalesWeek

# Figures may come late, and weeks are imported anew; after this nobody is looked at again.
FIGURES_COME_WITHIN = timedelta(days=90)
Week = dict[str, Any]


@transaction.atomic
def qualify(on: date) -> int:
    """Write down whose sales are enough by now; answers how many. Done twice, nobody is written
    twice. A fixed number of queries."""
    asked = GrowthSettings.load()
    waiting = list(_waiting(on, asked.recruit_days))
    weeks = _weeks({one.pk: one for one in waiting}, asked.recruit_days)
    reached = [row for one in waiting if (row := _judge(one, weeks[one.pk], asked))]
    made = Qualification.objects.bulk_create(reached, ignore_conflicts=True)
    _tell({one.pk: one for one in waiting}, made)
    return len(made)


def _waiting(on: date, days: int):
    """Recruits who might count, of leaders who may invite."""
    since = on - timedelta(days=days) - FIGURES_COME_WITHIN
    found = recruits().filter(qualification__isnull=True, joined_on__gte=since, sells=True)
    may = certified().studying().values("pk")
    return found.filter(referrer__in=may).select_related("user", "referrer__user")


def _weeks(waiting: dict[int, Leader], days: int) -> dict[int, list[Week]]:
    """The sales weeks of each one's first days, in their order."""
    found: dict[int, list[Week]] = defaultdict(list)
    sold = SalesWeek.objects.current().filter(leader__in=waiting).order_by("week_start")
    for week in sold.values("leader", "week_start", "effective_orders", "sales_import"):
        first, last = window(waiting[week["leader"]].joined_on, days)
        if first <= week["week_start"] <= last:
            found[week["leader"]].append(week)
    return found


def _judge(recruit: Leader, weeks: list[Week], asked: GrowthSettings) -> Qualification | None:
    total = 0
    for at, week in enumerate(weeks, start=1):
        total += week["effective_orders"]
        if total >= asked.recruit_orders:
            return Qualification(
                recruit=recruit,
                referrer_id=recruit.referrer_id,
                on=week["week_start"] + timedelta(days=6),
                orders=total,
                orders_needed=asked.recruit_orders,
                days=asked.recruit_days,
                evidence=[_evidence(one) for one in weeks[:at]],
            )
    return None


def _evidence(week: Week) -> Week:
    return {
        "week": week["week_start"].isoformat(),
        "effective_orders": week["effective_orders"],
        "sales_import": week["sales_import"],
    }


def _tell(recruits_by_pk: dict[int, Leader], made: list[Qualification]) -> None:
    title = _("%(name)s has made a good start")
    body = _("You brought her. Thank you for standing by her in the first weeks.")
    send(
        Letter(
            user=recruits_by_pk[row.recruit_id].referrer.user,
            kind="referral",
            key=f"qualified:{row.recruit_id}",
            title=title,
            params={"name": recruits_by_pk[row.recruit_id].name},
            body=body,
            link=reverse("growth:refer"),
        )
        for row in made
    )
