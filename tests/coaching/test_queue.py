"""The coach's morning: who, why, what to do, and what came of it."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from school.coaching import contact
from school.coaching.access import coached_by
from school.coaching.models import Contact, Flag, Plan, PlanItem
from school.coaching.plan import follow
from school.coaching.queue import entries, on_the_list
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from tests import cast
from tests.coaching.conftest import days, place, template, today

pytestmark = pytest.mark.database
QUEUE = reverse("coach:queue")


def flag(leader, rule="fall", ago=0, **fields):
    day = today() - days(ago)
    fields = {"value": 60, "usual": 100} | fields
    return Flag.objects.create(leader=leader, rule=rule, since=day, raised_on=day, **fields)


def due(leader, ago=0, **fields):
    day = today() - days(ago)
    fields = {"kind": "check-in", "doer": "coach", "title": "Monthly talk"} | fields
    return PlanItem.objects.create(leader=leader, from_on=day, due_on=day, **fields)


def listed(user):
    found = entries(on_the_list(coached_by(user), today()), today())
    return [(entry.leader, entry.reasons) for entry in found]


def record(leader, coach, outcome="reached", **fields):
    return contact.record(leader=leader, by=coach, outcome=outcome, on=today(), **fields)


@contextmanager
def refused_with(code):
    with pytest.raises(Refusal) as found:
        yield
    assert found.value.code == code


class TestWho:
    def test_nobody_without_a_reason(self, coach, leader):
        assert listed(coach) == []

    def test_a_flag_says_why(self, coach, leader):
        flag(leader)
        assert listed(coach) == [
            (leader, ["Sold ¥\u00a060 last week; her mean before was ¥\u00a0100."])
        ]

    def test_what_is_due_says_why(self, coach, leader):
        due(leader)
        due(leader, ago=-1, title="Later")
        assert listed(coach) == [(leader, [f"Due since {today()}: Monthly talk"])]

    def test_three_waiting_things_do_two_do_not(self, coach, leader):
        for number in range(3):
            due(leader, ago=2, kind="task", doer="leader")
            assert bool(listed(coach)) is (number == 2)
        assert listed(coach)[0][1] == ["3 of her small things wait."]

    def test_who_needs_it_most_stands_in_front(self, coach, region):
        idle, both, talk, old_talk = (
            cast.leader(name, coach=coach) for name in ("Idle", "Both", "Talk", "Old talk")
        )
        flag(idle, "idle")
        flag(both, "closed", value=7)
        flag(both, "fall")
        due(talk)
        due(old_talk, ago=9)
        assert [one for one, _why in listed(coach)] == [both, old_talk, talk, idle]

    def test_on_leave_left_and_ended_are_not_on_it(self, coach, leader):
        gone = cast.leader("Gone", coach=coach, status=Leader.Status.LEFT)
        away = cast.leader("Away", coach=coach, on_leave=True)
        for one in (gone, away):
            flag(one)
        flag(leader, ended_on=today())
        assert listed(coach) == []

    def test_group_meetings_call_nobody_one_by_one(self, coach, leader):
        due(leader, kind="session")
        assert listed(coach) == []

    def test_a_coach_sees_his_a_manager_her_region(self, coach, manager, leader, other_leader):
        flag(leader)
        flag(other_leader)
        assert [one for one, _why in listed(coach)] == [leader]
        assert [one for one, _why in listed(manager)] == [leader]
        assert len(listed(cast.operations())) == 2


class TestRecord:
    def test_reached_answers_flags_and_does_what_was_due(self, coach, leader):
        raised, item = flag(leader), due(leader)
        other = due(leader, title="Not done")
        said = record(leader, coach, item_ids=[item.pk], words=" Two products first. ")
        raised.refresh_from_db()
        item.refresh_from_db()
        assert (raised.answer, item.state, item.contact) == (said, "done", said)
        assert said.words == "Two products first."
        assert said.reasons[0].startswith("Sold ¥\u00a060")
        assert listed(coach) == [(leader, [f"Due since {today()}: {other.title}"])]

    def test_done_leaves_the_list(self, coach, leader):
        flag(leader)
        record(leader, coach)
        assert listed(coach) == []

    def test_not_reached_comes_back_tomorrow(self, coach, leader):
        raised = flag(leader, ago=3)
        said = record(leader, coach, "not-reached")
        raised.refresh_from_db()
        assert (said.next_on, raised.answer) == (today() + days(1), None)
        assert listed(coach) == []
        tomorrow = on_the_list(coached_by(coach), today() + days(1))
        assert list(tomorrow) == [leader]

    def test_an_agreed_day_comes(self, coach, leader):
        record(leader, coach, next_on=today() + days(4))
        assert not on_the_list(coached_by(coach), today() + days(3)).exists()
        (entry,) = entries(on_the_list(coached_by(coach), today() + days(4)), today() + days(4))
        assert entry.reasons == [f"You agreed on {today() + days(4)}."]

    def test_a_new_flag_does_not_wait_for_the_agreed_day(self, coach, leader):
        record(leader, coach, next_on=today() + days(9))
        Contact.objects.update(at=timezone.now() - timedelta(days=2))
        flag(leader, "complaints", value=2)
        assert [why for _who, why in listed(coach)] == [["2 complaints lately."]]

    def test_refuses_a_day_that_is_not_ahead(self, coach, leader):
        with refused_with("next-not-ahead"):
            record(leader, coach, next_on=today())

    def test_refuses_anothers_leader(self, coach, other_leader, trainer, leader):
        with refused_with("leader-not-yours"):
            record(other_leader, coach)
        with refused_with("leader-not-yours"):
            record(leader, trainer)

    @pytest.mark.parametrize(
        ("decision", "plans", "endings"),
        [("again", 2, ["", "finished"]), ("alone", 1, ["finished"]), ("manager", 1, ["finished"])],
    )
    def test_a_decision_ends_or_renews_the_plan(
        self, coach, leader, manager, decision, plans, endings
    ):
        template("tail", [("task", 1, {}), ("check-in", 2, {"decides": True})], days=2)
        follow(run=place({leader: "tail"}, today() - days(7)))
        item = PlanItem.objects.get(decides=True)
        with refused_with("decision-missing"):
            record(leader, coach, item_ids=[item.pk])
        record(leader, coach, item_ids=[item.pk], decision=decision)
        assert sorted(Plan.objects.values_list("ending", flat=True)) == endings
        assert Plan.objects.count() == plans
        told = Notice.objects.filter(user=manager, kind="coaching").count()
        assert told == (decision == "manager")


class TestScreen:
    def test_writes_down_and_goes_back_to_the_list(self, client_of, coach, leader):
        flag(leader)
        client = client_of(coach)
        page = client.get(QUEUE).content.decode()
        assert "1 leader needs you today" in page
        assert "look at last week&#x27;s products together" in page
        answer = client.post(
            reverse("coach:record", args=[leader.pk]), {"outcome": "reached", "back": "queue"}
        )
        assert answer.headers["location"] == QUEUE
        assert "Nobody waits for you" in client.get(QUEUE).content.decode()

    def test_what_was_written_is_not_lost(self, client_of, coach, leader):
        answer = client_of(coach).post(
            reverse("coach:record", args=[leader.pk]),
            {"outcome": "reached", "words": "Long talk", "next_on": str(today())},
        )
        assert answer.status_code == 422
        assert "Long talk" in answer.content.decode()
        assert "Choose a day from tomorrow on." in answer.content.decode()

    def test_others_are_refused(self, client_of, coach, trainer, leader, other_leader):
        assert client_of(trainer).get(QUEUE).status_code == 302
        assert client_of(leader).get(QUEUE).status_code == 302
        client = client_of(coach)
        for name in ("leader", "pair"):
            assert client.get(reverse(f"coach:{name}", args=[other_leader.pk])).status_code == 404
        for name in ("record", "note", "metric"):
            address = reverse(f"coach:{name}", args=[other_leader.pk])
            assert client.post(address, {}).status_code == 404

    def test_no_leaders_yet(self, client_of, db):
        assert "No leaders with you yet" in client_of(cast.coach()).get(QUEUE).content.decode()

    def test_same_queries_for_one_and_many(self, client_of, coach, leader, queries):
        flag(leader)
        due(leader)
        client = client_of(coach)
        number = queries(client, QUEUE)
        for at in range(15):
            one = cast.leader(f"L{at}", coach=coach, region=leader.region)
            flag(one)
            due(one)
        assert queries(client, QUEUE) == number

    def test_nothing_inline(self, client_of, coach, leader):
        flag(leader)
        client = client_of(coach)
        for address in (QUEUE, reverse("coach:leader", args=[leader.pk])):
            page = client.get(address).content.decode()
            assert " style=" not in page
            assert "onclick" not in page
