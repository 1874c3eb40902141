"""Appeals: one a decision, answered by somebody who hasn't decided it, and what follows."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.standing import appeal as rules
from school.standing import decisions, proposal
from school.standing.models import (
    Elimination,
    Evaluation,
    Plan,
    Proposal,
    Question,
    Standing,
    TierChange,
)
from school.standing.overturn import overturn
from school.standing.samples import install_sample_rules
from tests import cast

pytestmark = pytest.mark.django_db
WHY = {"reason": "was-away", "text": "I was in hospital."}
EVIDENCE = [
    {
        "requirement": "net_gmv",
        "value": "12000.00",
        "threshold": "25000.00",
        "met": False,
        "source": "sales_weeks",
    }
]


def propose(leader, ladder, *, below: str, above: str, outcome: str = "promote") -> Proposal:
    steps = {"from_tier_id": below, "to_tier_id": above, "leader": leader}
    evaluation = Evaluation.objects.create(
        on=dates.today(), rule_set=ladder, outcome=outcome, evidence=EVIDENCE, **steps
    )
    return Proposal.objects.create(evaluation=evaluation, **steps)


@pytest.fixture
def ladder(db):
    return install_sample_rules()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def declined(leader, ladder, manager):
    waiting = propose(leader, ladder, below="preparatory", above="ordinary")
    proposal.reject(proposal=waiting, by=manager, reason="Two tasks are missing.")
    return {"leader": leader, "about": "proposal", "ref": str(waiting.pk)}


@pytest.fixture
def demoted(leader, ladder, manager):
    Standing.objects.create(leader=leader, tier_id="advanced")
    waiting = propose(leader, ladder, below="advanced", above="ordinary", outcome="demote")
    change = proposal.approve(proposal=waiting, by=manager, reason="Three weak months.")
    return {"leader": leader, "about": "change", "ref": str(change.pk)}


@pytest.fixture
def planned(leader, ladder):
    Standing.objects.create(leader=leader, tier_id="advanced")
    today = dates.today()
    plan = Plan.objects.create(
        leader=leader,
        tier_id="advanced",
        began_on=today,
        ends_on=today + timedelta(days=13),
        asked={"en": ["Net sales: now ¥\u00a012,000, at least ¥\u00a020,000 is asked"]},
    )
    return {"leader": leader, "about": "plan", "ref": str(plan.pk)}


@pytest.fixture
def noticed(leader, manager):
    made = Elimination.objects.create(
        leader=leader,
        cause="other",
        proposed_at=timezone.now(),
        state=Elimination.State.NOTICED,
        decided_by=manager,
        decided_at=timezone.now(),
        reason="No order in two months.",
        effective_on=dates.today() + timedelta(days=7),
    )
    return {"leader": leader, "about": "elimination", "ref": str(made.pk)}


def refused(code: str, rule, **said) -> Refusal:
    with pytest.raises(Refusal) as caught:
        rule(**said)
    assert caught.value.code == code
    return caught.value


def tier_of(leader) -> str:
    return Standing.objects.get(leader=leader).tier_id


def test_the_decision_is_frozen_as_she_read_it(declined, manager):
    asked = rules.appeal(**declined, **WHY)
    assert asked.frozen["title"] == "Preparatory → Ordinary"
    assert asked.frozen["reason"] == "Two tasks are missing."
    assert asked.frozen["by"] == manager.name
    assert asked.frozen["facts"][0][0] == "Net sales"
    assert asked.is_appeal


def test_one_appeal_a_decision_also_once_it_is_answered(declined, operations):
    asked = rules.appeal(**declined, **WHY)
    again = refused("asked-already", rules.appeal, **declined, **WHY)
    assert again.params == {"question": asked.pk}
    rules.answer(question=asked, by=operations, words="The tasks come first.", accept=False)
    refused("asked-already", rules.appeal, **declined, **WHY)


def test_anothers_decision_is_unknown(declined, other_leader):
    refused("decision-unknown", rules.appeal, **declined | {"leader": other_leader}, **WHY)
    refused("decision-unknown", rules.appeal, **declined | {"about": "net"}, **WHY)
    refused("decision-unknown", rules.appeal, **declined | {"ref": "x"}, **WHY)


def test_a_reason_is_asked_for(declined):
    refused("reason-missing", rules.appeal, **declined, reason="sold-more")
    refused("words-missing", rules.appeal, **declined, reason="other")


def test_who_has_decided_doesnt_answer(declined, leader, manager, coach, operations):
    asked = rules.appeal(**declined, **WHY)
    second = cast.manager("Manager Xu", regions=[leader.region])
    assert rules.may_answer(operations, asked)
    assert rules.may_answer(second, asked)
    for who in (manager, coach, leader.user):
        refused("not-allowed", rules.answer, question=asked, by=who, words="No.", accept=False)


def test_a_declined_step_comes_before_a_manager_once_more(declined, leader, operations):
    asked = rules.appeal(**declined, **WHY)
    rules.answer(question=asked, by=operations, words="We look again.", accept=True)
    again = Proposal.objects.get(leader=leader, state="open")
    assert again.evaluation.evidence == EVIDENCE
    assert (again.from_tier_id, again.to_tier_id) == ("preparatory", "ordinary")
    assert Question.objects.get().state == "accepted"


def test_a_declined_appeal_changes_nothing(demoted, leader, operations):
    asked = rules.appeal(**demoted, **WHY)
    answered = rules.answer(question=asked, by=operations, words="It stays.", accept=False)
    assert answered.state == "declined"
    assert tier_of(leader) == "ordinary"
    assert Notice.objects.filter(user=leader.user, title="We looked at it again").exists()


def test_a_step_down_is_taken_back(demoted, leader, operations):
    asked = rules.appeal(**demoted, **WHY)
    rules.answer(question=asked, by=operations, words="You were ill.", accept=True)
    assert tier_of(leader) == "advanced"
    back = TierChange.objects.get(overturns=int(demoted["ref"]))
    assert (back.by, back.reason) == (operations, "You were ill.")
    assert Notice.objects.filter(user=leader.user, body__contains="You were ill.").count() == 1


def test_who_approved_first_doesnt_answer_either(demoted, leader, manager):
    first = cast.manager("Manager Xu", regions=[leader.region])
    Proposal.objects.update(first_by=first)
    asked = rules.appeal(**demoted, **WHY)
    assert not rules.may_answer(first, asked)


def test_what_was_taken_back_meanwhile_is_refused_and_stays_open(demoted, manager, operations):
    asked = rules.appeal(**demoted, **WHY)
    change = TierChange.objects.get(pk=demoted["ref"])
    overturn(change=change, by=manager, reason="A mistake of ours.")
    said = {"question": asked, "by": operations, "words": "You were ill."}
    refused("overturned-already", rules.answer, **said, accept=True)
    asked.refresh_from_db()
    assert asked.is_open
    assert rules.answer(**said, accept=False).state == "declined"


def test_a_plan_ends_and_the_tier_stays(planned, leader, manager):
    asked = rules.appeal(**planned, **WHY)
    rules.answer(question=asked, by=manager, words="Get well first.", accept=True)
    plan = Plan.objects.get()
    assert (plan.state, plan.reason) == (Plan.State.STOPPED, "Get well first.")
    assert Notice.objects.filter(user=leader.user, body__contains="Get well first.").count() == 1
    assert tier_of(leader) == "advanced"


@pytest.mark.parametrize(("accept", "state"), [(True, "withdrawn"), (False, "noticed")])
def test_a_notice_is_withdrawn_or_goes_on(noticed, operations, accept, state):
    asked = rules.appeal(**noticed, **WHY)
    rules.answer(question=asked, by=operations, words="We talked.", accept=accept)
    assert Elimination.objects.get().state == state
    assert Question.objects.get().state == ("accepted" if accept else "declined")


def test_what_can_no_longer_be_taken_back_cant_be_appealed(demoted, leader, ladder, manager):
    up = propose(leader, ladder, below="ordinary", above="advanced")
    change = proposal.approve(proposal=up, by=manager)
    refused("not-appealable", rules.appeal, **demoted, **WHY)
    refused("not-appealable", rules.appeal, **demoted | {"ref": str(change.pk)}, **WHY)


def test_a_step_that_waits_again_cant_be_appealed(declined, leader, ladder):
    propose(leader, ladder, below="preparatory", above="ordinary")
    refused("not-appealable", rules.appeal, **declined, **WHY)


def test_an_answer_comes_once(declined, operations):
    asked = rules.appeal(**declined, **WHY)
    said = {"question": asked, "by": operations, "words": "We look again."}
    rules.answer(**said, accept=True)
    refused("question-closed", rules.answer, **said, accept=True)
    assert Proposal.objects.open().count() == 1


def test_every_sort_of_decision_is_found(declined, planned, noticed, leader):
    for one in (declined, planned, noticed):
        found = decisions.find(leader, one["about"], one["ref"])
        assert found.about == one["about"]
        assert found.data()["outcome"]
