"""When a quiz may be started, by whom, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import attempt as rules
from assessments.allowance import WRONG_CODES, allowance
from assessments.models import Attempt, GradeEvent, QuizOverride
from courses.models import StepCompletion
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOUR = timedelta(hours=1)


def refused(with_code, **kwargs):
    with pytest.raises(Refusal) as refusal:
        rules.start(**kwargs)
    assert refusal.value.code == with_code


def override(quiz, by, **fields) -> QuizOverride:
    fields = {"quiz_key": quiz.translation_key, "by": by, "reason": "ill last week"} | fields
    return QuizOverride.objects.create(**fields)


# --- opening and closing -----------------------------------------------------------------------


def test_before_it_opens(leader, quiz):
    quiz.opens_at = timezone.now() + HOUR
    refused("quiz-not-open", leader=leader, quiz=quiz)


def test_after_it_has_closed(leader, quiz):
    quiz.closes_at = timezone.now()
    refused("quiz-closed", leader=leader, quiz=quiz)


def test_closing_cuts_the_time_short(leader, quiz):
    quiz.time_limit, quiz.closes_at = 60, timezone.now() + timedelta(minutes=20)
    assert rules.start(leader=leader, quiz=quiz).deadline == quiz.closes_at


def test_the_due_date_closes_nothing(leader, quiz):
    quiz.due_at = timezone.now() - HOUR
    assert rules.start(leader=leader, quiz=quiz).deadline is None


# --- tries and delays --------------------------------------------------------------------------


def sit(leader, quiz, *, ago=timedelta(0)) -> Attempt:
    done = rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
    done.submitted_at -= ago
    done.save()
    return done


def test_the_second_try_waits_its_minutes(leader, quiz):
    quiz.delay_second, quiz.delay_later = 60, 0
    first = sit(leader, quiz)
    refused("too-soon", leader=leader, quiz=quiz)
    first.submitted_at -= HOUR
    first.save()
    assert rules.start(leader=leader, quiz=quiz).number == 2


def test_later_tries_wait_theirs(leader, quiz):
    quiz.delay_second, quiz.delay_later = 0, 30
    for _number in range(2):
        sit(leader, quiz)
    refused("too-soon", leader=leader, quiz=quiz)


def test_practice_never_runs_out_and_leaves_no_grade(leader, quiz):
    quiz.practice, quiz.attempts_allowed, quiz.delay_second = True, 1, 60
    for number in (1, 2, 3):
        assert sit(leader, quiz).number == number
    assert not GradeEvent.objects.exists()
    assert StepCompletion.objects.get(leader=leader).step_key == quiz.translation_key


# --- the access code ---------------------------------------------------------------------------


def test_the_access_code_opens_the_quiz_and_is_asked_once(leader, quiz):
    quiz.access_code = "Persimmon 7"
    refused("access-code-wrong", leader=leader, quiz=quiz)
    refused("access-code-wrong", leader=leader, quiz=quiz, code="persimmon")
    begun = rules.start(leader=leader, quiz=quiz, code=" persimmon 7 ")
    assert rules.start(leader=leader, quiz=quiz) == begun


def test_guessing_access_codes_comes_to_a_pause(leader, quiz):
    quiz.access_code = "x"
    for _guess in range(WRONG_CODES):
        refused("access-code-wrong", leader=leader, quiz=quiz, code="y")
    refused("too-many-codes", leader=leader, quiz=quiz, code="x")


# --- exceptions --------------------------------------------------------------------------------


def test_an_override_for_a_leader_gives_her_more_time(leader, other_leader, quiz, trainer):
    quiz.time_limit = 20
    override(quiz, trainer, leader=leader, time_limit=45)
    assert allowance(quiz=quiz, leader=leader).time_limit == 45
    assert allowance(quiz=quiz, leader=other_leader).time_limit == 20


def test_an_override_for_a_class_and_one_for_her(leader, quiz, trainer, intake):
    later = timezone.now() + HOUR
    quiz.closes_at = timezone.now() - HOUR
    override(quiz, trainer, intake=intake, closes_at=later, attempts_allowed=2)
    override(quiz, trainer, leader=leader, attempts_allowed=5)
    found = allowance(quiz=quiz, leader=leader)
    assert (found.closes_at, found.attempts_allowed) == (later, 5)


def test_the_newest_override_for_her_stands(leader, quiz, trainer):
    override(quiz, trainer, leader=leader, time_limit=45)
    override(quiz, trainer, leader=leader, time_limit=30)
    assert allowance(quiz=quiz, leader=leader).time_limit == 30


def test_an_override_opens_one_more_try(leader, quiz, trainer):
    quiz.attempts_allowed = 1
    sit(leader, quiz)
    refused("attempts-used-up", leader=leader, quiz=quiz)
    override(quiz, trainer, leader=leader, attempts_allowed=2)
    assert rules.start(leader=leader, quiz=quiz).number == 2


def test_what_an_attempt_was_promised_no_later_override_changes(leader, quiz, trainer):
    quiz.time_limit = 20
    begun = rules.start(leader=leader, quiz=quiz)
    override(quiz, trainer, leader=leader, time_limit=1)
    quiz.behaviour, quiz.navigation, quiz.penalty, quiz.per_page = "certainty", "sequential", 9, 5
    quiz.save()
    kept = Attempt.objects.get(pk=begun.pk)
    assert kept.deadline - kept.started_at == timedelta(minutes=20)
    assert kept.terms == begun.terms
    assert (kept.terms["behaviour"], kept.terms["pages"]) == ("deferred", [[1], [2], [3], [4], [5]])


# --- when the time is over ---------------------------------------------------------------------


def timed(quiz, overtime, leader) -> Attempt:
    quiz.time_limit, quiz.overtime, quiz.grace_minutes = 20, overtime, 5
    begun = rules.start(leader=leader, quiz=quiz)
    cast.give(begun, cast.right_values(begun))
    return begun


def let_pass(attempt: Attempt, minutes: int) -> None:
    """Move the attempt and its answers so many minutes into the past."""
    past = timedelta(minutes=minutes)
    for name in ("started_at", "deadline", "grace_until"):
        moment = getattr(attempt, name)
        setattr(attempt, name, moment and moment - past)
    attempt.save()
    for question in attempt.questions.all():
        question.events.update(received_at=attempt.started_at)


@pytest.mark.parametrize("overtime", ["abandon", "grace"])
def test_abandon_and_grace_count_only_what_was_handed_in(leader, quiz, overtime):
    begun = timed(quiz, overtime, leader)
    let_pass(begun, 26)
    assert rules.close_overdue() == 1
    begun.refresh_from_db()
    assert (begun.state, begun.percent) == (Attempt.State.ABANDONED, None)
    assert not GradeEvent.objects.exists()
    assert rules.start(leader=leader, quiz=quiz).number == 2


def test_within_the_grace_she_may_hand_in_but_not_answer(leader, quiz):
    begun = timed(quiz, "grace", leader)
    let_pass(begun, 22)
    assert rules.close_overdue() == 0
    with pytest.raises(Refusal) as refusal:
        cast.give(begun, {4: "too late"}, client_id="later")
    assert refusal.value.code == "attempt-closed"
    assert rules.submit(attempt=begun).percent == 100


def test_without_grace_what_arrived_is_handed_in(leader, quiz):
    begun = timed(quiz, "submit", leader)
    let_pass(begun, 22)
    assert rules.close_overdue() == 1
    begun.refresh_from_db()
    assert (begun.percent, begun.submitted_at) == (100, begun.deadline)
