"""Applicants in the CMS."""

import pytest

from school.growth import applicant as rules
from school.growth.models import Applicant, RouteDecision
from school.growth.score_card import install_score_card
from school.notices.models import SmsMessage
from school.people.models import Leader
from school.standing.samples import install_sample_rules
from tests import cast
from tests.growth.test_applicant import applied

HERE = "/cms/applicants/"


@pytest.fixture
def one(region):
    install_score_card()
    return rules.apply(applied(region=region))


def test_the_most_points_come_first(one, manager, client_of):
    rules.apply(applied(name="Few points", phone="+8613800000556", group_members=3))
    page = client_of(manager).get(HERE).text
    assert page.index("Wu Fang") < page.index("Few points")
    assert "Few points" not in client_of(manager).get(f"{HERE}?q=0555").text
    assert "Wu Fang" not in client_of(manager).get(f"{HERE}?source=online").text


def test_her_points_are_explained(one, manager, client_of):
    page = client_of(manager).get(f"{HERE}{one.pk}/").text
    assert "40 points" in page and "Full-time mother" in page


def test_inviting_her(one, intake, manager, client_of):
    client = client_of(manager)
    told = client.post(f"{HERE}{one.pk}/invite/", {"intake": intake.pk}, follow=True)
    assert "on its way to her phone" in told.text
    told = client.post(f"{HERE}{one.pk}/invite/", {"intake": intake.pk}, follow=True)
    assert "answered her already" in told.text
    client.post(f"{HERE}{one.pk}/invite-again/")
    assert SmsMessage.objects.count() == 2


def test_inviting_into_no_class(one, manager, client_of):
    told = client_of(manager).post(f"{HERE}{one.pk}/invite/", {"intake": "99"}, follow=True)
    assert "Choose a class" in told.text
    assert not SmsMessage.objects.exists()


def test_taking_back_who_left(leader, intake, manager, client_of):
    install_sample_rules()
    Leader.objects.update(status=Leader.Status.LEFT)
    one = rules.apply(applied(phone=leader.user.phone))
    client, here = client_of(manager), f"{HERE}{one.pk}/"
    assert "Take her back" in client.get(here).text
    assert (
        "Please say why" in client.post(f"{here}invite/", {"intake": intake.pk}, follow=True).text
    )
    asked = {"intake": intake.pk, "reason": "Her mother is well again"}
    assert "She is back." in client.post(f"{here}invite/", asked, follow=True).text
    assert Leader.objects.get(pk=leader.pk).status == Leader.Status.PROBATION


def test_answering_no(one, manager, client_of):
    client = client_of(manager)
    assert "Say why" in client.post(f"{HERE}{one.pk}/decline/", follow=True).text
    client.post(f"{HERE}{one.pk}/decline/", {"answer": "No group yet"})
    one.refresh_from_db()
    assert (one.state, one.answer, one.decided_by) == ("declined", "No group yet", manager)


def test_deciding_how_she_begins(one, leader, manager, client_of):
    client = client_of(manager)
    asked = {"route": "experienced", "reason": "Ran a shop"}
    assert "not joined yet" in client.post(f"{HERE}{one.pk}/route/", asked, follow=True).text
    Applicant.objects.update(leader=leader, state="joined")
    told = client.post(f"{HERE}{one.pk}/route/", asked, follow=True)
    assert "She has been told" in told.text and "Ran a shop" in told.text
    assert RouteDecision.objects.get().by == manager


@pytest.mark.parametrize("path", ["", "invite/", "decline/", "route/", "invite-again/"])
def test_a_manager_elsewhere_finds_nobody(one, client_of, path):
    client = client_of(cast.manager("Elsewhere", [cast.region("Elsewhere")]))
    answer = client.post(f"{HERE}{one.pk}/{path}") if path else client.get(f"{HERE}{one.pk}/")
    assert answer.status_code == 404
    assert "Wu Fang" not in client.get(HERE).text


@pytest.mark.parametrize("path", ["", "funnel/", "{pk}/"])
def test_coaches_and_leaders_stay_outside(one, coach, leader, client_of, path):
    for person in (coach, leader):
        assert client_of(person).get(HERE + path.format(pk=one.pk)).status_code in (302, 403)


@pytest.mark.parametrize("by", ["source", "week", "intake", "forged"])
def test_the_funnel_has_its_picture_and_its_table(one, operations, client_of, by):
    page = client_of(operations).get(f"{HERE}funnel/?by={by}&weeks=4")
    assert "data:image/svg+xml" in page.text and "First order" in page.text
    assert 'alt="Applied 1, Invited 0' in page.text


def test_operations_keep_the_score_card(operations, manager, client_of):
    client = client_of(operations)
    client.post("/cms/score-card/new/", {"about": "kind", "value": "shop", "points": "7"})
    assert "shop" in client.get("/cms/score-card/").text
    refused = client.post("/cms/score-card/new/", {"about": "kind", "value": "x", "points": "7"})
    assert "does not fit" in refused.text
    assert client_of(manager).get("/cms/score-card/new/").status_code in (302, 403)


@pytest.mark.parametrize("path", ["", "funnel/"])
def test_one_and_many_take_the_same_queries(one, operations, client_of, queries, path):
    client = client_of(operations)
    few = queries(client, HERE + path)
    for at in range(4):
        rules.apply(applied(phone=f"+861380000059{at}", region=one.region))
    assert queries(client, HERE + path) == few
