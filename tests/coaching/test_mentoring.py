"""Pairs: brought together, meeting, coming to an end."""

import pytest
from django.urls import reverse

from school.coaching import mentoring
from school.coaching.models import MentorMeeting
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from school.standing.models.mentorship import Mentorship
from tests import cast
from tests.coaching.conftest import days, today

PAGE = reverse("coaching:mentoring")
PAIRS = reverse("coach:pairs")


@pytest.fixture
def mentor(region):
    return cast.leader("Wang Xiuying", region=region)


@pytest.fixture
def pair(mentor, leader, coach):
    return mentoring.pair(mentor=mentor, newcomer=leader, by=coach, on=today() - days(3))


def code_of(rule, **asked):
    with pytest.raises(Refusal) as refused:
        rule(**asked)
    return refused.value.code


def test_both_are_told(pair, mentor, leader):
    told = dict(Notice.objects.values_list("user", "title"))
    assert told == {
        mentor.user_id: "You are Li Mei's mentor now",
        leader.user_id: "Wang Xiuying is your mentor now",
    }


def test_refusals_of_a_pair(pair, mentor, leader, coach, region, other_leader):
    asked = {"mentor": mentor, "newcomer": leader, "by": coach, "on": today()}
    away = cast.leader("Away", region=region, on_leave=True)
    assert code_of(mentoring.pair, **asked) == "newcomer-has-mentor"
    assert code_of(mentoring.pair, **asked | {"newcomer": other_leader}) == "leader-not-yours"
    assert code_of(mentoring.pair, **asked | {"mentor": leader}) == "same-leader"
    assert code_of(mentoring.pair, **asked | {"mentor": away}) == "mentor-not-here"


def test_refusals_of_a_meeting(pair, mentor, other_leader):
    asked = {"mentorship": pair, "by": mentor.user, "on": today(), "words": "-", "today": today()}
    assert code_of(mentoring.meet, **asked | {"by": other_leader.user}) == "pair-not-yours"
    assert code_of(mentoring.meet, **asked | {"words": " "}) == "meeting-empty"
    for on in (today() + days(1), today() - days(4)):
        assert code_of(mentoring.meet, **asked | {"on": on}) == "meeting-ahead"
    pair.ended_on = today()
    assert code_of(mentoring.meet, **asked) == "pair-ended"


def test_ending_it_twice_changes_nothing(pair, coach, other_leader):
    mentoring.finish(mentorship=pair, by=coach, outcome="done", on=today())
    mentoring.finish(mentorship=pair, by=coach, outcome="stopped", on=today() + days(1))
    assert (pair.outcome, pair.ended_on) == ("done", today())
    stranger = cast.coach("Other")
    asked = {"mentorship": pair, "by": stranger, "outcome": "done", "on": today()}
    assert code_of(mentoring.finish, **asked) == "leader-not-yours"


@pytest.mark.parametrize("who", ["mentor", "newcomer"])
def test_on_their_phones(client_of, pair, who):
    me = getattr(pair, who)
    other = pair.newcomer if who == "mentor" else pair.mentor
    client = client_of(me)
    page = client.get(PAGE).content.decode()
    assert other.name in page
    assert other.user.local_phone in page
    address = reverse("coaching:met", args=[pair.pk])
    assert client.post(address, {"on": str(today()), "words": ""}).status_code == 422
    client.post(address, {"on": str(today()), "words": "Three photos"})
    assert "Three photos" in client.get(PAGE).content.decode()
    assert MentorMeeting.objects.get().by == me.user


def test_nobody_elses_pair(client_of, pair, other_leader):
    client = client_of(other_leader)
    assert "No pair yet" in client.get(PAGE).content.decode()
    address = reverse("coaching:met", args=[pair.pk])
    assert client.post(address, {"on": str(today()), "words": "-"}).status_code == 404


def test_the_coach_brings_them_together_and_ends_it(client_of, coach, leader, mentor):
    Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.PROBATION)
    client = client_of(coach)
    assert leader.name in client.get(PAIRS).content.decode()
    address = reverse("coach:pair", args=[leader.pk])
    assert mentor.name in client.get(address, {"q": "wang"}).content.decode()
    assert mentor.name not in client.get(address, {"q": "nobody"}).content.decode()
    client.post(address, {"mentor": mentor.pk})
    pair = Mentorship.objects.get()
    said = {"on": str(today()), "words": "First call"}
    client.post(reverse("coach:meet", args=[pair.pk]), said)
    client.post(reverse("coach:finish_pair", args=[pair.pk]), {"outcome": "done"})
    pair.refresh_from_db()
    assert (pair.outcome, pair.meetings.get().words) == ("done", "First call")


def test_another_coachs_pair_is_not_found(client_of, pair):
    client = client_of(cast.coach("Other"))
    for name in ("meet", "finish_pair"):
        address = reverse(f"coach:{name}", args=[pair.pk])
        said = {"outcome": "done", "on": str(today()), "words": "-"}
        assert client.post(address, said).status_code == 404


def test_same_queries_for_one_and_many(client_of, coach, pair, region, queries):
    client = client_of(coach)
    number = queries(client, PAIRS)
    for at in range(6):
        newcomer = cast.leader(f"N{at}", coach=coach, region=region)
        mentoring.pair(mentor=pair.mentor, newcomer=newcomer, by=coach, on=today())
    assert queries(client, PAIRS) == number
