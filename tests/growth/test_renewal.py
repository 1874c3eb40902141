"""Renewal in time, and the end by either side."""

from datetime import timedelta

import pytest

from school.growth import renewal, signing
from school.growth.models import Agreement, Offer, Termination
from school.growth.termination import end
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from tests import cast
from tests.growth.conftest import offered
from tests.growth.signing import sign, until

pytestmark = pytest.mark.database

DAY = timedelta(days=1)


@pytest.fixture
def signature(offer):
    return sign(offer)


@pytest.fixture
def ending(signature):
    """It ends in twenty days."""
    return until(signature, dates.today() - 345 * DAY, dates.today() + 20 * DAY)


def test_what_runs_out_is_offered_again_once(ending, leader):
    assert renewal.renew(dates.today()) == 1
    assert renewal.renew(dates.today()) == 0
    again = Offer.objects.open().get(leader=leader)
    assert again.renews == ending and again.sign_by == ending.ends_on
    assert Notice.objects.filter(user=leader.user, key=f"offer:{again.pk}").exists()


def test_it_is_too_early_before(ending):
    assert renewal.renew(dates.today() - 11 * DAY) == 0
    assert renewal.renew(dates.today() - 10 * DAY) == 1


def test_the_renewal_begins_where_the_old_one_ends(ending, leader):
    renewal.renew(dates.today())
    new = sign(Offer.objects.open().get(leader=leader))
    assert new.begins_on == ending.ends_on + DAY
    assert not Termination.objects.exists()
    assert signing.signed(leader, "exclusive", dates.today()) == ending
    assert signing.signed(leader, "exclusive", new.begins_on) == new


@pytest.mark.parametrize("why", ["left", "ended"])
def test_who_left_or_ended_it_is_not_asked_again(ending, leader, why):
    if why == "left":
        Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.LEFT)
    else:
        end(signature=ending, by=leader.user, reason="I move away")
    assert renewal.renew(dates.today()) == 0


def test_renewing_many_takes_the_same_queries(
    ending, agreement, operations, django_assert_max_num_queries
):
    for at in range(6):
        one = sign(offered(cast.leader(f"Leader {at}"), agreement, operations))
        until(one, ending.begins_on, ending.ends_on)
    with django_assert_max_num_queries(9):
        assert renewal.renew(dates.today()) == 7


def test_a_leader_ends_it_with_notice_and_her_coach_is_told(signature, leader, coach, operations):
    ended = end(signature=signature, by=leader.user, reason="I move away")
    assert ended.side == Termination.Side.LEADER
    assert ended.last_day == dates.today() + 30 * DAY
    assert signing.is_head_partner(leader, ended.last_day)
    assert not signing.is_head_partner(leader, ended.last_day + DAY)
    for user in (coach, operations):
        told = Notice.objects.get(user=user, kind="agreement")
        assert "Li Mei" in told.title and told.body == "I move away"


def test_the_school_ends_it_and_she_is_told_why(signature, leader, manager):
    ended = end(signature=signature, by=manager, reason="Orders taken privately")
    assert ended.side == Termination.Side.SCHOOL
    told = Notice.objects.get(user=leader.user, key=f"ended:{ended.pk}")
    assert told.body == "Orders taken privately"


def test_notice_never_makes_it_longer(ending, leader):
    assert end(signature=ending, by=leader.user, reason="x").last_day == ending.ends_on


def test_ending_takes_the_renewal_back(ending, leader):
    renewal.renew(dates.today())
    end(signature=ending, by=leader.user, reason="x")
    assert Offer.objects.get(renews=ending).state == Offer.State.WITHDRAWN


@pytest.mark.parametrize("case", ["no reason", "twice", "over"])
def test_an_end_is_refused(signature, leader, case):
    reason, code = "x", "agreement-ended"
    if case == "no reason":
        reason, code = "  ", "reason-missing"
    elif case == "twice":
        end(signature=signature, by=leader.user, reason="x")
    else:
        until(signature, dates.today() - 9 * DAY, dates.today() - DAY)
    with pytest.raises(Refusal) as refused:
        end(signature=signature, by=leader.user, reason=reason)
    assert refused.value.code == code


def test_without_published_texts_there_is_nothing_to_renew(db):
    Agreement.objects.create(kind="exclusive", title="x", title_en="x", text="x", text_en="x")
    assert renewal.renew(dates.today()) == 0
