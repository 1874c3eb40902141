"""A decided move is taken back by a move the other way; nothing is deleted."""

import pytest
from django.core.cache import caches

from assessments.models import Certificate
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.standing import history_check, tier
from school.standing.evaluation import evaluate
from school.standing.models import Requirement, Standing, TierChange
from school.standing.overturn import overturn
from school.standing.proposal import approve
from tests import cast
from tests.standing.test_proposal import propose

pytestmark = pytest.mark.django_db
WHY = "The sales were another leader's."


@pytest.fixture
def change(leader, manager, rules):
    return approve(proposal=propose(leader, rules), by=manager)


def test_a_move_the_other_way_is_added(change, leader, operations):
    back = overturn(change=change, by=operations, reason=WHY)
    assert (back.from_tier_id, back.to_tier_id) == ("ordinary", "preparatory")
    assert (back.overturns, back.by, back.reason) == (change, operations, WHY)
    assert Standing.objects.get(leader=leader).tier_id == "preparatory"
    leader.refresh_from_db()
    assert leader.status == "probation"
    assert TierChange.objects.count() == 2 and history_check.check().is_whole


def test_she_reads_why_and_the_certificate_is_withdrawn(change, leader, manager):
    overturn(change=change, by=manager, reason=WHY)
    assert WHY in Notice.objects.filter(user=leader.user).first().body
    assert Certificate.objects.get().revoked_at


def test_taking_back_a_taking_back_brings_the_tier_again(change, leader, manager):
    back = overturn(change=change, by=manager, reason=WHY)
    again = overturn(change=back, by=manager, reason="They were hers after all.")
    assert again.to_tier_id == "ordinary"
    assert Certificate.objects.genuine().filter(leader=leader).count() == 1


@pytest.mark.parametrize(
    ("by", "reason", "code"),
    [("coach", WHY, "not-allowed"), ("manager", " ", "reason-missing")],
)
def test_needs_the_right_person_and_a_reason(request, change, by, reason, code):
    with pytest.raises(Refusal) as refusal:
        overturn(change=change, by=request.getfixturevalue(by), reason=reason)
    assert refusal.value.code == code and TierChange.objects.count() == 1


def test_twice_is_refused(change, manager):
    overturn(change=change, by=manager, reason=WHY)
    with pytest.raises(Refusal) as refusal:
        overturn(change=change, by=manager, reason=WHY)
    assert refusal.value.code == "overturned-already"


def test_only_the_latest_move(change, leader, manager, rules):
    approve(proposal=propose(leader, rules, above="advanced", below="ordinary"), by=manager)
    with pytest.raises(Refusal) as refusal:
        overturn(change=change, by=manager, reason=WHY)
    assert refusal.value.code == "not-latest"


def test_the_first_tier_has_nothing_before_it(leader, manager, rules):
    tier.begin(tiers={leader.pk: "ordinary"})
    with pytest.raises(Refusal) as refusal:
        overturn(change=TierChange.objects.get(), by=manager, reason=WHY)
    assert refusal.value.code == "nothing-before"


def test_the_same_step_is_not_proposed_again_the_same_night(change, manager, rules):
    Requirement.objects.exclude(kind="group_size").delete()
    caches["pages"].clear()
    overturn(change=change, by=manager, reason=WHY)
    assert evaluate(on=dates.today()).proposals == []
    stranger = cast.leader("Somebody else")
    proposed = evaluate(on=dates.today()).proposals
    assert [one["leader"] for one in proposed] == [str(stranger.pk)]
