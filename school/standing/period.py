"""Weeks whose books are closed: operations locks a week, and says why when it is opened again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people import roles
from school.standing.models import PeriodEvent, SalesPeriod
from school.standing.weeks import monday


@transaction.atomic
def lock(*, week: date, by, reason: str = "") -> SalesPeriod:
    """Close a week: nothing changes its figures any more. Locked twice, it is locked once.

    Refuses: not-allowed, week-not-monday.
    """
    _check_may(by)
    period = _row(monday(week))
    if not period.is_locked:
        _turn(period, PeriodEvent.What.LOCKED, by, reason)
    return period


@transaction.atomic
def unlock(*, week: date, by, reason: str) -> SalesPeriod:
    """Open a locked week again. Refuses: not-allowed, reason-missing, week-not-locked."""
    _check_may(by)
    if not reason.strip():
        raise Refusal("reason-missing", _("Say why this week is opened again."))
    period = _row(monday(week))
    if not period.is_locked:
        raise Refusal("week-not-locked", _("This week isn't locked."))
    _turn(period, PeriodEvent.What.UNLOCKED, by, reason.strip())
    return period


def hold(week: date) -> SalesPeriod:
    """The week's row, held until the end of the transaction, so that whoever changes its figures
    does it alone. Refuses: week-locked."""
    period = _row(week)
    if period.is_locked:
        raise _locked(week)
    return period


def check_open(week: date) -> None:
    """Refuses: week-locked. Holds nothing: for looking before a long work begins."""
    if SalesPeriod.objects.filter(week_start=week, is_locked=True).exists():
        raise _locked(week)


def _row(week: date) -> SalesPeriod:
    SalesPeriod.objects.bulk_create([SalesPeriod(week_start=week)], ignore_conflicts=True)
    return SalesPeriod.objects.select_for_update().get(week_start=week)


def _turn(period: SalesPeriod, what: str, by, reason: str) -> None:
    period.is_locked = what == PeriodEvent.What.LOCKED
    period.save(update_fields=["is_locked"])
    PeriodEvent.objects.create(period=period, what=what, by=by, reason=reason[:300])


def _check_may(by) -> None:
    if roles.OPERATIONS not in roles.of(by):
        raise Refusal("not-allowed", _("Only operations may do this."))


def _locked(week: date) -> Refusal:
    message = _("The week from %(week)s is locked. Unlock it first.")
    return Refusal("week-locked", message, {"week": week.isoformat()})
