"""Leaving with a hand-over, and coming back at preparatory."""

import pytest

from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from school.standing import elimination, history_check, leaving
from school.standing.models import Standing, TierChange
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def refused(code: str, do, **arguments) -> None:
    with pytest.raises(Refusal) as refusal:
        do(**arguments)
    assert refusal.value.code == code


@pytest.fixture
def departure(leader, coach):
    return leaving.begin(leader=leader, by=coach, reason="She moves to Beijing.")


def test_leaves_when_all_is_handed_over(departure, leader, coach, manager):
    leaving.settle(departure=departure, points=["group", "orders"], by=coach)
    with pytest.raises(Refusal) as refusal:
        leaving.finish(departure=departure, by=manager)
    assert refusal.value.code == "handover-open" and "neighbours" in str(refusal.value)
    leaving.settle(departure=departure, points=list(leaving.POINTS), by=manager)
    left = leaving.finish(departure=departure, by=manager)
    assert left.left and left.done["group"]["by"] == coach.pk
    leader.refresh_from_db()
    assert leader.status == Leader.Status.LEFT and leader.user.is_active
    assert "certificates" in Notice.objects.get(user=leader.user).body
    assert history_check.check().is_whole


def test_is_refused_to_strangers_twice_and_for_unknown_points(departure, leader, coach):
    refused("leaving-already", leaving.begin, leader=leader, by=coach)
    refused("not-allowed", leaving.begin, leader=leader, by=cast.coach())
    refused("point-unknown", leaving.settle, departure=departure, points=["keys"], by=coach)
    leaving.settle(departure=departure, points=list(leaving.POINTS), by=coach)
    refused("not-allowed", leaving.finish, departure=departure, by=coach)


def test_thinking_better_of_it(departure, leader, coach):
    leaving.stay(departure=departure, by=coach)
    refused("departure-ended", leaving.stay, departure=departure, by=coach)
    leader.refresh_from_db()
    assert leader.status == "active"
    leaving.begin(leader=leader, by=coach)


def test_leaving_ends_a_notice_that_runs(departure, leader, coach, manager):
    one = elimination.propose(leader=leader, cause="other", by=coach, note="Silent")
    leaving.settle(departure=departure, points=list(leaving.POINTS), by=coach)
    leaving.finish(departure=departure, by=manager)
    one.refresh_from_db()
    assert one.state == "withdrawn" and history_check.check().is_whole


@pytest.mark.parametrize("status", ["left", "eliminated"])
def test_comes_back_at_preparatory(leader, manager, status):
    Standing.objects.create(leader=leader, tier_id="advanced")
    refused("still-here", leaving.readmit, leader=leader, by=manager, reason="x")
    Leader.objects.update(status=status)
    refused("reason-missing", leaving.readmit, leader=leader, by=manager, reason=" ")
    change = leaving.readmit(leader=leader, by=manager, reason="She applied again.")
    assert (change.from_tier, change.to_tier_id) == (None, "preparatory")
    leader.refresh_from_db()
    assert leader.status == "probation"
    assert Standing.objects.get(leader=leader).tier_id == "preparatory"
    assert TierChange.objects.count() == 1 and history_check.check().is_whole
