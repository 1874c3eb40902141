"""A move that was decided is taken back: nothing is deleted, a move the other way is added."""

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import certificate
from assessments.models import Certificate
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import history, letters
from school.standing.access import may_decide
from school.standing.models import Standing, TierChange
from school.standing.move import certify, move
from school.standing.signals import tier_changed


@transaction.atomic
def overturn(*, change: TierChange, by, reason: str) -> TierChange:
    """Take a leader's latest move back, with a reason that she reads.

    After a step up its certificate is withdrawn; after a step down she has the certificate of her
    tier as before. Refuses: not-allowed, reason-missing, overturned-already, not-latest (she has
    moved since), nothing-before (her first tier), not-studying.
    """
    leader = Leader.objects.select_related("user").get(pk=change.leader_id)
    _check(change, leader, by, reason)
    Standing.objects.select_for_update().filter(leader=leader).first()
    _check_latest(change)
    back = move(
        leader=leader,
        below=change.to_tier,
        above=change.from_tier,
        by=by,
        reason=reason,
        overturns=change,
    )
    history.write(back, by=by)
    _certificates(back, by)
    letters.taken_back(back)
    tier_changed.send(sender=TierChange, change=back)
    return back


def _check(change: TierChange, leader: Leader, by, reason: str) -> None:
    if not may_decide(by, leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
    if not reason.strip():
        raise Refusal("reason-missing", _("Please say why: she will read it."))
    if change.from_tier_id is None:
        raise Refusal("nothing-before", _("This is her first tier: there is none before it."))
    if leader.status not in Leader.STUDYING:
        raise Refusal("not-studying", _("She isn't with the school any more."))


def _check_latest(change: TierChange) -> None:
    """Asked after her standing is locked: two who take the same move back take it back once."""
    if TierChange.objects.filter(overturns=change).exists():
        raise Refusal("overturned-already", _("This move has been taken back already."))
    latest = TierChange.objects.filter(leader=change.leader_id).order_by("-at", "-pk").first()
    if latest != change:
        raise Refusal("not-latest", _("She has moved since; only her latest move is taken back."))


def _certificates(back: TierChange, by) -> None:
    if back.to_tier.rank > back.from_tier.rank:
        certify(back)
        return
    mine = Certificate.objects.genuine().filter(leader=back.leader, kind=Certificate.Kind.TIER)
    for one in mine.filter(key=back.from_tier_id):
        certificate.revoke(certificate=one, by=by, reason=back.reason)
