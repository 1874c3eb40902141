"""Marks that a person gives."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import attempt as rules
from assessments import mark
from assessments.models import Attempt, GradeEvent, Mark
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(course, leader):
    """Handed in: one question right, one long text and one that was left empty."""
    questions = [cast.truefalse(), cast.essay(), cast.file()]
    begun = rules.start(leader=leader, quiz=cast.quiz(course, questions=questions, pass_mark=60))
    cast.give(begun, {1: cast.key_of(begun, 1, "False"), 2: "I taste it first."})
    return rules.submit(attempt=begun)


@pytest.fixture
def essay(attempt):
    return attempt.questions.get(kind="essay")


def give(question, by, fraction="1", **more):
    return mark.mark_question(question=question, by=by, fraction=Decimal(fraction), **more)


def test_an_attempt_waits_until_it_is_marked(attempt, essay):
    assert (attempt.state, attempt.percent, attempt.passed) == (Attempt.State.WAITING, None, None)
    assert not GradeEvent.objects.exists()
    assert list(mark.to_mark()) == [essay]
    assert attempt.questions.get(kind="file").fraction == 0


def test_the_last_mark_settles_the_result(attempt, essay, trainer):
    give(essay, trainer, "0.8", comment="Well seen.")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.percent, attempt.passed) == ("done", Decimal("60.00"), True)
    event = GradeEvent.objects.get()
    assert (event.rule, event.by, event.percent) == ("marking", trainer, Decimal("60.00"))
    assert not mark.to_mark().exists()


def test_a_mark_is_changed_with_a_reason_and_both_are_kept(attempt, essay, trainer, manager):
    give(essay, trainer, "0.8")
    with pytest.raises(Refusal) as refusal:
        give(essay, manager, "0.2")
    assert refusal.value.code == "reason-missing"
    give(essay, manager, "0.2", reason="Copied from the lesson.")
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.passed) == (Decimal("40.00"), False)
    marks = Mark.objects.values_list("fraction", "by", "reason")
    assert list(marks) == [
        (Decimal("0.8000"), trainer.pk, ""),
        (Decimal("0.2000"), manager.pk, "Copied from the lesson."),
    ]


@pytest.mark.parametrize("fraction", ["-0.1", "1.01", "NaN"])
def test_a_mark_is_between_nothing_and_everything(essay, trainer, fraction):
    with pytest.raises(Refusal) as refusal:
        give(essay, trainer, fraction)
    assert refusal.value.code == "mark-out-of-range"
    assert not Mark.objects.exists()


def test_only_what_has_no_key_is_marked_by_hand(attempt, trainer):
    with pytest.raises(Refusal) as refusal:
        give(attempt.questions.get(kind="truefalse"), trainer)
    assert refusal.value.code == "not-marked-by-person"


def test_an_open_attempt_is_not_marked(course, leader, trainer):
    begun = rules.start(leader=leader, quiz=cast.quiz(course, questions=[cast.essay()]))
    with pytest.raises(Refusal) as refusal:
        give(begun.questions.get(), trainer)
    assert refusal.value.code == "attempt-open"


def test_the_leader_reads_first_that_it_waits_and_then_the_word(
    client_of, leader, attempt, essay, trainer
):
    address = reverse("assessments:result", args=[attempt.pk])
    assert "Handed in" in client_of(leader).get(address).content.decode()
    give(essay, trainer, "1", comment="Well seen.")
    html = client_of(leader).get(address).content.decode()
    assert "Well seen." in html
    assert "Done: 67 of 100" in html


def test_handing_in_again_changes_nothing_while_it_waits(attempt):
    again = rules.submit(attempt=attempt)
    assert (again.state, again.submitted_at) == (Attempt.State.WAITING, attempt.submitted_at)
