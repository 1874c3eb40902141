"""Each leader's tier and rate, for the trading system that pays by it."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from courses.models.trainings.session import midnight
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing.models import Standing
from school.standing.rules import Rules


def standings(changed_since: datetime | None, rules: Rules) -> QuerySet[Standing]:
    """The standings of leaders whom the trading system knows by a number. With `changed_since`
    only those whose tier or rate is another since that moment: when new rules began after it,
    every rate may be."""
    rows = Standing.objects.filter(leader__code__isnull=False).exclude(leader__code="")
    rows = rows.exclude(leader__status=Leader.Status.APPLIED).order_by("leader_id")
    if changed_since and midnight(rules.rule_set.valid_from) < changed_since:
        rows = rows.filter(tier_since__gte=changed_since)
    return rows.values("leader_id", "tier_since", code=F("leader__code"), tier_code=F("tier_id"))


def entry(row: dict, rules: Rules) -> dict:
    """One leader as the API tells it. `rate` is a fraction of net sales as text ("0.1200"), null
    where none is agreed; `since` is the moment at which her tier began, null if at the start."""
    rate = rules.rates.get(row["tier_code"])
    return {
        "leader": row["code"],
        "tier": row["tier_code"],
        "rate": None if rate is None else f"{rate:.4f}",
        "since": _moment(row["tier_since"]),
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None


def current_rules() -> Rules:
    """Refuses: rules-missing."""
    return Rules.of(dates.today())


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 moment; one without an offset is Shanghai's, a day begins at its midnight.

    Refuses: parameter-invalid.
    """
    if not text:
        return None
    try:
        moment = parse_datetime(text) or parse_datetime(f"{text}T00:00:00")
    except ValueError:
        moment = None
    if moment is None:
        raise Refusal(
            "parameter-invalid",
            _("changed_since is a day or a moment, like 2026-11-16T08:00:00+08:00."),
        )
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=SHANGHAI)
