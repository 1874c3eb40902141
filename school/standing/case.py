"""What may happen to a case: it is opened, and closed with what came of it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import elimination, history, recheck
from school.standing.access import may_decide, may_report
from school.standing.models import Case, Elimination


@transaction.atomic
def open_case(*, leader: Leader, kind: str, text: str, by, happened_on: date | None = None) -> Case:
    """Write down what was reported about a leader; `happened_on` is today if left out.

    Refuses: not-allowed, reason-missing (nothing is said), date-future.
    """
    if not may_report(by, leader):
        raise Refusal("not-allowed", _("Only her coach or her manager may open a case."))
    if not text.strip():
        raise Refusal("reason-missing", _("Please say what was reported."))
    happened_on = happened_on or dates.today()
    if happened_on > dates.today():
        raise Refusal("date-future", _("This day is still to come."))
    case = Case.objects.create(
        leader=leader,
        kind=kind,
        text=text.strip(),
        happened_on=happened_on,
        opened_at=timezone.now(),
        opened_by=by,
    )
    history.write(case, by=by)
    return case


def close(*, case: Case, by, outcome: str, findings: str) -> Case:
    """Close a case with what came of it: nothing in it, or settled.

    Refuses: not-allowed, case-closed, reason-missing, outcome-unknown (verifying has its own
    rule).
    """
    if outcome not in (Case.Outcome.CLEARED, Case.Outcome.SETTLED):
        raise Refusal("outcome-unknown", _("Please choose what came of it."))
    return _end(case, by, outcome, findings)


def verify(*, case: Case, by, findings: str) -> Case:
    """Close a case whose red line is proved. With that it is proposed that she goes; deciding so
    is for a person, and another matter. Who opened the case doesn't verify it herself.

    Refuses: not-allowed, case-closed, reason-missing, no-red-line, same-person.
    """
    if not case.is_about_red_line:
        raise Refusal("no-red-line", _("This kind of case is not about a red line."))
    if case.opened_by_id == by.pk:
        message = _("You opened this case: somebody else has to verify the red line.")
        raise Refusal("same-person", message)
    return _end(case, by, Case.Outcome.VERIFIED, findings)


@transaction.atomic
def _end(case: Case, by, outcome: str, findings: str) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not may_decide(by, case.leader):
        raise Refusal("not-allowed", _("Only the manager of her region may close this case."))
    if not case.is_open:
        raise Refusal("case-closed", _("This case is closed already."))
    if not findings.strip():
        raise Refusal("reason-missing", _("Please say what came of it."))
    now = timezone.now()
    case.outcome, case.findings, case.closed_at, case.closed_by = outcome, findings.strip(), now, by
    if outcome == Case.Outcome.VERIFIED:
        case.verified_at, case.verified_by = now, by
    case.save()
    history.write(case, by=by)
    recheck.soon([case.leader_id])
    if outcome == Case.Outcome.VERIFIED:
        elimination.propose_by_rule(leader=case.leader, cause=Elimination.Cause.RED_LINE, case=case)
    return case
