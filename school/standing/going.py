"""A leader goes: what waited for her is closed, and her log-in stays for her certificates."""

from django.utils import timezone
from django.utils.translation import gettext as _

from school.people.models import Leader
from school.standing import history
from school.standing.models import Departure, Elimination, Plan, Proposal


def go(leader: Leader, status: str, by=None) -> None:
    """Give her this status, and close what can't be decided any more; nobody is told of that.

    The caller holds a transaction.
    """
    Leader.objects.filter(pk=leader.pk).update(status=status)
    leader.status = status
    now, why = timezone.now(), _("She left the school.")
    closed = []
    for proposal in Proposal.objects.open().filter(leader=leader).select_related("evaluation"):
        proposal.state, proposal.decided_at = Proposal.State.REJECTED, now
        proposal.reason = why
        closed.append(proposal)
    for plan in Plan.objects.running().filter(leader=leader):
        plan.state, plan.ended_at, plan.reason = Plan.State.STOPPED, now, why
        closed.append(plan)
    if status == Leader.Status.LEFT:
        for one in Elimination.objects.open().filter(leader=leader):
            one.state, one.ended_at, one.end_reason = Elimination.State.WITHDRAWN, now, why
            closed.append(one)
    else:
        for one in Departure.objects.open().filter(leader=leader):
            one.ended_at = now
            closed.append(one)
    for row in closed:
        row.save()
    history.write(*closed, by=by)
