"""Renewal: who is bound by an agreement that runs out gets it offered again in time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from school.growth.models import Agreement, Offer, Signature
from school.growth.offer import eligible, tell_of


def renew(on: date) -> int:
    """Offer the newest version again to all whose signature ends within its agreement's
    `renew_days`; answers how many. Done twice, nobody gets it twice: a signature is renewed once.
    """
    return sum(_renew(agreement, on) for agreement in Agreement.objects.published())


@transaction.atomic
def _renew(agreement: Agreement, on: date) -> int:
    """The signatures under one version, in a fixed number of queries."""
    newest = Agreement.objects.newest(agreement.kind)
    due = _ending(agreement, on + timedelta(days=agreement.renew_days), on)
    due = due.filter(offer__leader__in=eligible(newest))
    busy = Offer.objects.open().filter(kind=agreement.kind).values("leader")
    signatures = list(due.exclude(offer__leader__in=busy).select_related("offer"))
    now = timezone.now()
    Offer.objects.bulk_create(
        Offer(
            agreement=newest,
            kind=newest.kind,
            leader_id=signature.offer.leader_id,
            offered_at=now,
            sign_by=signature.ends_on,
            renews=signature,
        )
        for signature in signatures
    )
    tell_of(Offer.objects.open().filter(renews__in=[signature.pk for signature in signatures]))
    return len(signatures)


def _ending(agreement: Agreement, by: date, on: date):
    bound = Signature.objects.in_force(on).filter(offer__agreement=agreement, ends_on__lte=by)
    return bound.filter(renewal__isnull=True, termination__isnull=True)
