"""Me: what I see of myself, and which language the school speaks to me."""

from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from school.notices.inbox import notify
from school.people.zones import ZONES
from tests import cast


def test_a_leader_sees_what_the_school_knows(leader, client_of):
    notify(user=leader.user, kind="test", title="Hello")
    shown = client_of(leader).get("/me/").text
    for said in ("Li Mei", "Sunshine Garden", "120", "Intake 12", "Coach Fang", "1 new"):
        assert said in shown
    assert f"tel:{leader.coach.phone}" in shown
    assert 'href="#certificates"' in shown
    assert 'action="/accounts/logout/"' in shown


def test_staff_find_the_way_to_the_cms(trainer, client_of):
    shown = client_of(trainer).get("/me/").text
    assert "/cms/" in shown
    assert "certificates" not in shown


def test_somebody_without_a_class_is_told_how_to_get_into_one(db, client_of):
    assert "/join/" in client_of(cast.user()).get("/me/").text


def test_visitors_log_in_first(client, db):
    assert client.get("/me/").headers["location"] == "/accounts/login/?next=/me/"


def test_name_and_language_are_kept(leader, client_of):
    client = client_of(leader)
    saved = client.post("/me/", {"name": "Li Mei Mei", "language": "zh-hans"})
    assert saved.headers["location"] == "/me/"
    leader.user.refresh_from_db()
    assert (leader.user.name, leader.user.language) == ("Li Mei Mei", "zh-hans")
    assert 'lang="zh-hans"' in client.get("/me/").text


def test_the_clock_where_she_is_is_kept_and_only_one_that_there_is(leader, client_of):
    client = client_of(leader)
    given = {"name": "Li Mei", "language": "en"}
    client.post("/me/", given | {"time_zone": "Europe/Berlin"})
    leader.user.refresh_from_db()
    assert leader.user.time_zone == "Europe/Berlin"
    assert client.post("/me/", given | {"time_zone": "Mars/Olympus"}).status_code == 422
    assert all(ZoneInfo(name) for name, _label in ZONES if name)


def test_an_empty_name_is_refused(leader, client_of):
    assert client_of(leader).post("/me/", {"name": "", "language": "en"}).status_code == 422


def test_the_profile_reads_a_fixed_number_of_rows(leader, client_of, django_assert_max_num_queries):
    client = client_of(leader)
    with django_assert_max_num_queries(8):
        client.get("/me/")


@pytest.mark.parametrize(
    ("name", "initial"), [("李梅", "梅"), ("Li Mei", "M"), ("anna", "A"), ("", "")]
)
def test_one_character_stands_for_a_person(name, initial):
    from school.people.models import User

    assert User(name=name).initial == initial


def test_the_switch_changes_the_account_and_goes_back(leader, client_of):
    client = client_of(leader)
    back = client.post("/language/", {"language": "zh-hans", "next": "/me/"})
    assert back.headers["location"] == "/me/"
    leader.user.refresh_from_db()
    assert leader.user.language == "zh-hans"


def test_a_visitors_choice_is_kept_in_the_browser(client, db):
    client.post("/language/", {"language": "en", "next": "/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert 'lang="en"' in client.get("/accounts/login/").text


def test_the_accounts_language_wins_over_cookie_and_browser(leader, client_of):
    client = client_of(leader)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert 'lang="en"' in client.get("/me/", headers={"accept-language": "zh-hans"}).text


def test_a_language_that_the_school_doesnt_speak_changes_nothing(leader, client_of):
    client_of(leader).post("/language/", {"language": "fr", "next": "/"})
    leader.user.refresh_from_db()
    assert leader.user.language == "en"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_switch_leads_to_no_other_site(client, db, away):
    back = client.post("/language/", {"language": "en", "next": away})
    assert back.headers["location"] == "/"


def test_a_link_doesnt_switch(client, db):
    assert client.get("/language/?language=en").status_code == 405


def test_forms_are_guarded_against_other_sites(leader, db):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/language/", {"language": "en"}).status_code == 403
    translation.activate("en")
