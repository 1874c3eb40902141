"""How notices come to a person, chosen on her phone."""

from datetime import time

import pytest

from school.lib.refusal import Refusal
from school.notices.choices import choose, chosen
from school.notices.models import Choice, Hours, NoticeSettings

pytestmark = pytest.mark.django_db
NIGHT = {"quiet_from": time(21, 30), "quiet_until": time(7, 30)}
TOPICS = ("training", "learning", "tier", "coaching", "growth", "news")


def form(**changes) -> dict[str, str]:
    ways = {f"{topic}-{channel}": "now" for topic in TOPICS for channel in ("inbox", "sms")}
    return ways | {"quiet_from": "21:30", "quiet_until": "07:30"} | changes


def test_she_finds_the_page_from_her_profile(leader, client_of):
    assert 'href="/me/notices/"' in client_of(leader).get("/me/").text


def test_what_she_chooses_is_kept_and_shown(leader, client_of):
    client = client_of(leader)
    client.post("/me/notices/", form(**{"training-sms": "daily", "news-inbox": "off"}))
    assert chosen(leader.user)["training", "sms"] == "daily"
    page = client.get("/me/notices/").text
    assert '<option value="daily" selected>' in page
    client.post("/me/notices/", form())
    assert not Choice.objects.exists()


def test_hours_like_the_schools_go_on_following_it(leader, client_of):
    client = client_of(leader)
    client.post("/me/notices/", form(quiet_from="20:00", quiet_until="09:00"))
    assert str(Hours.objects.get(user=leader.user)) == "20:00–09:00"
    client.post("/me/notices/", form())
    assert not Hours.objects.exists()
    NoticeSettings.objects.create(quiet_from=time(20), quiet_until=time(8))
    assert 'value="20:00"' in client.get("/me/notices/").text


def test_a_way_that_there_is_not_is_refused(leader, client_of):
    answer = client_of(leader).post("/me/notices/", form(**{"training-sms": "pigeon"}))
    assert answer.status_code == 422
    assert not Choice.objects.exists()


@pytest.mark.parametrize("place", [("office", "sms"), ("training", "robot"), ("x", "inbox")])
def test_only_her_own_topics_and_channels(leader, place):
    with pytest.raises(Refusal) as refused:
        choose(user=leader.user, ways={place: "off"}, **NIGHT)
    assert refused.value.code == "choice-unknown"


def test_staff_choose_for_the_office(manager, client_of):
    page = client_of(manager).get("/me/notices/").text
    assert "Work in the office" in page
    assert "Trainings" not in page


def test_one_persons_choices_are_hers_alone(leader, other_leader, client_of):
    client_of(leader).post("/me/notices/", form(**{"training-sms": "off"}))
    assert chosen(other_leader.user)["training", "sms"] == "now"


def test_visitors_log_in_first(client):
    assert client.get("/me/notices/").status_code == 302
