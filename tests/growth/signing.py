"""Signing by the rules, for tests that need a signed agreement."""

from datetime import date

from school.growth import signing
from school.growth.models import Offer, Signature
from tests.growth.conftest import newest_code


def sign(offer: Offer, **fields) -> Signature:
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    asked = {"name": offer.leader.name, "code": newest_code(), "language": "en"}
    return signing.sign(leader=offer.leader, offer_id=offer.pk, **(asked | fields))


def until(signature: Signature, begins_on: date, ends_on: date | None) -> Signature:
    """The same signature with another term, as if it had been signed in another year."""
    Signature.objects.filter(pk=signature.pk).update(begins_on=begins_on, ends_on=ends_on)
    signature.refresh_from_db()
    return signature
