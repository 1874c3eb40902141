"""The way of a leader who says "I'm here": scanned or typed, logged in or not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import AttendanceMark, CheckIn, Session
from courses.trainings import check_in_prompt
from courses.trainings.attendance import current_mark, mark
from courses.trainings.check_in import KEPT
from courses.trainings.check_in_code import digits_of, slot_of, token_of
from courses.trainings.check_in_device import COOKIE
from school.notices.models import SmsMessage
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db
HERE = "/here/"


@pytest.fixture
def session(db) -> Session:
    return tree.session(timezone.now() - timedelta(minutes=1))


def token(session, slots_ago: int = 0) -> str:
    address = token_of(session.pk, slot_of(timezone.now()) - slots_ago)
    return reverse("courses:scanned", args=[address])


def digits(session, slots_ago: int = 0) -> str:
    return digits_of(session.pk, slot_of(timezone.now()) - slots_ago)


def test_a_scan_shows_one_button_and_writes_nothing(client_of, leader, session):
    answer = client_of(leader).get(token(session))
    html = answer.content.decode()
    assert "I'm here" in html and "data-here" in html and session.name in html
    assert not CheckIn.objects.exists()


def test_the_tap_checks_her_in(client_of, leader, session):
    phone = client_of(leader)
    phone.get(token(session))
    answer = phone.post(HERE, follow=True)
    assert answer.redirect_chain == [(f"/here/at/{session.pk}/", 302)]
    assert "You&#x27;re here" in answer.content.decode() or "You're here" in answer.content.decode()
    assert current_mark(session=session, leader=leader).proof == "qr"


def test_a_second_scan_leads_to_the_same_page(client_of, leader, session):
    phone = client_of(leader)
    for _time in range(2):
        phone.get(token(session))
        assert phone.post(HERE, follow=True).status_code == 200
    assert AttendanceMark.objects.count() == 1


def test_a_scan_survives_the_log_in_and_counts_from_its_moment(leader, session, settings):
    phone = Client()
    answer = phone.get(token(session))
    assert answer.url == f"/accounts/login/?next={HERE}"
    kept = phone.session["here"]
    earlier = timezone.now() - timedelta(minutes=5)
    store = phone.session
    store["here"] = kept | {"at": earlier.isoformat()}
    store.save()
    phone.force_login(leader.user, backend="school.people.backends.PersonBackend")
    assert "data-here" in phone.get(HERE).content.decode()
    phone.post(HERE)
    made = CheckIn.objects.get()
    assert made.at == earlier
    assert made.received_at > earlier


def test_a_proof_does_not_wait_for_ever(client_of, leader, session):
    phone = client_of(leader)
    phone.get(token(session))
    store = phone.session
    store["here"] = store["here"] | {"at": (timezone.now() - KEPT * 2).isoformat()}
    store.save()
    assert phone.post(HERE)["X-Refusal"] == "code-expired"
    assert not CheckIn.objects.exists()


def test_a_proof_of_one_leader_is_not_anothers(client_of, leader, other_leader, session):
    client_of(leader).get(token(session))
    assert client_of(other_leader).post(HERE)["X-Refusal"] == "code-expired"
    assert not CheckIn.objects.exists()


def test_a_used_proof_is_gone(client_of, leader, session):
    phone = client_of(leader)
    phone.get(token(session))
    phone.post(HERE)
    assert phone.post(HERE)["X-Refusal"] == "code-expired"
    assert CheckIn.objects.count() == 1


def test_typing_the_code(client_of, leader, session):
    phone = client_of(leader)
    answer = phone.post(HERE, {"code": digits(session)})
    assert answer.url == f"/here/at/{session.pk}/"
    assert CheckIn.objects.get().way == "code"


def test_typing_before_the_log_in_waits_too(session):
    phone = Client()
    assert phone.post(HERE, {"code": digits(session)}).url == f"/accounts/login/?next={HERE}"
    assert phone.session["here"]["session_id"] == session.pk


def test_what_is_refused_says_why_and_offers_typing(client_of, leader, session):
    other = tree.session(timezone.now() - timedelta(minutes=1), of=tree.series("group"))
    phone = client_of(leader)
    refused = {
        "code-expired": phone.get(token(session, slots_ago=4)),
        "code-forged": phone.get(token(session)[:-3] + "aa/"),
        "other-session": phone.post(HERE, {"code": digits(other), "session": session.pk}),
    }
    for code, answer in refused.items():
        assert (answer.status_code, answer["X-Refusal"]) == (422, code)
        assert 'name="code"' in answer.content.decode()
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("not-started", {"starts_at": timezone.now() + timedelta(hours=2)}),
        ("over", {"starts_at": timezone.now() - timedelta(hours=5)}),
        ("cancelled", {"state": Session.State.CANCELLED}),
    ],
)
def test_a_session_that_is_not_on_is_refused(code, fields, client_of, leader):
    fields = {"starts_at": timezone.now()} | fields
    session = tree.session(fields.pop("starts_at"), **fields)
    phone = client_of(leader)
    phone.get(token(session))
    assert phone.post(HERE)["X-Refusal"] == code


def test_a_session_of_another_region_is_refused(client_of, leader):
    away = tree.series(region=cast.region("Elsewhere"))
    session = tree.session(timezone.now(), of=away)
    phone = client_of(leader)
    phone.get(token(session))
    assert phone.post(HERE)["X-Refusal"] == "not-for-you"


def test_guessing_is_stopped(client_of, leader, session):
    phone = client_of(leader)
    wrong = f"{(int(digits(session)) + 1) % 10**6:06}"
    answers = [phone.post(HERE, {"code": wrong})["X-Refusal"] for _time in range(9)]
    assert answers[0] == "code-forged"
    assert answers[-1] == "too-many-tries"
    assert phone.post(HERE, {"code": digits(session)})["X-Refusal"] == "too-many-tries"


def test_staff_don_t_check_in(client_of, trainer, session):
    assert client_of(trainer).get(token(session))["X-Refusal"] == "no-leader"


def test_a_phone_keeps_its_number_and_the_school_only_a_hash(client_of, leader, session):
    phone = client_of(leader)
    phone.get(token(session))
    number = phone.cookies[COOKIE].value
    phone.post(HERE)
    assert phone.cookies[COOKIE].value == number
    device = CheckIn.objects.get().device
    assert len(device) == 32 and device not in number


def test_a_forged_phone_number_counts_as_none(client_of, leader, session):
    phone = client_of(leader)
    phone.cookies[COOKIE] = "somebody:forged"
    phone.get(token(session))
    phone.cookies[COOKIE] = "somebody:forged"
    phone.post(HERE)
    assert CheckIn.objects.get().device == ""


def test_done_is_there_for_who_checked_in_only(client_of, leader, other_leader, trainer, session):
    phone = client_of(leader)
    phone.post(HERE, {"code": digits(session)})
    assert client_of(other_leader).get(f"/here/at/{session.pk}/").status_code == 404
    mark(session=session, leader=leader, present=False, by=trainer)
    assert "marked it differently" in phone.get(f"/here/at/{session.pk}/").content.decode()


def test_the_sessions_page_offers_typing_until_she_is_there(client_of, leader, session):
    phone = client_of(leader)
    page = reverse("courses:session", args=[session.pk])
    assert 'name="code"' in phone.get(page).content.decode()
    phone.post(HERE, {"code": digits(session), "session": session.pk})
    assert 'name="code"' not in phone.get(page).content.decode()
    later = tree.soon(of=tree.series("group"))
    html = phone.get(reverse("courses:session", args=[later.pk])).content.decode()
    assert 'name="code"' not in html


def test_the_question_reaches_the_page_and_one_tap_answers(client_of, leader, trainer, session):
    phone = client_of(leader)
    asked = reverse("courses:question", args=[session.pk])
    assert phone.get(asked).status_code == 204
    prompt = check_in_prompt.ask(session=session, by=trainer)
    assert "Still here?" in phone.get(asked).content.decode()
    page = reverse("courses:session", args=[session.pk])
    assert "Still here?" in phone.get(page).content.decode()
    answer = phone.post(reverse("courses:still_here", args=[prompt.pk]))
    assert answer.url == f"/here/at/{session.pk}/"
    assert phone.get(asked).status_code == 204
    assert current_mark(session=session, leader=leader).proof == "prompt"


def test_listening_is_light(client_of, leader, session, django_assert_max_num_queries):
    phone = client_of(leader)
    with django_assert_max_num_queries(3):
        phone.get(reverse("courses:question", args=[session.pk]))


def test_a_scan_leads_through_the_log_in_by_code_and_back(leader, session):
    """The real door: number, text message, code."""
    phone = Client()
    door = phone.get(token(session)).url
    phone.post(door, {"login": leader.user.phone, "next": HERE})
    code = re.search(r"\d{6}", SmsMessage.objects.first().text)[0]
    answer = phone.post(reverse("account_confirm_login_code"), {"code": code, "next": HERE})
    assert answer.url == HERE
    assert "data-here" in phone.get(HERE).content.decode()
    phone.post(HERE)
    assert current_mark(session=session, leader=leader).proof == "qr"
