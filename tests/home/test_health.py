"""What machines ask: is the school well, and how does it look on a home screen."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError

from school.jobs.models import Job


def test_a_well_school_says_so(client, db, django_assert_num_queries):
    with django_assert_num_queries(2):
        answered = client.get("/healthz")
    assert answered.status_code == 200
    assert json.loads(answered.content) == {"status": "ok"}
    assert not answered.cookies
    assert "no-store" in answered.headers["cache-control"]


def test_a_school_whose_jobs_are_out_of_reach_is_not_well(client, db, monkeypatch):
    def gone(*_args):
        raise DatabaseError("no such table")

    monkeypatch.setattr(Job.objects, "exists", gone)
    answered = client.get("/healthz")
    assert answered.status_code == 503
    assert json.loads(answered.content) == {"status": "unavailable"}


def test_the_manifest_describes_the_school_in_the_readers_language(client, db):
    answered = client.get("/manifest.webmanifest", headers={"accept-language": "en"})
    assert answered.headers["content-type"] == "application/manifest+json"
    told = json.loads(answered.content)
    assert told["name"] == "Group Leader Business School"
    assert (told["start_url"], told["scope"], told["display"]) == ("/start/", "/", "standalone")


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_icons_of_the_manifest_are_there(client, db, at):
    icon = json.loads(client.get("/manifest.webmanifest").content)["icons"][at]
    assert finders.find(icon["src"].removeprefix("/static/"))


def test_pages_point_to_the_manifest(client, db):
    assert 'href="/manifest.webmanifest"' in client.get("/accounts/login/").text
