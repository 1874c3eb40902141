"""Where a log-in leads."""

import pytest
from django.urls import reverse

from tests import cast


def test_a_leader_comes_to_her_path(client_of, leader):
    assert client_of(leader).get("/start/").headers["location"] == reverse("home:path")


@pytest.mark.parametrize("who", ["trainer", "coach", "manager", "operations"])
def test_staff_come_to_the_cms(client_of, request, who):
    client = client_of(request.getfixturevalue(who))
    assert client.get("/start/").headers["location"] == reverse("wagtailadmin_home")
    assert client.get("/cms/").status_code == 200


def test_staff_who_lead_a_group_come_to_their_path(client_of, leader):
    from school.people import roles

    roles.give(leader.user, roles.COACH)
    assert client_of(leader).get("/start/").headers["location"] == reverse("home:path")


def test_somebody_without_a_class_reads_how_to_get_into_one(client_of, db):
    shown = client_of(cast.user()).get("/start/")
    assert shown.status_code == 200
    assert "You are not in a class yet" in shown.text
    assert 'href="/join/"' in shown.text


def test_a_leader_may_not_enter_the_cms(client_of, leader):
    refused = client_of(leader).get("/cms/", follow=True)
    assert refused.redirect_chain[-1] == (reverse("home:path"), 302)
    assert "permission" in refused.text


def test_staff_come_to_the_screen_that_they_asked_for(client, client_of, manager):
    refused = client.get("/cms/leaders/", follow=True)
    assert refused.redirect_chain[-1][0].startswith("/accounts/login/?next=/start/")
    start = client_of(manager).get("/start/?next=/cms/leaders/")
    assert start.headers["location"] == "/cms/leaders/"


@pytest.mark.parametrize("there", ["//cms/", "https://cms.example/cms/", "/cmsx", "/path/"])
def test_start_leads_nowhere_else(client_of, manager, there):
    start = client_of(manager).get("/start/", {"next": there})
    assert start.headers["location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("path", ["/start/", "/path/", "/intake/"])
def test_visitors_log_in_first(client, db, path):
    assert client.get(path).headers["location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", ["/path/", "/intake/"])
def test_staff_have_no_path(client_of, trainer, path):
    assert client_of(trainer).get(path).headers["location"] == "/start/"


@pytest.mark.parametrize("path", ["/", "/start/", "/path/", "/intake/", "/healthz"])
def test_these_pages_are_only_read(client_of, leader, path):
    assert client_of(leader).post(path).status_code == 405
