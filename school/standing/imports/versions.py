"""The versions of a week's sales: which one counts, and taking one back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people import roles
from school.standing import period
from school.standing.models import SalesFile, SalesImport, SalesWeek
from school.standing.signals import sales_imported

State = SalesImport.State


def current(week: date) -> SalesImport | None:
    return SalesImport.objects.filter(week_start=week, state=State.CURRENT).first()


@transaction.atomic
def undo(*, sales_import: SalesImport, by) -> SalesImport | None:
    """Take a version back: the one before it counts again, and nothing of either is lost, so that
    decisions keep their evidence. Answers the version that counts now; None if there is none, and
    the week's figures are unknown again.

    Refuses: not-allowed, week-locked, version-not-current (a newer one has come, or it was taken
    back already).
    """
    if roles.OPERATIONS not in roles.of(by):
        raise Refusal("not-allowed", _("Only operations may do this."))
    week = sales_import.week_start
    period.hold(week)
    gone = SalesImport.objects.get(pk=sales_import.pk)
    if gone.state != State.CURRENT:
        raise Refusal("version-not-current", _("Only the version that counts can be taken back."))
    gone.state, gone.undone_at, gone.undone_by = State.UNDONE, timezone.now(), by
    gone.save(update_fields=["state", "undone_at", "undone_by"])
    gone.weeks.update(current=False)
    before = _before(gone)
    if before:
        SalesImport.objects.filter(pk=before.pk).update(state=State.CURRENT)
        before.state = State.CURRENT
        SalesWeek.objects.filter(sales_import=before).update(current=True)
    _mark_files(gone, by)
    sales_imported.send(sender=SalesImport, sales_import=before or gone)
    return before


def _before(gone: SalesImport) -> SalesImport | None:
    """The latest version that was replaced; versions that were taken back stay so."""
    older = SalesImport.objects.filter(week_start=gone.week_start, version__lt=gone.version)
    return older.filter(state=State.REPLACED).order_by("-version").first()


def _mark_files(gone: SalesImport, by) -> None:
    """The file that this version came from says so too."""
    files = SalesFile.objects.filter(sales_import=gone, state=SalesFile.State.DONE)
    files.update(state=SalesFile.State.UNDONE, undone_at=gone.undone_at, undone_by=by)
