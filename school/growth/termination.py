"""Ending an agreement: by the leader or by the school, with a reason and with notice."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.letters import Letter, day_said, send
from school.growth.models import Offer, Signature, Termination
from school.lib import dates
from school.lib.refusal import Refusal


def end(*, signature: Signature, by, reason: str) -> Termination:
    """End it after its days of notice, and not later than it would end anyhow. Who ends it
    follows from `by`: the leader herself, or else the school.

    Refuses: reason-missing, agreement-ended.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("reason-missing", _("Say why, in a sentence."))
    on, leader = dates.today(), signature.offer.leader
    if signature.last_day is not None and signature.last_day < on:
        raise _ended()
    hers = leader.user_id == by.pk
    try:
        with transaction.atomic():
            ended = Termination.objects.create(
                signature=signature,
                side=Termination.Side.LEADER if hers else Termination.Side.SCHOOL,
                by=by,
                reason=reason,
                last_day=_last_day(signature, on),
            )
            _withdraw_renewal(signature)
    except IntegrityError as error:
        raise _ended() from error
    _tell(ended)
    return ended


def _ended() -> Refusal:
    return Refusal("agreement-ended", _("This agreement is ended already."))


def _last_day(signature: Signature, on):
    last = on + timedelta(days=signature.offer.agreement.notice_days)
    return min(last, signature.ends_on) if signature.ends_on else last


def _withdraw_renewal(signature: Signature) -> None:
    Offer.objects.open().filter(renews=signature).update(
        state=Offer.State.WITHDRAWN, decided_at=timezone.now()
    )


def _tell(ended: Termination) -> None:
    """The other side: the leader, or who offered it to her and her coach."""
    offer = ended.signature.offer
    leader = offer.leader
    params = {
        "name": leader.name,
        "title": offer.agreement.title_in,
        "day": day_said(ended.last_day),
        "reason": ended.reason,
    }
    key = f"ended:{ended.pk}"
    if ended.side == Termination.Side.SCHOOL:
        title, link = _("“%(title)s” ends on %(day)s"), reverse("growth:offer", args=[offer.pk])
        send([Letter(leader.user, "agreement", key, title, params, "%(reason)s", link)])
        return
    title = _("%(name)s ends “%(title)s” on %(day)s")
    others = {user.pk: user for user in (offer.offered_by, leader.coach) if user}
    send(Letter(user, "agreement", key, title, params, "%(reason)s") for user in others.values())
