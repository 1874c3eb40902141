"""Which promotions rest on a quiz result that is about to change."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from assessments.signals import results_changing
from school.lib import dates
from school.standing.models import Evaluation, Proposal, RuleSet, Tier
from tests.assessments import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(course):
    return cast.quiz(course, questions=[cast.single()])


@pytest.fixture
def course(db):
    return cast.course()


def promotion(leader, *, source="grades C1/quiz", state="open"):
    low, high = (
        Tier.objects.get_or_create(code=code, defaults={"rank": at, "name": code, "name_en": code})[
            0
        ]
        for at, code in enumerate(["preparatory", "ordinary"])
    )
    rules = RuleSet.objects.first() or RuleSet.objects.create(
        version=1, valid_from=dates.today(), state="approved"
    )
    line = {"requirement": "assessment_score", "value": 84, "threshold": 80, "source": source}
    evaluation = Evaluation.objects.create(
        leader=leader, on=dates.today(), rule_set=rules, from_tier=low, to_tier=high,
        outcome="promote", evidence=[{"requirement": "group_size", "source": "group"}, line],
    )  # fmt: skip
    return Proposal.objects.create(
        evaluation=evaluation, leader=leader, from_tier=low, to_tier=high, state=state
    )


def touched(leader, quiz, after):
    attempt = SimpleNamespace(leader_id=leader.pk, quiz_key=quiz.translation_key, course_key=None)
    change = SimpleNamespace(attempt=attempt, counts_after=Decimal(after), turn="")
    answers = results_changing.send(sender=None, changes=[change])
    return [one for _receiver, found in answers for one in found]


@pytest.mark.parametrize("state", ["open", "approved"])
def test_a_promotion_that_rests_on_a_result_which_falls_is_named(leader, quiz, state):
    promotion(leader, state=state)
    (one,) = touched(leader, quiz, 79)
    assert (one.leader_id, one.link) == (leader.pk, "/cms/promotions/")


def test_what_still_suffices_touches_nothing(leader, quiz):
    promotion(leader)
    assert touched(leader, quiz, 80) == []


def test_others_are_not_named(leader, other_leader, quiz):
    promotion(other_leader)
    promotion(leader, source="grades C2/quiz")
    assert touched(leader, quiz, 10) == []


def test_a_declined_one_rests_on_nothing(leader, quiz):
    promotion(leader, state="rejected")
    assert touched(leader, quiz, 10) == []
