"""People decide: a manager approves or declines what the machine proposed."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments import certificate
from assessments.models import Certificate
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices import inbox
from school.people.models import Leader
from school.standing import current
from school.standing.access import may_decide
from school.standing.evaluation import tier_of
from school.standing.models import Proposal, Standing, TierChange
from school.standing.rules import Rules
from school.standing.signals import tier_changed


@transaction.atomic
def approve(*, proposal: Proposal, by, reason: str = "") -> TierChange:
    """Move the leader to the proposed tier: history, current row, certificate, notice.

    Approving twice, or by two managers at once, moves her once: the second is refused.
    Refuses: proposal-closed (decided already, or she stands elsewhere by now), not-allowed.
    """
    proposal = _lock(proposal, by)
    _check_still_true(proposal)
    _close(proposal, Proposal.State.APPROVED, by, reason)
    change = _move(proposal, by, reason)
    _certify(change)
    _tell_of_move(change)
    tier_changed.send(sender=TierChange, change=change)
    return change


@transaction.atomic
def reject(*, proposal: Proposal, by, reason: str) -> Proposal:
    """Decline the proposal, and tell the leader the reason in the manager's words.

    Refuses: proposal-closed, not-allowed, reason-missing.
    """
    proposal = _lock(proposal, by)
    if not reason.strip():
        raise Refusal("reason-missing", _("Please say why: she will read it."))
    _close(proposal, Proposal.State.REJECTED, by, reason)
    _tell_of_wait(proposal)
    return proposal


def _lock(proposal: Proposal, by) -> Proposal:
    """The proposal as it is in the database now, held until the end of the transaction."""
    locked = Proposal.objects.select_for_update(of=("self",)).select_related(
        "leader__user", "from_tier", "to_tier"
    )
    proposal = locked.get(pk=proposal.pk)
    if not may_decide(by, proposal.leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
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


def _close(proposal: Proposal, state: str, by, reason: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.reason = reason.strip()
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _move(proposal: Proposal, by, reason: str) -> TierChange:
    change = TierChange.objects.create(
        leader=proposal.leader,
        from_tier=proposal.from_tier,
        to_tier=proposal.to_tier,
        rate=Rules.of(dates.today()).rates.get(proposal.to_tier_id),
        at=proposal.decided_at,
        by=by,
        reason=reason.strip(),
        proposal=proposal,
    )
    current.take_over_tier(change)
    newcomers = [Leader.Status.INVITED, Leader.Status.ONBOARDING, Leader.Status.PROBATION]
    Leader.objects.filter(pk=change.leader_id, status__in=newcomers).update(
        status=Leader.Status.ACTIVE
    )
    return change


def _certify(change: TierChange) -> None:
    tier = change.to_tier
    certificate.issue(
        leader=change.leader,
        kind=Certificate.Kind.TIER,
        key=tier.code,
        title={"zh-hans": f"{tier.name}团长", "en": f"{tier.name_en} group leader"},
    )


def _tell_of_move(change: TierChange) -> None:
    user = change.leader.user
    with translation.override(user.language):
        tier = change.to_tier.title
        pay = _("Your commission rate is now %(rate)s%%.") % {"rate": _percent(change.rate)}
        body = _("Your manager has confirmed it, and your certificate is on its way.")
        inbox.notify(
            user=user,
            kind="tier-changed",
            title=_("You have moved up: %(tier)s") % {"tier": tier},
            body=f"{body} {pay}" if change.rate is not None else body,
            link=reverse("home:path"),
            key=f"tier-change-{change.pk}",
        )


def _tell_of_wait(proposal: Proposal) -> None:
    user = proposal.leader.user
    with translation.override(user.language):
        inbox.notify(
            user=user,
            kind="tier-waits",
            title=_("Not yet: %(tier)s") % {"tier": proposal.to_tier.title},
            body=_("Your manager writes: %(reason)s") % {"reason": proposal.reason},
            link=reverse("home:path"),
            key=f"proposal-{proposal.pk}-rejected",
        )


def _percent(rate) -> str:
    return format((rate * 100).normalize(), "f") if rate is not None else ""
