"""Signing: name and code, tried and abused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school.growth import signing
from school.growth.models import Agreement, Offer, Signature, SigningCode, Termination
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import SmsMessage
from tests.growth.conftest import newest_code, offered, published, wrong
from tests.growth.signing import sign, until

pytestmark = pytest.mark.database

DAY = timedelta(days=1)


def refusal_of(work, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        work(*args, **kwargs)
    return refused.value.code


def test_what_is_written_down(offer, agreement):
    signature = sign(offer)
    offer.refresh_from_db()
    today = dates.today()
    assert offer.state == Offer.State.SIGNED and offer.decided_at
    assert signature.typed_name == "Li Mei"
    assert signature.text_hash == agreement.text_hash == agreement.fingerprint()
    assert signature.phone.startswith("138****") and "0000" not in signature.phone[:7]
    assert signature.begins_on == today
    assert signature.ends_on.year == today.year + 1 or today.month == 1
    assert signing.is_head_partner(offer.leader, today)
    assert list(signing.head_partners(today)) == [offer.leader]


def test_the_standards_make_nobody_a_head_partner(leader, operations):
    standards = published(Agreement.Kind.STANDARDS, by=operations, valid_months=None)
    signature = sign(offered(leader, standards, operations))
    assert signature.ends_on is None
    assert not signing.is_head_partner(leader, dates.today())
    assert signing.signed(leader, "standards", dates.today() + 9999 * DAY) == signature


def test_the_message_says_what_the_code_signs_and_goes_to_her_number(offer):
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    message = SmsMessage.objects.get()
    assert message.phone == offer.leader.user.phone
    assert "Exclusive agreement" in message.text
    assert newest_code() not in SigningCode.objects.get().digest


@pytest.mark.parametrize("typed", ["li mei", " Li  Mei ", "Ｌｉ Ｍｅｉ", "LiMei"])
def test_her_name_is_hers_however_it_is_spaced(offer, typed):
    assert sign(offer, name=typed).pk


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"name": " "}, "name-missing"),
        ({"name": "Zhou Lan"}, "name-differs"),
        ({"code": ""}, "code-missing"),
    ],
)
def test_what_is_missing_or_not_hers_is_refused(offer, asked, code):
    assert refusal_of(sign, offer, **asked) == code
    assert not Signature.objects.exists()


def test_a_code_is_not_guessed(offer):
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    right = newest_code()
    asked = {"leader": offer.leader, "offer_id": offer.pk, "name": "Li Mei", "language": "en"}
    for _try in range(5):
        assert refusal_of(signing.sign, **asked, code=wrong(right)) == "code-wrong"
    assert refusal_of(signing.sign, **asked, code=right) == "code-spent"
    assert not Signature.objects.exists()


def test_an_old_code_and_an_earlier_one_are_no_good(offer):
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    first = newest_code()
    SigningCode.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    asked = {"leader": offer.leader, "offer_id": offer.pk, "name": "Li Mei", "language": "en"}
    assert refusal_of(signing.sign, **asked, code=first) == "code-old"
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    if newest_code() != first:
        assert refusal_of(signing.sign, **asked, code=first) == "code-wrong"


def test_codes_are_sent_seldom(offer):
    for _time in range(3):
        signing.send_code(leader=offer.leader, offer_id=offer.pk)
    asked = {"leader": offer.leader, "offer_id": offer.pk}
    assert refusal_of(signing.send_code, **asked) == "code-too-often"
    SigningCode.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    signing.send_code(**asked)
    SigningCode.objects.bulk_create(
        SigningCode(offer=offer, digest="x", sent_at=timezone.now() - timedelta(hours=2))
        for _time in range(6)
    )
    assert refusal_of(signing.send_code, **asked) == "code-too-often"


def test_a_code_for_one_agreement_does_not_sign_another(offer, leader, operations):
    other = offered(leader, published(Agreement.Kind.STANDARDS, by=operations), operations)
    signing.send_code(leader=leader, offer_id=other.pk)
    first = newest_code()
    signing.send_code(leader=leader, offer_id=offer.pk)
    asked = {"leader": leader, "offer_id": offer.pk, "name": "Li Mei", "language": "en"}
    if newest_code() != first:
        assert refusal_of(signing.sign, **asked, code=first) == "code-wrong"


def test_nobody_signs_for_another(offer, other_leader):
    asked = {"leader": other_leader, "offer_id": offer.pk}
    assert refusal_of(signing.send_code, **asked) == "offer-unknown"
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    asked |= {"name": other_leader.name, "code": newest_code(), "language": "en"}
    assert refusal_of(signing.sign, **asked) == "offer-unknown"


def test_signing_twice_signs_once(offer):
    sign(offer)
    assert refusal_of(sign, offer) == "offer-signed"
    assert Signature.objects.count() == 1


def test_of_two_at_the_same_moment_one_signs(offer):
    """Both have passed the checks; the second finds the offer signed."""
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    row = SigningCode.objects.get()
    signing._write(offer, row, "Li Mei", "en")
    assert refusal_of(signing._write, offer, row, "Li Mei", "en") == "offer-signed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"sign_by": dates.today() - DAY}, "offer-late"),
        ({"state": Offer.State.LAPSED}, "offer-late"),
        ({"state": Offer.State.WITHDRAWN}, "offer-closed"),
        ({"state": Offer.State.DECLINED}, "offer-closed"),
    ],
)
def test_an_offer_that_is_over_is_not_signed(offer, fields, code):
    signing.send_code(leader=offer.leader, offer_id=offer.pk)
    Offer.objects.update(**fields)
    asked = {"name": "Li Mei", "code": newest_code(), "language": "en"}
    got = refusal_of(signing.sign, leader=offer.leader, offer_id=offer.pk, **asked)
    assert got == code
    assert refusal_of(signing.send_code, leader=offer.leader, offer_id=offer.pk) == code


def test_an_altered_text_is_not_signed(offer):
    Agreement.objects.update(text="other")
    assert refusal_of(sign, offer) == "agreement-altered"


def test_a_newer_version_ends_the_older(offer, leader, operations):
    old = until(sign(offer), dates.today() - 9 * DAY, dates.today() + 90 * DAY)
    new = sign(offered(leader, published(by=operations), operations))
    ended = Termination.objects.get(signature=old)
    assert ended.side == Termination.Side.NEWER
    assert ended.last_day == dates.today() - DAY
    assert signing.signed(leader, "exclusive", dates.today()) == new
