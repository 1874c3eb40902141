"""What may happen to the limits of the cohorts: operations set them, from a week on that hasn't
been placed yet; what has placed somebody stays."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.people.models import Region
from school.standing.models import CohortLimits, CohortRun
from school.standing.placing_sql import LIMITS
from school.standing.weeks import WEEK, monday


@transaction.atomic
def save(
    *, by, region: Region | None, valid_from: date, numbers: Mapping[str, int]
) -> CohortLimits:
    """Let these limits hold for a region (or the school) from a Monday on. Those that were meant
    for the same Monday and haven't placed anybody are replaced.

    `numbers`: the fields of `CohortLimits` that `placing_sql.LIMITS` names, in per cent.
    Refuses: not-allowed (only operations set them), week-not-monday, limits-used (the week has
    been placed), limits-crossed (head and tail would overlap).
    """
    _check_owner(by)
    check(numbers)
    _check_free(monday(valid_from))
    try:
        with transaction.atomic():
            limits, _made = CohortLimits.objects.update_or_create(
                region=region, valid_from=valid_from, defaults={**numbers, "by": by}
            )
    except IntegrityError as error:
        raise _crossed() from error
    return limits


@transaction.atomic
def take_back(*, by, limits: CohortLimits) -> None:
    """Forget limits that have not placed anybody yet. Refuses: not-allowed, limits-used."""
    _check_owner(by)
    _check_free(limits.valid_from)
    limits.delete()


def first_free_monday() -> date:
    """The first Monday from this week on that hasn't been placed."""
    this, last = dates.week_start(dates.today()), last_placed()
    return this if last is None else max(this, last + WEEK)


def last_placed() -> date | None:
    return CohortRun.objects.order_by("-week").values_list("week", flat=True).first()


def check(numbers: Mapping[str, int]) -> None:
    """Refuses: limits-crossed, unless head ≤ its margin ≤ the tail's margin ≤ tail, of ranks, and
    head ≤ tail, of shares; all between 0 and 100."""
    n = numbers
    ranks = [0, n["head_p"], n["head_leaves"], n["tail_leaves"], n["tail_p"], 100]
    shares = [0, n["head_c"], n["tail_c"], 100]
    if sorted(ranks) != ranks or sorted(shares) != shares or n["smallest"] < 1:
        raise _crossed()


def numbers_of(limits: CohortLimits) -> dict[str, int]:
    return {name: getattr(limits, name) for name in LIMITS}


def _crossed() -> Refusal:
    return Refusal(
        "limits-crossed",
        _("Head and tail must not meet: head, its margin, the tail's margin and tail go upwards."),
    )


def _check_owner(by) -> None:
    if not roles.has_any(by, {roles.OPERATIONS}):
        raise Refusal("not-allowed", _("Only operations set the limits of the cohorts."))


def _check_free(day: date) -> None:
    last = last_placed()
    if last is not None and day <= last:
        raise Refusal(
            "limits-used",
            _("The week of %(day)s has been placed already. Choose a later Monday."),
            {"day": day.isoformat()},
        )
