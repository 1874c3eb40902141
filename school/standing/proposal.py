"""People decide: a manager approves or declines what the machine proposed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import history, letters
from school.standing.access import may_decide
from school.standing.evaluation import tier_of
from school.standing.models import Proposal, Standing, TierChange
from school.standing.move import certify, move
from school.standing.signals import tier_changed


@transaction.atomic
def approve(*, proposal: Proposal, by, reason: str = "") -> TierChange | None:
    """Move the leader to the proposed tier: history, current row, certificate, notice.

    Where two people decide, the first approval is written down and None is answered; she moves
    when a second person approves. Approving twice, or by two managers at once, moves her once:
    the second is refused. A step down needs a reason.
    Refuses: proposal-closed (decided already, or she stands elsewhere by now), not-allowed,
    same-person, reason-missing.
    """
    proposal = _lock(proposal, by)
    if proposal.is_down and not (reason.strip() or proposal.reason):
        raise Refusal("reason-missing", _("Please say why: she will read it."))
    _check_still_true(proposal)
    if not proposal.needs_two:
        return _carry_out(proposal, by, reason)
    if proposal.first_by_id is None:
        return _approve_first(proposal, by, reason)
    if proposal.first_by_id == by.pk:
        message = _("You have approved this already: a second person confirms it.")
        raise Refusal("same-person", message)
    return _carry_out(proposal, by, reason)


@transaction.atomic
def approve_by_rule(*, proposal: Proposal) -> TierChange:
    """Move the leader up without a person, where the rules of her step say so.

    Refuses: proposal-closed, people-decide (a step down, or a tier about which two people decide).
    """
    proposal = _opened(_held(proposal))
    if proposal.is_down or proposal.needs_two:
        raise Refusal("people-decide", _("People decide about this move."))
    _check_still_true(proposal)
    return _carry_out(proposal, None, "")


@transaction.atomic
def reject(*, proposal: Proposal, by, reason: str) -> Proposal:
    """Decline the proposal, and tell the leader the reason in the manager's words.

    Refuses: proposal-closed, not-allowed, reason-missing.
    """
    proposal = _lock(proposal, by)
    if not reason.strip():
        raise Refusal("reason-missing", _("Please say why: she will read it."))
    _close(proposal, Proposal.State.REJECTED, by, reason)
    history.write(proposal, by=by)
    letters.not_now(proposal)
    return proposal


def _lock(proposal: Proposal, by) -> Proposal:
    held = _held(proposal)
    if not may_decide(by, held.leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
    return _opened(held)


def _held(proposal: Proposal) -> Proposal:
    """The proposal as it is in the database now, held until the end of the transaction."""
    locked = Proposal.objects.select_for_update(of=("self",)).select_related(
        "leader__user", "from_tier", "to_tier", "evaluation"
    )
    return locked.get(pk=proposal.pk)


def _opened(proposal: Proposal) -> Proposal:
    if not proposal.is_open:
        raise Refusal("proposal-closed", _("This has been decided already."))
    return proposal


def _check_still_true(proposal: Proposal) -> None:
    """Her standing is locked too, so that no other move can come between."""
    leader = proposal.leader
    standing = Standing.objects.select_for_update().filter(leader=leader).first()
    leader.standing = standing or Standing(leader=leader, tier=proposal.from_tier)
    if tier_of(leader) != proposal.from_tier_id or leader.status not in Leader.STUDYING:
        raise Refusal(
            "proposal-closed", _("She doesn't stand where she did when this was proposed.")
        )


def _approve_first(proposal: Proposal, by, reason: str) -> None:
    proposal.first_by, proposal.first_at, proposal.reason = by, timezone.now(), reason.strip()
    proposal.save(update_fields=["first_by", "first_at", "reason"])
    history.write(proposal, by=by)


def _carry_out(proposal: Proposal, by, reason: str) -> TierChange:
    _close(proposal, Proposal.State.APPROVED, by, reason or proposal.reason)
    change = move(
        leader=proposal.leader,
        below=proposal.from_tier,
        above=proposal.to_tier,
        by=by,
        reason=proposal.reason,
        at=proposal.decided_at,
        proposal=proposal,
    )
    history.write(proposal, change, by=by)
    if proposal.is_down:
        letters.moved_down(change)
    else:
        certify(change)
        letters.moved_up(change)
    tier_changed.send(sender=TierChange, change=change)
    return change


def _close(proposal: Proposal, state: str, by, reason: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.reason = reason.strip()
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason"])
