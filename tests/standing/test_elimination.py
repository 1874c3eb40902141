"""Ending the work with a leader: proposed, decided by another person, after days of notice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from school.standing import case, elimination, history_check, probation
from school.standing.models import Case, Elimination, Proposal, Question
from tests import cast
from tests.standing.conftest import MONDAY, sell, week
from tests.standing.test_proposal import propose as propose_move

pytestmark = pytest.mark.django_db
WHY = "She does not answer any more."


@pytest.fixture
def proposed(leader, coach):
    return elimination.propose(leader=leader, cause="other", by=coach, note=WHY)


@pytest.fixture
def noticed(proposed, manager):
    return elimination.give_notice(elimination=proposed, by=manager, reason="We heard nothing.")


def refused(code: str, do, **arguments) -> None:
    with pytest.raises(Refusal) as refusal:
        do(**arguments)
    assert refusal.value.code == code


class TestProposing:
    def test_by_her_coach(self, proposed, leader, coach):
        assert (proposed.state, proposed.proposed_by, proposed.note) == ("proposed", coach, WHY)
        leader.refresh_from_db()
        assert leader.status == "active" and not Notice.objects.exists()

    def test_is_refused_without_a_reason_twice_and_by_strangers(self, proposed, leader, manager):
        rule, rest = elimination.propose, {"leader": leader, "cause": "other"}
        refused("proposed-already", rule, by=manager, note=WHY, **rest)
        refused("reason-missing", rule, by=manager, note=" ", **rest)
        refused("not-allowed", rule, by=cast.coach(), note=WHY, **rest)
        refused("not-allowed", rule, by=leader.user, note=WHY, **rest)

    def test_a_red_line_needs_a_verified_case_of_hers(self, leader, other_leader, operations):
        mine = case.open_case(leader=leader, kind="fake_orders", text="Odd orders", by=operations)
        red = {"cause": "red_line", "by": operations, "note": WHY}
        refused("no-red-line", elimination.propose, leader=leader, case=mine, **red)
        refused("no-red-line", elimination.propose, leader=other_leader, case=mine, **red)

    def test_a_verified_red_line_proposes_it(self, leader, coach, manager):
        mine = case.open_case(leader=leader, kind="private_payment", text="A transfer", by=coach)
        case.verify(case=mine, by=manager, findings="Three screenshots.")
        one = Elimination.objects.get()
        assert (one.cause, one.case, one.proposed_by) == ("red_line", mine, None)
        assert history_check.check().is_whole


class TestDeciding:
    def test_gives_days_of_notice_and_tells_why_until_when_and_what_she_can_do(
        self, noticed, leader, manager
    ):
        assert noticed.effective_on == dates.today() + timedelta(days=7)
        assert (noticed.state, noticed.decided_by) == ("noticed", manager)
        leader.refresh_from_db()
        assert leader.status == "active"
        told = Notice.objects.get(user=leader.user)
        assert "We heard nothing." in told.body and "certificates stay yours" in told.body
        assert told.link == f"/notice/{noticed.pk}/"

    def test_needs_a_reason_another_person_and_the_right_one(self, proposed, leader, coach):
        rule = elimination.give_notice
        refused("reason-missing", rule, elimination=proposed, by=cast.operations(), reason="")
        refused("not-allowed", rule, elimination=proposed, by=coach, reason="x")
        stranger = cast.manager(regions=[cast.region("Far", city="Away")])
        refused("not-allowed", rule, elimination=proposed, by=stranger, reason="x")

    def test_who_proposed_it_does_not_decide_it(self, leader, manager, operations):
        mine = elimination.propose(leader=leader, cause="other", by=manager, note=WHY)
        refused("same-person", elimination.give_notice, elimination=mine, by=manager, reason="x")
        elimination.give_notice(elimination=mine, by=operations, reason="x")

    def test_declined_she_never_hears_of_it(self, proposed, manager, leader):
        elimination.decline(elimination=proposed, by=manager, reason="She is back.")
        assert not Notice.objects.exists()
        refused(
            "decided-already", elimination.give_notice, elimination=proposed, by=manager, reason="x"
        )

    def test_taken_back_she_stays(self, noticed, manager, leader):
        elimination.withdraw(elimination=noticed, by=manager, reason="We found your message.")
        assert elimination.take_effect(on=noticed.effective_on) == []
        assert "You stay with us" in Notice.objects.filter(user=leader.user).first().title


class TestTakingEffect:
    def test_only_on_its_day(self, noticed, leader):
        assert elimination.take_effect(on=noticed.effective_on - timedelta(days=1)) == []
        assert elimination.take_effect(on=noticed.effective_on) == [noticed]
        assert elimination.take_effect(on=noticed.effective_on) == []
        leader.refresh_from_db()
        assert leader.status == Leader.Status.ELIMINATED and leader.user.is_active
        assert history_check.check().is_whole

    def test_closes_what_waited(self, noticed, leader, rules):
        waiting = propose_move(leader, rules)
        elimination.take_effect(on=noticed.effective_on)
        waiting.refresh_from_db()
        assert waiting.state == Proposal.State.REJECTED
        assert history_check.check().is_whole

    def test_she_still_finds_her_certificates(self, noticed, leader, client_of):
        elimination.take_effect(on=noticed.effective_on)
        assert client_of(leader).get(f"/notice/{noticed.pk}/").status_code == 200


class TestObjection:
    def test_holds_the_notice_until_somebody_else_has_answered(
        self, noticed, leader, manager, operations
    ):
        elimination.object_to(
            elimination=noticed, leader=leader, reason="was-away", text="I was in hospital."
        )
        assert elimination.take_effect(on=noticed.effective_on) == []
        answer = elimination.answer
        refused(
            "same-person", answer, elimination=noticed, by=manager, words="x", she_is_right=True
        )
        answer(elimination=noticed, by=operations, words="The office erred.", she_is_right=True)
        noticed.refresh_from_db()
        assert noticed.state == "withdrawn" and noticed.end_reason == "The office erred."
        assert Question.objects.get().state == "accepted"
        assert elimination.take_effect(on=noticed.effective_on) == []

    def test_answered_otherwise_the_decision_stays(self, noticed, leader, operations):
        mine = {"elimination": noticed, "leader": leader, "reason": "was-away"}
        elimination.object_to(**mine)
        refused("asked-already", elimination.object_to, **mine)
        elimination.answer(
            elimination=noticed, by=operations, words="We wrote six times.", she_is_right=False
        )
        assert elimination.take_effect(on=noticed.effective_on) == [noticed]
        refused("decided-already", elimination.object_to, **mine)

    def test_is_hers_alone(self, noticed, other_leader):
        refused(
            "not-allowed",
            elimination.object_to,
            elimination=noticed,
            leader=other_leader,
            reason="was-away",
        )

    def test_without_one_nothing_is_answered(self, noticed, operations):
        refused(
            "nothing-asked",
            elimination.answer,
            elimination=noticed,
            by=operations,
            words="x",
            she_is_right=False,
        )


class TestHerPages:
    def test_she_objects_in_two_taps(self, noticed, leader, client_of):
        client, address = client_of(leader), f"/notice/{noticed.pk}/"
        assert "We heard nothing." in client.get(address).content.decode()
        assert client.post(address, {"reason": ""}).status_code == 422
        client.post(address, {"reason": "was-away"})
        assert "Until then nothing ends." in client.get(address).content.decode()
        assert Question.objects.get().leader == leader

    def test_others_find_nothing(self, noticed, other_leader, client_of):
        assert client_of(other_leader).get(f"/notice/{noticed.pk}/").status_code == 404

    def test_before_the_decision_there_is_nothing_to_find(self, proposed, leader, client_of):
        assert client_of(leader).get(f"/notice/{proposed.pk}/").status_code == 404


class TestProbation:
    @pytest.fixture
    def newcomer(self, region):
        return cast.leader(
            "Wu Fang", region=region, status="probation", joined_on=MONDAY - timedelta(days=30)
        )

    @pytest.fixture
    def weeks(self, newcomer):
        """Five complete weeks in which she has no order."""
        for ago in range(5, 0, -1):
            sell(week(ago), {newcomer: {"net": 0, "effective_orders": 0}})

    def test_thirty_days_without_an_order_propose_it(self, newcomer, weeks):
        (one,) = probation.propose(on=MONDAY)
        assert (one.leader, one.cause, one.state) == (newcomer, "probation", "proposed")
        assert one.evidence["orders"] == 0
        assert probation.propose(on=MONDAY) == []

    def test_an_order_within_them_is_enough(self, newcomer, weeks):
        sell(week(3), {newcomer: {"net": 9, "effective_orders": 1}})
        assert probation.propose(on=MONDAY) == []

    def test_a_day_less_is_too_early(self, newcomer, weeks):
        Leader.objects.update(joined_on=MONDAY - timedelta(days=29))
        assert probation.propose(on=MONDAY) == []

    @pytest.mark.parametrize("ago", [1, 4])
    def test_a_week_that_has_not_come_complete_speaks_for_her(self, newcomer, weeks, ago):
        sell(week(ago), {newcomer: {"net": 0, "effective_orders": 0}}, complete=False)
        assert probation.propose(on=MONDAY) == []

    @pytest.mark.parametrize("state", [{"on_leave": True}, {"status": "active"}])
    def test_only_on_probation_and_not_on_leave(self, newcomer, weeks, state):
        Leader.objects.update(**state)
        assert probation.propose(on=MONDAY) == []

    def test_who_was_kept_is_left_alone_for_as_long(self, newcomer, weeks, operations):
        (one,) = probation.propose(on=MONDAY)
        elimination.decline(elimination=one, by=operations, reason="She begins next week.")
        Elimination.objects.update(decided_at=timezone.now())
        assert probation.propose(on=MONDAY) == []


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once():
    place = cast.region()
    leader = cast.leader(region=place)
    one = elimination.propose(leader=leader, cause="other", by=cast.operations(), note=WHY)
    barrier, outcomes = threading.Barrier(2), []

    def decide(rule, by):
        barrier.wait(timeout=10)
        try:
            outcomes.append(rule(elimination=one, by=by, reason="x").state)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    rules = (elimination.give_notice, elimination.decline)
    bosses = [cast.manager(regions=[place]) for _ in rules]
    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(rules, bosses, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(outcomes) == 2 and "decided-already" in outcomes
    assert history_check.check().is_whole and Case.objects.count() == 0
