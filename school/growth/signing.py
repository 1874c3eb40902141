"""Signing: a leader types her name and the code from her phone, and both are written down."""

import unicodedata
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth import sheet, signing_code
from school.growth.agreement import check_unaltered
from school.growth.models import Agreement, Offer, Signature, SigningCode, Termination
from school.growth.offer import check_open, open_offer
from school.jobs import job
from school.lib import dates
from school.lib.phones import mask_phone
from school.lib.refusal import Refusal
from school.people.models import Leader


def send_code(*, leader: Leader, offer_id: int) -> None:
    """Refuses: what `open_offer` refuses, and code-too-often."""
    signing_code.send(open_offer(leader, offer_id))


def sign(*, leader: Leader, offer_id: int, name: str, code: str, language: str) -> Signature:
    """Put her name under the agreement. The sheet is made by a job afterwards.

    Refuses: what `open_offer` refuses; name-missing, name-differs; agreement-altered;
    code-missing, code-old, code-spent, code-wrong.
    """
    offer = open_offer(leader, offer_id)
    typed = check_name(leader, name)
    check_unaltered(offer.agreement, offer.agreement.text_hash)
    row = signing_code.check(offer, code)
    signature = _write(offer, row, typed, language)
    job.enqueue(
        kind=sheet.MAKE, args={"signature_id": signature.pk}, key=f"{sheet.MAKE}:{signature.pk}"
    )
    return signature


def check_name(leader: Leader, typed: str) -> str:
    """The name as she typed it, if it is hers. Refuses: name-missing, name-differs."""
    name = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not name:
        raise Refusal("name-missing", _("Type your name: it is your signature."))
    if _bare(name) != _bare(leader.name):
        raise Refusal(
            "name-differs",
            _("The school knows you as %(name)s. Type it like that, or change it under “Me”."),
            {"name": leader.name},
        )
    return name


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@transaction.atomic
def _write(offer: Offer, row: SigningCode, typed: str, language: str) -> Signature:
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    check_open(offer, dates.today())
    if not signing_code.use_up(row):
        raise Refusal("code-spent", _("Too many tries. Ask for a new code."))
    return write_down(offer=offer, typed=typed, language=language)


def write_down(*, offer: Offer, typed: str, language: str) -> Signature:
    """The record of a signature whose name and code were right; for those who checked them."""
    offer.state, offer.decided_at = Offer.State.SIGNED, timezone.now()
    offer.save(update_fields=["state", "decided_at"])
    begins_on, ends_on = _term(offer, dates.today())
    _end_earlier(offer, begins_on)
    return Signature.objects.create(
        offer=offer,
        typed_name=typed,
        phone=mask_phone(offer.leader.user.phone),
        language=language,
        text_hash=offer.agreement.text_hash,
        signed_at=offer.decided_at,
        begins_on=begins_on,
        ends_on=ends_on,
    )


def _term(offer: Offer, on: date) -> tuple[date, date | None]:
    """From when to when it binds: a renewal begins where the old one ends."""
    old = offer.renews
    begins_on = old.ends_on + timedelta(days=1) if old and old.is_in_force(on) else on
    months = offer.agreement.valid_months
    if months is None:
        return begins_on, None
    return begins_on, begins_on + relativedelta(months=months) - timedelta(days=1)


def _end_earlier(offer: Offer, begins_on: date) -> None:
    """What she signed before gives way, so that one agreement of a kind binds at a time."""
    bound = Signature.objects.in_force(begins_on).filter(
        offer__leader=offer.leader_id, offer__kind=offer.kind, termination__isnull=True
    )
    for signature in bound:
        Termination.objects.create(
            signature=signature,
            side=Termination.Side.NEWER,
            by=offer.leader.user,
            last_day=begins_on - timedelta(days=1),
        )


def signed(leader: Leader, kind: str, on: date) -> Signature | None:
    """The signature of this kind that binds her on this day."""
    mine = Signature.objects.in_force(on).filter(offer__leader=leader, offer__kind=kind)
    return mine.select_related("offer__agreement").first()


def is_head_partner(leader: Leader, on: date) -> bool:
    """Whether the overlay "head partner" holds: her exclusive agreement binds today."""
    return signed(leader, Agreement.Kind.EXCLUSIVE, on) is not None


def head_partners(on: date):
    """The leaders with the overlay "head partner" on this day."""
    bound = Signature.objects.in_force(on).filter(offer__kind=Agreement.Kind.EXCLUSIVE)
    return Leader.objects.filter(pk__in=bound.values("offer__leader"))
