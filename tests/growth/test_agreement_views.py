"""A leader's agreements on her phone: read, sign, keep the sheet, end."""

from datetime import timedelta

import pytest

from school.growth import sheet
from school.growth.models import Agreement, Offer, Signature, SigningCode
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import SmsMessage
from tests import cast
from tests.growth.conftest import newest_code, offered, published, wrong
from tests.growth.signing import sign

pytestmark = pytest.mark.django_db


def test_from_the_notice_to_the_sheet(offer, client_of, django_capture_on_commit_callbacks):
    client = client_of(offer.leader)
    assert "Exclusive agreement" in client.get("/agreements/").text
    read = client.get(f"/agreements/{offer.pk}/")
    assert "Group buys on this platform only" in read.text
    assert Offer.objects.get().read_at
    assert "Send me the code" in client.get(f"/agreements/{offer.pk}/sign/").text

    asked = client.post(f"/agreements/{offer.pk}/code/", follow=True)
    assert "138****" in asked.text and newest_code() not in asked.text
    typed = {"name": "Li Mei", "code": newest_code()}
    with django_capture_on_commit_callbacks(execute=True):
        signed = client.post(f"/agreements/{offer.pk}/sign/", typed, follow=True)
    assert "Signed. Your copy is on this page." in signed.text
    signature = Signature.objects.get()
    copy = client.get(f"/agreements/sheet/{signature.code}/")
    assert b"".join(copy.streaming_content).startswith(b"%PDF-")
    assert "Exclusive agreement" in client.get("/agreements/").text


def test_she_reads_it_in_her_language(leader, agreement, operations, client_of):
    leader.user.language = "zh-hans"
    leader.user.save()
    offer = offered(leader, agreement, operations)
    assert "只在本平台开团" in client_of(leader).get(f"/agreements/{offer.pk}/").text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "Zhou Lan"}, "The school knows you as Li Mei"),
        ({"code": ""}, "Please fill this in."),
        ({"code": "wrong"}, "not the code of our newest message"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(offer, client_of, sent, said):
    client = client_of(offer.leader)
    client.post(f"/agreements/{offer.pk}/code/")
    answers = {"name": "Li Mei", "code": newest_code()} | sent
    if answers["code"] == "wrong":
        answers["code"] = wrong(newest_code())
    refused = client.post(f"/agreements/{offer.pk}/sign/", answers)
    assert refused.status_code == 422
    assert said in refused.text
    assert not Signature.objects.exists()


def test_a_wrong_try_stays_counted(offer, client_of):
    client = client_of(offer.leader)
    client.post(f"/agreements/{offer.pk}/code/")
    address, right = f"/agreements/{offer.pk}/sign/", newest_code()
    for _try in range(5):
        client.post(address, {"name": "Li Mei", "code": wrong(right)})
    assert SigningCode.objects.get().tries == 5
    refused = client.post(address, {"name": "Li Mei", "code": right})
    assert "Ask for a new code" in refused.text


def test_too_many_codes_are_refused_kindly(offer, client_of):
    client = client_of(offer.leader)
    for _time in range(4):
        answer = client.post(f"/agreements/{offer.pk}/code/", follow=True)
    assert "That was many codes" in answer.text
    assert SmsMessage.objects.count() == 3


@pytest.mark.parametrize("path", ["", "sign/", "end/"])
def test_anothers_agreement_is_not_there(offer, other_leader, client_of, path):
    sign(offer)
    assert client_of(other_leader).get(f"/agreements/{offer.pk}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["code/", "sign/", "decline/", "end/"])
def test_nobody_acts_on_anothers(offer, other_leader, client_of, path):
    posted = client_of(other_leader).post(f"/agreements/{offer.pk}/{path}", {"reason": "x"})
    assert posted.status_code == 404
    offer.refresh_from_db()
    assert offer.state == Offer.State.OPEN
    assert not SmsMessage.objects.exists()


def test_the_day_to_sign_is_over(offer, client_of):
    Offer.objects.update(sign_by=dates.today() - timedelta(days=1))
    client = client_of(offer.leader)
    page = client.get(f"/agreements/{offer.pk}/")
    assert "The day to sign is over" in page.text and "I have read it" not in page.text
    answer = client.post(f"/agreements/{offer.pk}/code/", follow=True)
    assert "The day to sign is over" in answer.text
    assert not SmsMessage.objects.exists()
    assert "Nothing to sign" in client.get("/agreements/").text


def test_signing_twice_leads_back(offer, client_of):
    sign(offer)
    answer = client_of(offer.leader).post(
        f"/agreements/{offer.pk}/sign/", {"name": "Li Mei", "code": "123456"}, follow=True
    )
    assert "You have signed this already" in answer.text
    assert Signature.objects.count() == 1


def test_declining(offer, client_of):
    client = client_of(offer.leader)
    answer = client.post(f"/agreements/{offer.pk}/decline/", follow=True)
    assert "nothing changes" in answer.text
    assert "You did not sign this one" in client.get(f"/agreements/{offer.pk}/").text


def test_she_ends_it_with_a_reason(offer, client_of):
    sign(offer)
    client = client_of(offer.leader)
    assert "30 days" in client.get(f"/agreements/{offer.pk}/end/").text
    assert client.post(f"/agreements/{offer.pk}/end/", {"reason": " "}).status_code == 422
    answer = client.post(f"/agreements/{offer.pk}/end/", {"reason": "I move"}, follow=True)
    assert "Your coach has been told" in answer.text
    assert "You have ended it: I move" in answer.text
    assert "End this agreement" not in answer.text


def test_the_list_takes_the_same_queries_for_one_and_for_many(
    offer, leader, operations, client_of, queries
):
    sign(offer)
    client = client_of(leader)
    one = queries(client, "/agreements/")
    for _version in range(3):
        sign(offered(leader, published(by=operations), operations))
        SigningCode.objects.all().delete()
    offered(leader, published(Agreement.Kind.STANDARDS, by=operations), operations)
    assert queries(client, "/agreements/") == one


def test_staff_and_visitors_are_sent_away(offer, operations, client_of, client):
    assert client.get("/agreements/").status_code == 302
    assert client_of(operations).get(f"/agreements/{offer.pk}/").headers["location"] == "/start/"


class TestSheet:
    def test_it_carries_the_record_and_no_more(self, offer):
        signature = sign(offer)
        html = sheet.html(signature)
        for shown in (
            "Li Mei",
            signature.text_hash,
            signature.phone,
            signature.spaced_code,
            "Group buys on this platform only",
        ):
            assert shown in html
        assert offer.leader.user.phone[3:] not in html

    def test_it_is_made_once(self, offer, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            signature = sign(offer)
        signature.refresh_from_db()
        assert signature.file.name == f"agreements/{signature.code}.pdf"
        assert sheet.keep(signature.pk) is False

    def test_an_altered_text_gets_no_sheet(self, offer):
        signature = sign(offer)
        Agreement.objects.update(text_en="other")
        signature.offer.agreement.refresh_from_db()
        with pytest.raises(Refusal) as refused:
            sheet.html(signature)
        assert refused.value.code == "agreement-altered"

    def test_only_who_sees_her_may_have_it(self, offer, manager, coach, other_leader, client_of):
        address = f"/agreements/sheet/{sign(offer).code}/"
        for person in (manager, coach):
            assert client_of(person).get(address).status_code == 200
        elsewhere = cast.manager("Elsewhere", [cast.region("Elsewhere")])
        for person in (other_leader, elsewhere):
            assert client_of(person).get(address).status_code == 404


class TestProof:
    def test_the_code_of_the_sheet_is_known(self, offer, client):
        signature = sign(offer)
        typed = f" {signature.spaced_code.lower()} "
        found = client.get("/agreements/proof/", {"code": typed}, follow=True)
        assert "This agreement was signed here" in found.text
        assert "it binds" in found.text and signature.text_hash[:16] in found.text
        assert signature.phone not in found.text
        assert found.headers["X-Robots-Tag"] == "noindex"

    @pytest.mark.parametrize("code", ["ABCD", "A" * 16, "0" * 16, "%00"])
    def test_a_forged_code_is_not(self, client, code):
        answer = client.get(f"/agreements/proof/{code}/")
        assert answer.status_code == 404
        assert "know this code" in answer.text

    def test_guessing_is_slowed_down(self, client):
        for _guess in range(30):
            client.get("/agreements/proof/AAAABBBBCCCCDDDD/")
        assert client.get("/agreements/proof/AAAABBBBCCCCDDDD/").status_code == 429
