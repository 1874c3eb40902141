"""People decide: approving moves a leader once, with certificate, notice and history."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from assessments.models import Certificate
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from school.standing import current, history_check
from school.standing.models import Evaluation, Proposal, Standing, Tier, TierChange
from school.standing.proposal import approve, approve_by_rule, reject
from school.standing.signals import tier_changed
from tests import cast
from tests.standing.conftest import MONDAY

pytestmark = pytest.mark.django_db


def propose(leader: Leader, rules, above: str = "ordinary", below: str = "preparatory") -> Proposal:
    evaluation = Evaluation.objects.create(
        leader=leader,
        on=MONDAY,
        rule_set=rules,
        from_tier_id=below,
        to_tier_id=above,
        outcome="promote",
    )
    return Proposal.objects.create(
        evaluation=evaluation, leader=leader, from_tier_id=below, to_tier_id=above
    )


@pytest.fixture
def proposal(leader, rules):
    Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.PROBATION)
    return propose(leader, rules)


def test_approving_moves_the_leader_and_writes_it_down(proposal, manager, leader):
    change = approve(proposal=proposal, by=manager, reason="Well done")

    assert (change.from_tier_id, change.to_tier_id) == ("preparatory", "ordinary")
    assert (change.rate, change.by, change.reason) == (Decimal("0.1200"), manager, "Well done")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("approved", manager)
    assert proposal.decided_at == change.at
    standing = Standing.objects.get(leader=leader)
    assert (standing.tier_id, standing.tier_since) == ("ordinary", change.at)
    leader.refresh_from_db()
    assert leader.status == Leader.Status.ACTIVE


def test_approving_issues_the_certificate_of_the_tier(proposal, manager, leader):
    approve(proposal=proposal, by=manager)
    certificate = Certificate.objects.get()
    assert (certificate.leader, certificate.kind, certificate.key) == (leader, "tier", "ordinary")
    assert certificate.title == {"zh-hans": "普通团长", "en": "Ordinary group leader"}


def test_approving_tells_the_leader_in_her_language(proposal, manager, leader):
    approve(proposal=proposal, by=manager)
    notice = Notice.objects.get(user=leader.user, kind="tier-changed")
    assert "Ordinary" in notice.title and "12%" in notice.body


def test_approving_tells_the_floors_above(proposal, manager):
    told = []

    def listen(change, **_kwargs):
        told.append(change)

    tier_changed.connect(listen)
    try:
        change = approve(proposal=proposal, by=manager)
    finally:
        tier_changed.disconnect(listen)
    assert told == [change]


def test_approving_twice_moves_once(proposal, manager, operations):
    approve(proposal=proposal, by=manager)
    with pytest.raises(Refusal) as refusal:
        approve(proposal=proposal, by=operations)
    assert refusal.value.code == "proposal-closed"
    assert TierChange.objects.count() == Certificate.objects.count() == 1


def test_somebody_who_stands_elsewhere_by_now_is_not_moved(proposal, manager, leader):
    Standing.objects.create(leader=leader, tier_id="advanced")
    with pytest.raises(Refusal) as refusal:
        approve(proposal=proposal, by=manager)
    assert refusal.value.code == "proposal-closed"
    assert not TierChange.objects.exists() and Proposal.objects.get().is_open


@pytest.mark.parametrize("who", ["trainer", "coach", "leader", "stranger"])
def test_only_her_manager_or_operations_decide(request, proposal, leader, who):
    by = {
        "leader": lambda: leader.user,
        "stranger": lambda: cast.manager(regions=[cast.region("Far", city="Away")]),
    }.get(who, lambda: request.getfixturevalue(who))()
    for decide in (approve, reject):
        with pytest.raises(Refusal) as refusal:
            decide(proposal=proposal, by=by, reason="Because")
        assert refusal.value.code == "not-allowed"
    assert Proposal.objects.get().is_open


def test_a_manager_of_the_whole_city_and_operations_decide(proposal, region, rules, operations):
    approve(proposal=proposal, by=cast.manager(regions=[region.parent]))
    other = propose(cast.leader(), rules)
    approve(proposal=other, by=operations)
    assert TierChange.objects.count() == 2


def test_nobody_decides_about_herself(rules, region):
    boss = cast.manager(regions=[region])
    own = propose(Leader.objects.create(user=boss, region=region, status="active"), rules)
    with pytest.raises(Refusal) as refusal:
        approve(proposal=own, by=boss)
    assert refusal.value.code == "not-allowed"


def test_declining_needs_a_reason_and_tells_it(proposal, manager, leader):
    with pytest.raises(Refusal) as refusal:
        reject(proposal=proposal, by=manager, reason="  ")
    assert refusal.value.code == "reason-missing"

    reject(proposal=proposal, by=manager, reason="Please finish the photo task.")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("rejected", "Please finish the photo task.")
    assert "photo task" in Notice.objects.get(user=leader.user).body
    assert not TierChange.objects.exists() and not Certificate.objects.exists()


def test_a_leader_has_one_open_proposal(proposal, leader, rules):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        propose(leader, rules)


def test_the_current_row_can_be_folded_anew(proposal, manager, leader, other_leader):
    approve(proposal=proposal, by=manager)
    before = list(Standing.objects.order_by("pk").values())
    Standing.objects.update(tier_id="core", cohort="tail", stale=True, tier_since=None)
    current.rebuild()
    assert list(Standing.objects.filter(leader=leader).values()) == before
    assert Standing.objects.get(leader=other_leader).tier_id == "preparatory"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_move_her_once():
    from school.standing.samples import install_sample_rules

    rules, place = install_sample_rules(), cast.region()
    proposal = propose(cast.leader(region=place), rules)
    barrier, outcomes = threading.Barrier(2), []

    def decide(by):
        barrier.wait(timeout=10)
        try:
            outcomes.append(approve(proposal=proposal, by=by))
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    bosses = [cast.manager(regions=[place]) for _ in range(2)]
    threads = [threading.Thread(target=decide, args=(boss,)) for boss in bosses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(outcomes) == 2 and "proposal-closed" in outcomes
    assert TierChange.objects.count() == 1
    assert history_check.check().is_whole


class TestTwoPeople:
    @pytest.fixture
    def to_core(self, leader, rules):
        Standing.objects.create(leader=leader, tier_id="advanced")
        return propose(leader, rules, above="core", below="advanced")

    def test_the_first_approval_waits_for_a_second_person(self, to_core, manager, leader):
        assert "two people" in to_core.state_in_words
        assert approve(proposal=to_core, by=manager, reason="A steady year") is None
        to_core.refresh_from_db()
        assert to_core.is_open and to_core.waits_for_second and to_core.first_by == manager
        assert "second person" in to_core.state_in_words
        assert Standing.objects.get(leader=leader).tier_id == "advanced"
        assert not TierChange.objects.exists() and not Notice.objects.exists()
        assert history_check.check().is_whole

    def test_the_second_person_moves_her(self, to_core, manager, operations, leader):
        approve(proposal=to_core, by=manager, reason="A steady year")
        change = approve(proposal=to_core, by=operations)
        assert (change.to_tier_id, change.by, change.reason) == (
            "core",
            operations,
            "A steady year",
        )
        to_core.refresh_from_db()
        assert (to_core.first_by, to_core.decided_by) == (manager, operations)
        assert history_check.check().is_whole

    def test_the_same_person_twice_is_refused(self, to_core, manager):
        approve(proposal=to_core, by=manager)
        with pytest.raises(Refusal) as refusal:
            approve(proposal=to_core, by=manager)
        assert refusal.value.code == "same-person" and not TierChange.objects.exists()

    def test_the_second_person_may_decline(self, to_core, manager, operations):
        approve(proposal=to_core, by=manager)
        reject(proposal=to_core, by=operations, reason="One more month.")
        to_core.refresh_from_db()
        assert to_core.state == "rejected" and history_check.check().is_whole

    def test_a_school_may_ask_for_one(self, to_core, manager):
        Tier.objects.update(two_people=False)
        assert approve(proposal=to_core, by=manager).to_tier_id == "core"

    def test_no_rule_moves_to_such_a_tier(self, to_core):
        with pytest.raises(Refusal) as refusal:
            approve_by_rule(proposal=to_core)
        assert refusal.value.code == "people-decide"


def test_a_rule_moves_her_without_a_person(proposal, leader):
    change = approve_by_rule(proposal=proposal)
    assert change.by is None and Standing.objects.get(leader=leader).tier_id == "ordinary"
    assert "You have all that it asks for" in Notice.objects.get(user=leader.user).body
    with pytest.raises(Refusal) as refusal:
        approve_by_rule(proposal=proposal)
    assert refusal.value.code == "proposal-closed"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_three_managers_at_once_move_her_to_core_once():
    from school.standing.samples import install_sample_rules

    rules, place = install_sample_rules(), cast.region()
    leader = cast.leader(region=place)
    Standing.objects.create(leader=leader, tier_id="advanced")
    proposal = propose(leader, rules, above="core", below="advanced")
    barrier, outcomes = threading.Barrier(3), []

    def decide(by):
        barrier.wait(timeout=10)
        try:
            change = approve(proposal=proposal, by=by)
            outcomes.append("moved" if change else "first")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    bosses = [cast.manager(regions=[place]) for _ in range(3)]
    threads = [threading.Thread(target=decide, args=(boss,)) for boss in bosses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["first", "moved", "proposal-closed"]
    assert TierChange.objects.count() == 1
    proposal.refresh_from_db()
    assert proposal.first_by_id != proposal.decided_by_id
    assert history_check.check().is_whole
