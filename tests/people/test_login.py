"""Logging in by a code, and which doors there are under /accounts/."""

import pytest
from django.urls import reverse

from school.notices.models import SmsMessage
from tests import cast


@pytest.mark.parametrize(
    "written", ["13800000777", "138 0000 0777", "+86 138-0000-0777", "１３８０００００７７７"]
)
def test_a_number_is_taken_as_people_write_it(phone, written):
    cast.user("Li Mei", phone="+8613800000777")
    sent = phone.ask_for_code(written)
    assert sent.headers["location"] == reverse("account_confirm_login_code")
    let_in = phone.type_code(phone.newest_code())
    assert let_in.headers["location"] == "/start/"
    assert "_auth_user_id" in phone.client.session


def test_a_code_typed_in_full_width_digits_counts(phone, leader):
    phone.ask_for_code(leader.user.phone)
    wide = phone.newest_code().translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert phone.type_code(wide).headers["location"] == "/start/"


def test_the_code_speaks_the_persons_language_and_not_the_browsers(phone):
    person = cast.user("Li Mei", language="en")
    elsewhere = type(phone)("zh-hans")
    elsewhere.ask_for_code(person.phone)
    assert "is your log-in code" in SmsMessage.objects.first().text


def test_something_else_than_a_number_is_refused(phone):
    answered = phone.ask_for_code("not a number")
    assert answered.status_code == 200
    assert "is not a mobile number" in answered.text
    assert not SmsMessage.objects.exists()


def test_an_unknown_number_looks_like_a_known_one_and_gets_no_message(phone):
    sent = phone.ask_for_code("138 0000 0888")
    shown = phone.client.get(sent.headers["location"])
    assert "138 0000 0888" in shown.text
    assert not SmsMessage.objects.exists()


def test_a_wrong_code_is_said_kindly_and_five_of_them_end_the_try(phone, leader):
    phone.ask_for_code(leader.user.phone)
    right = phone.newest_code()
    wrong = "000000" if right != "000000" else "111111"
    first = phone.type_code(wrong)
    assert "not the code of our newest message" in first.text
    for _ in range(4):
        ended = phone.type_code(wrong)
    assert ended.status_code == 302
    phone.type_code(right)
    assert "_auth_user_id" not in phone.client.session


def test_a_new_code_replaces_the_old_one(phone, leader):
    phone.ask_for_code(leader.user.phone)
    old = phone.newest_code()
    phone.client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    new = phone.newest_code()
    assert SmsMessage.objects.count() == 2
    if old != new:
        assert phone.type_code(old).status_code == 200
    assert phone.type_code(new).headers["location"] == "/start/"


def test_codes_for_one_number_are_limited(phone, leader):
    for _ in range(3):
        phone.ask_for_code(leader.user.phone)
        phone.client.post(reverse("account_logout"))
    slowed = phone.ask_for_code(leader.user.phone)
    assert slowed.status_code == 200
    assert "many tries" in slowed.text
    assert SmsMessage.objects.count() == 3


def test_the_wanted_page_comes_after_the_log_in(phone, leader):
    asked = phone.client.get("/me/")
    assert asked.headers["location"] == "/accounts/login/?next=/me/"
    form = phone.client.get(asked.headers["location"])
    assert 'name="next" value="/me/"' in form.text
    url = reverse("account_login") + "?next=/me/"
    sent = phone.client.post(url, {"login": leader.user.phone, "next": "/me/"})
    let_in = phone.client.post(
        sent.headers["location"], {"code": phone.newest_code(), "next": "/me/"}
    )
    assert let_in.headers["location"] == "/me/"


def test_a_log_in_leads_to_no_other_site(phone, leader):
    away = {"next": "https://evil.example/"}
    sent = phone.client.post(reverse("account_login"), {"login": leader.user.phone, **away})
    assert "evil" not in sent.headers["location"]
    let_in = phone.type_code(phone.newest_code(), **away)
    assert let_in.headers["location"] == "/start/"


def test_logging_out_asks_first_and_forgets_the_session(leader, client_of):
    client = client_of(leader)
    asked = client.get("/accounts/logout/")
    assert "Log out on this phone?" in asked.text
    assert client.post("/accounts/logout/").headers["location"] == "/"
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/change/",
        "/accounts/password/reset/",
        "/accounts/email/",
        "/accounts/phone/change/",
        "/accounts/reauthenticate/",
        "/accounts/3rdparty/",
    ],
)
def test_what_the_school_doesnt_have_isnt_there(phone, path):
    assert phone.client.get(path).status_code == 404


def test_nobody_signs_up_uninvited(phone):
    assert phone.client.get("/accounts/signup/").headers["location"] == "/join/"
    assert phone.client.post("/accounts/signup/", {"phone": "138 0000 0888"}).status_code == 302


def test_the_cms_has_no_log_in_of_its_own(phone):
    asked = phone.client.get("/cms/login/?next=/cms/pages/")
    assert asked.headers["location"] == "/accounts/login/?next=/cms/pages/"


def test_a_code_without_a_question_leads_to_the_question(phone):
    there = phone.client.get("/accounts/login/code/confirm/", follow=True)
    assert there.redirect_chain[-1][0] == "/accounts/login/"


def test_the_page_of_a_closed_account(phone):
    assert "This account is closed" in phone.client.get("/accounts/inactive/").text
