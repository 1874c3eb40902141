"""Case load, and leaders who go from one coach to another."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from school.coaching.case_load import case_loads
from school.coaching.hand_over import hand_over
from school.coaching.models import CoachingLimits, Flag, HandOver
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from tests import cast
from tests.coaching.conftest import days, place, today

LOAD = reverse("coach:case_load")


@pytest.fixture
def new(db):
    return cast.coach("Coach New")


def of(coach):
    return set(Leader.objects.filter(coach=coach))


def code_of(**asked):
    with pytest.raises(Refusal) as refused:
        hand_over(**asked)
    return refused.value.code


def test_all_of_them_with_a_word_and_everybody_is_told(manager, coach, new, leader, region):
    second = cast.leader("Second", coach=coach, region=region)
    done = hand_over(giver=coach, taker=new, by=manager, words=" Call Li Mei first. ")
    assert of(new) == {leader, second} == set(done.leaders.all())
    assert (done.words, done.by) == ("Call Li Mei first.", manager)
    told = set(Notice.objects.filter(key=f"hand-over-{done.pk}").values_list("user", "title"))
    assert told == {
        (coach.pk, "2 of your leaders are with Coach New now"),
        (new.pk, "2 leaders come to you from Coach Fang"),
        (leader.user_id, "Coach New is your coach now"),
        (second.user_id, "Coach New is your coach now"),
    }


def test_it_is_told_in_the_language_that_she_reads_later(manager, coach, new, leader, client_of):
    hand_over(giver=coach, taker=new, by=manager, words="-")
    type(leader.user).objects.filter(pk=leader.user_id).update(language="zh-hans")
    page = client_of(leader).get(reverse("notices:inbox")).content.decode()
    with translation.override("zh-hans"):
        assert gettext("%(coach)s is your coach now") % {"coach": new} in page
    assert "is your coach now" not in page


def test_some_of_them(manager, coach, new, leader, region):
    second = cast.leader("Second", coach=coach, region=region)
    hand_over(giver=coach, taker=new, by=manager, words="-", leader_ids=[second.pk])
    assert (of(coach), of(new)) == ({leader}, {second})


def test_a_manager_gives_only_those_of_her_region(manager, coach, new, leader, other_leader):
    Leader.objects.filter(pk=other_leader.pk).update(coach=coach)
    hand_over(giver=coach, taker=new, by=manager, words="-")
    assert of(coach) == {other_leader}


def test_refusals(manager, coach, new, leader, trainer):
    asked = {"giver": coach, "taker": new, "by": manager, "words": "-"}
    assert code_of(**asked | {"by": coach}) == "hand-over-not-yours"
    assert code_of(**asked | {"taker": coach}) == "same-coach"
    assert code_of(**asked | {"taker": trainer}) == "not-a-coach"
    assert code_of(**asked | {"words": " "}) == "words-missing"
    assert code_of(**asked, leader_ids=[]) == "nobody-chosen"
    assert of(coach) == {leader}


def test_loads_by_cohort_and_what_is_open(manager, coach, new, leader, region):
    CoachingLimits.objects.create(valid_from=today() - days(1), case_load=1)
    second = cast.leader("Second", coach=coach, region=region)
    alone = cast.leader("Alone", region=region)
    place({leader: "head", second: "tail"}, today())
    Flag.objects.create(leader=second, rule="idle", since=today(), raised_on=today())
    first, other, nobody = case_loads(manager, today())
    assert (first.coach, first.total, first.cohorts, first.today) == (coach, 2, [1, 0, 1, 0], 1)
    assert (first.is_over, other.is_over, other.total) == (True, False, 0)
    assert (nobody.coach, nobody.total, nobody.is_over) == (None, 1, False)
    assert alone.coach is None


def test_a_coach_sees_his_own_load_and_hands_nothing_over(client_of, coach, new, leader):
    assert [load.coach for load in case_loads(coach, today())] == [coach]
    client = client_of(coach)
    assert client.get(LOAD).status_code == 200
    address = reverse("coach:hand_over", args=[coach.pk])
    assert client.get(address).status_code == 302
    client.post(address, {"taker": new.pk, "words": "-", "which": "all"})
    assert of(coach) == {leader}


def test_the_screen(client_of, manager, coach, new, leader):
    client = client_of(manager)
    address = reverse("coach:hand_over", args=[coach.pk])
    assert leader.name in client.get(address).content.decode()
    wrong = client.post(address, {"taker": new.pk, "words": "Hello", "which": "some"})
    assert (wrong.status_code, "Choose at least one" in wrong.content.decode()) == (422, True)
    client.post(address, {"taker": new.pk, "words": "-", "which": "some", "leader": leader.pk})
    assert of(new) == {leader}
    page = client.get(LOAD).content.decode()
    assert "1 leader is with Coach New now" in page


def test_a_coach_of_another_region_is_not_found(client_of, manager, new, leader):
    assert client_of(manager).get(reverse("coach:hand_over", args=[new.pk])).status_code == 404


def test_same_queries_for_few_and_many(client_of, manager, coach, leader, region, queries):
    client = client_of(manager)
    number = queries(client, LOAD)
    for at in range(8):
        cast.leader(f"L{at}", coach=cast.coach(f"C{at}"), region=region)
    assert queries(client, LOAD) == number
    assert not HandOver.objects.exists()
