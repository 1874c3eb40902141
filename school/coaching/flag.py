"""Who needs somebody, by rule. The thresholds are dated (`CoachingLimits`).

Watched are leaders on probation and active ones who aren't on leave. The week is the latest one
whose complete sales file has come.

- fall: she sold `fall_percent` or more under the mean of the `fall_weeks` weeks before; nothing
  sold counts, never having sold doesn't
- closed: no opening in the last `closed_days`, by whole weeks: no open days, or no orders where
  open days aren't told
- complaints: `complaints` or more in `complaints_days`, in sales files or as cases of her tone,
  whichever are more: the same one may stand in both
- idle: no step, quiz, task, training or review for `idle_days`; counted from when she joined

A week that is unknown for a leader (her row was held back) neither raises nor ends a flag.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from school.coaching.flag_writing import write_flags
from school.coaching.models import CoachingLimits, Flag
from school.lib.money import yuan
from school.standing.models import SalesImport, SalesWeek

# How much each counts in the order of the queue.
WEIGHTS = {Flag.Rule.CLOSED: 4, Flag.Rule.FALL: 3, Flag.Rule.COMPLAINTS: 3, Flag.Rule.IDLE: 1}


def latest_week(on: date | None = None, *, complete: bool = False) -> date | None:
    """The Monday of the latest week whose sales have come: by a day, or complete ones only."""
    imports = SalesImport.objects.filter(state=SalesImport.State.CURRENT)
    if on:
        imports = imports.filter(week_start__lt=on)
    if complete:
        imports = imports.filter(complete=True)
    return imports.order_by("-week_start").values_list("week_start", flat=True).first()


@transaction.atomic
def raise_flags(*, on: date) -> int:
    """Raise what holds on this day, end what doesn't, for everybody in the same few statements;
    answers how many flags stand. Done twice, nothing changes."""
    limits = CoachingLimits.objects.valid_on(on)
    write_flags(on=on, week=latest_week(on, complete=True), limits=limits)
    return Flag.objects.open().count()


def words(flag: Flag) -> str:
    """Why the flag stands, in a sentence for coaches and managers."""
    match flag.rule:
        case Flag.Rule.FALL:
            return _("Sold %(now)s last week; her mean before was %(usual)s.") % {
                "now": yuan(flag.value),
                "usual": yuan(flag.usual),
            }
        case Flag.Rule.CLOSED:
            number = int(flag.value)
            return ngettext(
                "No opening for %(days)s day.", "No opening for %(days)s days.", number
            ) % {"days": number}
        case Flag.Rule.COMPLAINTS:
            number = int(flag.value)
            return ngettext(
                "%(number)s complaint lately.", "%(number)s complaints lately.", number
            ) % {"number": number}
        case _idle:
            return _("Has not learned since %(day)s.") % {"day": f"{flag.since:%Y-%m-%d}"}


def rows_of(flag: Flag) -> list[SalesWeek]:
    """The sales weeks that the flag looked at, the latest first."""
    if flag.first is None:
        return []
    rows = SalesWeek.objects.within(flag.first, flag.last).filter(leader=flag.leader_id)
    return list(rows.order_by("-week_start"))


@dataclass(frozen=True)
class AtRisk:
    """How many leaders stood under a flag at the end of a day, and for what."""

    count: int
    closed: int
    fallen: int


def at_risk(seen, on: date) -> AtRisk:
    """Of these leaders, those with a flag at the end of this day. One query."""
    flags = Flag.objects.open_on(on).filter(leader__in=seen).order_by()
    rules: dict[int, set[str]] = {}
    for leader, rule in flags.values_list("leader", "rule"):
        rules.setdefault(leader, set()).add(rule)
    return AtRisk(
        count=len(rules),
        closed=sum(Flag.Rule.CLOSED in held for held in rules.values()),
        fallen=sum(Flag.Rule.FALL in held for held in rules.values()),
    )
