"""What may happen to offers: they are made, called back to mind, declined, and lapse."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.letters import Letter, day_said, send
from school.growth.models import Agreement, Offer, Signature
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader

BATCH = 500
# Nobody is reminded more often, however many press the button.
REMIND_AFTER = timedelta(days=3)


def eligible(agreement: Agreement) -> QuerySet[Leader]:
    """To whom this agreement can be offered: the exclusive one to active leaders, the standards
    to everybody whom the school teaches."""
    if agreement.kind == Agreement.Kind.EXCLUSIVE:
        return Leader.objects.filter(status=Leader.Status.ACTIVE)
    return Leader.objects.studying()


def missing(agreement: Agreement, on: date) -> QuerySet[Leader]:
    """Those to whom it can be offered and who neither are bound by it nor have it before them."""
    bound = Signature.objects.in_force(on).filter(offer__agreement=agreement)
    waiting = Offer.objects.open().filter(agreement=agreement, sign_by__gte=on)
    return eligible(agreement).exclude(
        Q(pk__in=bound.values("offer__leader")) | Q(pk__in=waiting.values("leader"))
    )


def check_offerable(agreement: Agreement) -> None:
    """Refuses: agreement-draft, agreement-older."""
    if agreement.is_draft:
        raise Refusal("agreement-draft", _("Publish this version before it is offered."))
    newest = Agreement.objects.newest(agreement.kind)
    if newest.pk != agreement.pk:
        raise Refusal("agreement-older", _("A later version is published already."))


def offer_to(
    *,
    agreement: Agreement,
    leaders: QuerySet[Leader],
    by,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Lay the agreement before each of these leaders who lacks it; answers how many. Done twice,
    nobody gets it twice. An open offer of an earlier version is replaced.

    Refuses: agreement-draft, agreement-older.
    """
    check_offerable(agreement)
    now, on = timezone.now(), dates.today()
    wanted = missing(agreement, on).filter(pk__in=leaders.values("pk")).order_by("pk")
    numbers = list(wanted.values_list("pk", flat=True))
    for at in range(0, len(numbers), BATCH):
        _offer_some(agreement, numbers[at : at + BATCH], by, now, on)
        if progress:
            progress(min(at + BATCH, len(numbers)), len(numbers))
    return len(numbers)


@transaction.atomic
def _offer_some(agreement: Agreement, numbers: list[int], by, now: datetime, on: date) -> None:
    _replace_open(agreement.kind, numbers, now)
    sign_by = on + timedelta(days=agreement.sign_days)
    Offer.objects.bulk_create(
        Offer(
            agreement=agreement,
            kind=agreement.kind,
            leader_id=number,
            offered_at=now,
            offered_by=by,
            sign_by=sign_by,
        )
        for number in numbers
    )
    tell_of(Offer.objects.open().filter(agreement=agreement, leader__in=numbers))


def _replace_open(kind: str, numbers: list[int], now: datetime) -> None:
    Offer.objects.open().filter(kind=kind, leader__in=numbers).update(
        state=Offer.State.WITHDRAWN, decided_at=now
    )


def tell_of(offers: QuerySet[Offer]) -> None:
    """A notice to each leader about her new offer."""
    send(
        _letter(offer, _("“%(title)s” waits for your name"), f"offer:{offer.pk}")
        for offer in offers.select_related("agreement", "leader__user")
    )


def _letter(offer: Offer, title, key: str) -> Letter:
    return Letter(
        user=offer.leader.user,
        kind="agreement",
        key=key,
        title=title,
        params={"title": offer.agreement.title_in, "day": day_said(offer.sign_by)},
        body=_("Read it in peace. You can sign until %(day)s."),
        link=reverse("growth:offer", args=[offer.pk]),
    )


def remind(offers: QuerySet[Offer]) -> int:
    """Call these open offers back to mind; answers how many. Who was reminded in the last days
    isn't bothered again."""
    now, on = timezone.now(), dates.today()
    lately = Q(reminded_at__gt=now - REMIND_AFTER)
    due = offers.open().filter(sign_by__gte=on).exclude(lately)
    due = list(due.select_related("agreement", "leader__user"))
    title = _("“%(title)s” still waits for your name")
    send(_letter(offer, title, f"offer:{offer.pk}:{on.isoformat()}") for offer in due)
    for at in range(0, len(due), BATCH):
        some = [offer.pk for offer in due[at : at + BATCH]]
        Offer.objects.filter(pk__in=some).update(reminded_at=now)
    return len(due)


def open_offer(leader: Leader, offer_id: int) -> Offer:
    """The leader's own offer, if she can still sign it.

    Refuses: offer-unknown (also another's), offer-signed, offer-late, offer-closed.
    """
    mine = Offer.objects.select_related("agreement", "leader__user")
    offer = mine.filter(leader=leader, pk=offer_id).first()
    if offer is None:
        raise Refusal("offer-unknown", _("We don't know this agreement."))
    check_open(offer, dates.today())
    return offer


def check_open(offer: Offer, on: date) -> None:
    """Refuses: offer-signed, offer-late, offer-closed."""
    if offer.state == Offer.State.SIGNED:
        raise Refusal("offer-signed", _("You have signed this already."))
    if offer.state == Offer.State.LAPSED or offer.is_late(on):
        raise Refusal("offer-late", _("The day to sign is over. Ask your coach for a new one."))
    if offer.state != Offer.State.OPEN:
        raise Refusal("offer-closed", _("This one doesn't wait for you any more."))


def decline(*, leader: Leader, offer_id: int) -> None:
    """She doesn't want it; nothing else follows from that here.

    Refuses: what `open_offer` refuses.
    """
    offer = open_offer(leader, offer_id)
    Offer.objects.open().filter(pk=offer.pk).update(
        state=Offer.State.DECLINED, decided_at=timezone.now()
    )


def note_read(offer: Offer) -> None:
    """She has opened the text; the first time is kept."""
    if offer.read_at is None:
        Offer.objects.filter(pk=offer.pk, read_at=None).update(read_at=timezone.now())


def lapse(on: date) -> int:
    """Close the offers whose day is over; answers how many."""
    late = Offer.objects.open().filter(sign_by__lt=on)
    return late.update(state=Offer.State.LAPSED, decided_at=timezone.now())
