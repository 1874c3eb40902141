"""The joining page: from the invitation to the first page of the class."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from school.notices.models import SmsMessage
from school.people.models import Application, Leader, User
from tests import cast


def test_from_the_invitation_to_the_intakes_page(phone, invitation):
    shown = phone.client.get("/join/abcd2345/")
    assert shown.status_code == 200
    assert "Zhou Lan invites you" in shown.text
    assert "Intake 12" in shown.text
    assert "Teacher Lin" in shown.text

    sent = phone.join("ABCD2345")
    assert sent.headers["location"] == reverse("account_confirm_login_code")
    assert not Leader.objects.filter(user__phone="+8613800000555").exists()
    assert "138 0000 0555" in phone.client.get(sent.headers["location"]).text

    let_in = phone.type_code(phone.newest_code())
    assert let_in.headers["location"] == "/start/"
    leader = Leader.objects.get(user__phone="+8613800000555")
    assert leader.intake == invitation.intake
    assert leader.user.phone_verified_at
    first = phone.client.get("/start/")
    assert first.headers["location"] == reverse("home:intake")
    again = phone.client.get("/start/")
    assert again.headers["location"] == reverse("home:path")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"revoked_at": timezone.now()}, "has been withdrawn"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "has run out"),
        ({"max_uses": 0}, "places of this invitation are taken"),
    ],
)
def test_an_invitation_out_of_use_says_so_kindly(phone, intake, trainer, fields, sentence):
    made = cast.invitation(intake, trainer, **fields)
    refused = phone.client.get(f"/join/{made.code}/")
    assert refused.status_code == 404
    assert sentence in refused.text
    assert reverse("people:enter_code") in refused.text


def test_an_unknown_code_may_be_typed_again(phone):
    refused = phone.client.get("/join/NOSUCH22/")
    assert refused.status_code == 404
    assert "know this invitation code" in refused.text


def test_a_code_typed_by_hand_leads_to_its_page(phone):
    asked = phone.client.get("/join/")
    assert asked.status_code == 200
    typed = phone.client.get("/join/", {"code": " ABCD 2345 "})
    assert typed.headers["location"] == "/join/ABCD2345/"
    strange = phone.client.get("/join/", {"code": "//evil.example/x"})
    assert strange.headers["location"] == "/join/evil.examplex/"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"consent": ""}, "Without your agreement"),
        ({"phone": "138 0000"}, "is not a mobile number"),
        ({"name": ""}, "required"),
        ({"group_members": "-3"}, "greater than or equal to 0"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(phone, invitation, said, sentence):
    answered = phone.join("ABCD2345", **said)
    assert answered.status_code == 422
    assert sentence in answered.text
    assert not Application.objects.exists()
    assert not SmsMessage.objects.exists()


def test_the_place_may_go_while_she_writes(phone, invitation):
    phone.client.get("/join/ABCD2345/")
    invitation.max_uses = 0
    invitation.save()
    assert phone.join("ABCD2345").status_code == 404
    assert not SmsMessage.objects.exists()


def test_the_place_may_go_while_the_code_travels(phone, invitation):
    phone.join("ABCD2345")
    invitation.max_uses = 0
    invitation.save()
    phone.type_code(phone.newest_code())
    start = phone.client.get("/start/")
    assert start.status_code == 200
    assert "You are not in a class yet" in start.text
    assert "places of this invitation are taken" in start.text
    assert not Leader.objects.filter(user__phone="+8613800000555").exists()


def test_somebody_logged_in_without_a_class_joins_at_once(phone, invitation, client_of):
    person = cast.user("Wang Fang")
    client = client_of(person)
    asked = client.get("/join/ABCD2345/")
    assert person.phone in asked.text
    said = {"name": "Wang Fang", "community": "Willow Lane", "group_members": "40"}
    said |= {"kind": "shop", "language": "en", "consent": "on", "phone": "138 0000 0999"}
    joined = client.post("/join/ABCD2345/", said)
    assert joined.headers["location"] == "/start/"
    assert Leader.objects.get(user=person).intake == invitation.intake
    assert not User.objects.filter(phone="+8613800000999").exists()
    assert not SmsMessage.objects.exists()


def test_a_leader_who_is_logged_in_is_asked_who_joins(invitation, leader, client_of):
    asked = client_of(leader).get("/join/ABCD2345/")
    assert "Who is joining?" in asked.text
    assert 'name="consent"' not in asked.text


def test_a_log_in_doesnt_complete_the_joining_of_another_number(phone, invitation):
    phone.join("ABCD2345", phone="138 0000 0555")
    other = cast.user("Somebody Else")
    phone.client.post(reverse("account_logout"))
    phone.ask_for_code(other.phone)
    phone.type_code(phone.newest_code())
    assert phone.client.session["_auth_user_id"] == str(other.pk)
    assert not Application.objects.joined().exists()


def test_a_leader_who_joins_again_goes_to_her_path(phone, invitation, leader):
    phone.join("ABCD2345", phone=leader.user.phone)
    phone.type_code(phone.newest_code())
    assert phone.client.get("/start/").headers["location"] == reverse("home:path")


def test_a_closed_account_gets_no_code(phone, invitation):
    closed = cast.user("Closed", is_active=False)
    refused = phone.join("ABCD2345", phone=closed.phone)
    assert refused.headers["location"] == reverse("account_login")
    assert not SmsMessage.objects.exists()


def test_codes_for_one_number_are_limited(phone, invitation):
    for _ in range(3):
        assert phone.join("ABCD2345").status_code == 302
    assert phone.join("ABCD2345").status_code == 429
    assert SmsMessage.objects.count() == 3


def test_the_codes_page_leads_back_to_the_joining(phone, invitation):
    sent = phone.join("ABCD2345")
    assert 'href="/join/ABCD2345/"' in phone.client.get(sent.headers["location"]).text


def test_a_log_in_doesnt_show_which_invitation_a_number_has(phone, invitation):
    phone.join("ABCD2345", phone="138 0000 0555")
    stranger = type(phone)()
    sent = stranger.ask_for_code("138 0000 0555")
    assert "ABCD2345" not in stranger.client.get(sent.headers["location"]).text


def test_the_joining_page_reads_a_fixed_number_of_rows(
    phone, invitation, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        phone.client.get("/join/ABCD2345/")
