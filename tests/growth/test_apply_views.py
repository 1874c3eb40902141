"""The public form and the page of an applicant."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school.growth import applicant as rules
from school.growth.models import Applicant
from tests.growth.test_applicant import applied

ANSWERS = {
    "name": "Wu Fang",
    "phone": "138 0000 0555",
    "community": "Lake View",
    "group_members": "120",
    "kind": "mother",
    "experience": "some",
    "source": "leader",
    "consent": "on",
}


def test_applying_leads_to_a_page_of_her_own(client, region):
    assert client.get("/apply/").status_code == 200
    sent = client.post("/apply/", ANSWERS | {"region": region.pk})
    made = Applicant.objects.get()
    assert sent.headers["location"] == f"/apply/{made.token}/"
    assert (made.phone, made.region, made.experience) == ("+8613800000555", region, "some")
    assert made.consent_at
    page = client.get(sent.headers["location"])
    assert "It is with us" in page.text
    assert "Wu Fang" not in page.text and "0555" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"consent": ""}, "Without your agreement"),
        ({"phone": "1.38E+10"}, "rounded"),
        ({"phone": "12345"}, "not a mobile number"),
        ({"source": "forged"}, "Select a valid choice"),
        ({"group_members": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_is_missing_or_wrong_is_said(client, db, changed, said):
    refused = client.post("/apply/", ANSWERS | changed)
    assert refused.status_code == 422
    assert said in refused.text
    assert not Applicant.objects.exists()


def test_the_source_may_come_with_the_link(client, db):
    assert 'value="poster" selected' in client.get("/apply/?from=poster").text
    assert 'value="" selected' in client.get("/apply/?from=forged").text.partition("source")[2]


def test_one_number_applies_seldom(client, db):
    for _time in range(3):
        assert client.post("/apply/", ANSWERS).status_code == 302
    assert client.post("/apply/", ANSWERS).status_code == 429
    assert client.post("/apply/", ANSWERS | {"phone": "13800000556"}).status_code == 302
    assert Applicant.objects.count() == 4


def test_one_address_applies_thirty_times_an_hour(client, db):
    for at in range(30):
        client.post("/apply/", ANSWERS | {"phone": f"138000010{at:02d}"})
    assert client.post("/apply/", ANSWERS | {"phone": "13800002000"}).status_code == 429
    assert Applicant.objects.count() == 30


def test_who_writes_again_learns_nothing_of_the_first(client, intake, manager):
    first = rules.apply(applied())
    rules.invite(applicant=first, intake=intake, by=manager)
    page = client.post("/apply/", ANSWERS | {"region": intake.region_id}, follow=True)
    assert "It is with us" in page.text
    assert first.token not in page.text and "/join/" not in page.text


def test_the_page_follows_her_way(client, intake, manager):
    one = rules.apply(applied())
    invited = rules.invite(applicant=one, intake=intake, by=manager)
    address = f"/apply/{one.token}/"
    assert f"/join/{invited.invitation.code}/" in client.get(address).text
    invited.invitation.expires_at = timezone.now() - timedelta(days=1)
    invited.invitation.save()
    stale = client.get(address).text
    assert "has run out" in stale and "/join/" not in stale
    Applicant.objects.update(state="joined")
    assert "You have joined" in client.get(address).text
    Applicant.objects.update(state="declined", answer="Your street has a leader")
    assert "Your street has a leader" in client.get(address).text


@pytest.mark.parametrize("token", ["x", "0", "' OR 1=1"])
def test_a_forged_link_opens_nothing(client, db, token):
    rules.apply(applied())
    assert client.get(f"/apply/{token}/").status_code == 404


def test_leaders_are_led_to_inviting(leader, client_of):
    assert client_of(leader).get("/apply/").headers["location"] == "/refer/"
    assert client_of(leader).post("/apply/", ANSWERS).status_code == 302
    assert not Applicant.objects.exists()
