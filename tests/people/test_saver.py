"""Saving data, and whose page it is."""

import pytest
from django.test import Client

from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("chosen", "hint", "cookie", "saves"),
    [
        ("auto", "", "", False),
        ("auto", "on", "", True),
        ("auto", "", "1", True),
        ("on", "", "", True),
        ("off", "on", "1", False),
    ],
)
def test_what_she_chose_counts_more_than_what_the_browser_says(
    client_of, leader, chosen, hint, cookie, saves
):
    tree.course("first", lessons=1)
    leader.user.data_saver = chosen
    leader.user.save()
    client = client_of(leader)
    client.cookies["thin"] = cookie
    page = client.get("/courses/first/step-1/", headers={"Save-Data": hint}).text
    assert ("saving data" in page) is saves


def test_she_sets_size_and_saver_for_all_her_phones(client_of, leader):
    client = client_of(leader)
    client.post("/me/phone/", {"text_size": 150, "data_saver": "on"})
    page = client.get("/path/").text
    assert 'data-text="150"' in page
    assert "css/text.css" in page
    assert "Data is being saved now" in client.get("/me/phone/").text


def test_another_size_than_ours_is_refused(client_of, leader):
    answer = client_of(leader).post("/me/phone/", {"text_size": 900, "data_saver": "on"})
    assert answer.status_code == 422
    leader.user.refresh_from_db()
    assert leader.user.text_size == 100


def test_every_page_says_whose_it_is(client_of, leader, trainer):
    assert Client().get("/").headers["X-Person"] == "0"
    assert Client().get("/accounts/login/").headers["X-Person"] == "0"
    client = client_of(leader)
    assert client.get("/path/").headers["X-Person"] == str(leader.user_id)
    client.post("/accounts/logout/")
    assert client.get("/").headers["X-Person"] == "0"
    assert "X-Person" not in client_of(trainer).get("/cms/").headers
