"""Demo persons: one tap while developing, and no door at all in production."""

import pytest

from school.people import demo
from tests import cast


@pytest.fixture
def demo_leader(db):
    return cast.leader("Li Mei", intake=None).user


@pytest.fixture(autouse=True)
def in_the_cast(monkeypatch, demo_leader):
    monkeypatch.setattr(demo, "CAST", {demo_leader.phone: "Preparatory leader"})


@pytest.fixture
def developing(settings):
    settings.DEBUG = settings.DEMO_LOGINS = True


def test_while_developing_one_tap_logs_in(client, developing, demo_leader):
    listed = client.get("/accounts/login/")
    assert f'value="{demo_leader.phone}"' in listed.text
    tapped = client.post("/demo/", {"phone": demo_leader.phone})
    assert tapped.headers["location"] == "/start/"
    assert client.session["_auth_user_id"] == str(demo_leader.pk)


def test_nobody_else_can_be_tapped_into(client, developing, operations):
    assert client.post("/demo/", {"phone": operations.phone}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_is_not_a_tap(client, developing, demo_leader):
    assert client.get("/demo/", {"phone": demo_leader.phone}).status_code == 405


@pytest.mark.parametrize(("debug", "wanted"), [(False, True), (True, False), (False, False)])
def test_elsewhere_there_is_no_such_door(client, settings, demo_leader, debug, wanted):
    settings.DEBUG, settings.DEMO_LOGINS = debug, wanted
    assert client.post("/demo/", {"phone": demo_leader.phone}).status_code == 404
    assert demo_leader.phone not in client.get("/accounts/login/").text
    assert demo.choices() == []
