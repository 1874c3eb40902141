"""What answers bring by each behaviour, and which of several tries counts."""

from decimal import Decimal

import pytest

from assessments import attempt as rules
from assessments import grade
from assessments.models import AnswerEvent, GradeEvent
from courses.models import StepCompletion
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def begin(leader, course, behaviour, *questions, **fields):
    questions = questions or (cast.truefalse(),)
    quiz = cast.quiz(course, questions=list(questions), behaviour=behaviour, **fields)
    return rules.start(leader=leader, quiz=quiz)


def say(attempt, value, *, slot=1, seq=1, **sent):
    return rules.save_answer(
        attempt_id=attempt.pk, user=attempt.leader.user, slot=slot, raw=value,
        client_id="phone", seq=seq, **sent,
    )  # fmt: skip


def fraction(attempt, slot=1):
    rules.submit(attempt=attempt)
    return attempt.questions.get(slot=slot).fraction


# --- immediate feedback ------------------------------------------------------------------------


def test_an_answer_that_was_checked_is_settled(leader, course):
    attempt = begin(leader, course, "immediate")
    say(attempt, cast.key_of(attempt, 1, "True"), checked=True)
    with pytest.raises(Refusal) as refusal:
        say(attempt, cast.key_of(attempt, 1, "False"), seq=2)
    assert refusal.value.code == "question-finished"
    assert fraction(attempt) == 0


def test_sending_a_settled_answer_again_is_no_offence(leader, course):
    attempt = begin(leader, course, "immediate")
    for _time in range(2):
        say(attempt, cast.key_of(attempt, 1, "False"), checked=True)
    assert AnswerEvent.objects.count() == 1
    assert fraction(attempt) == 1


def test_nobody_learns_what_is_right_where_it_was_not_promised(leader, course):
    attempt = begin(leader, course, "deferred")
    say(attempt, cast.key_of(attempt, 1, "True"), checked=True)
    say(attempt, cast.key_of(attempt, 1, "False"), seq=2)
    assert fraction(attempt) == 1


# --- several tries -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (["right"], "1"),
        (["wrong", "right"], "0.6667"),
        (["wrong", "wrong", "right"], "0.3334"),
        (["wrong", "wrong", "wrong"], "0"),
        (["half", "half"], "0.1667"),
        (["half"], "0.5"),
    ],
)
def test_interactive_tries_cost_a_third_each(leader, course, tried, expected):
    attempt = begin(leader, course, "interactive", cast.single(), tries=3, penalty="33.33")
    for seq, text in enumerate(tried, start=1):
        say(attempt, cast.key_of(attempt, 1, text), seq=seq, checked=True)
    assert fraction(attempt) == Decimal(expected)


def test_interactive_tries_come_to_an_end(leader, course):
    attempt = begin(leader, course, "interactive", cast.single(), tries=2)
    for seq in (1, 2):
        say(attempt, cast.key_of(attempt, 1, "wrong"), seq=seq, checked=True)
    with pytest.raises(Refusal) as refusal:
        say(attempt, cast.key_of(attempt, 1, "right"), seq=3)
    assert refusal.value.code == "question-finished"


def test_a_change_after_the_last_check_is_one_more_try(leader, course):
    attempt = begin(leader, course, "interactive", cast.single(), tries=3, penalty="25")
    say(attempt, cast.key_of(attempt, 1, "wrong"), checked=True)
    say(attempt, cast.key_of(attempt, 1, "right"), seq=2)
    assert fraction(attempt) == Decimal("0.75")


def test_a_question_may_have_a_penalty_of_its_own(leader, course):
    attempt = begin(leader, course, "interactive", cast.single(penalty="0.5"), penalty="25")
    say(attempt, cast.key_of(attempt, 1, "wrong"), checked=True)
    say(attempt, cast.key_of(attempt, 1, "right"), seq=2, checked=True)
    assert fraction(attempt) == Decimal("0.5")


# --- certainty ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sure", "expected"),
    [
        ("right", 1, "1"),
        ("right", 2, "2"),
        ("right", 3, "3"),
        ("wrong", 1, "0"),
        ("wrong", 2, "-2"),
        ("wrong", 3, "-6"),
        ("half", 3, "1.5"),
        ("right", None, "1"),
        ("wrong", None, "0"),
        ("right", 9, "1"),
    ],
)
def test_cbm_marks_are_those_of_moodles_table(leader, course, text, sure, expected):
    attempt = begin(leader, course, "certainty", cast.single())
    say(attempt, cast.key_of(attempt, 1, text), certainty=sure)
    assert fraction(attempt) == Decimal(expected)


def test_cbm_asks_nothing_for_a_question_that_was_left_open(leader, course):
    assert fraction(begin(leader, course, "certainty", cast.single())) == 0


@pytest.mark.parametrize(("first", "second", "percent"), [(3, 1, 100), (2, 3, 0), (1, 1, 50)])
def test_cbm_percentages_stay_between_0_and_100(leader, course, first, second, percent):
    """Right with the first certainty, wrong with the second: 3 + 0, 2 - 6 and 1 + 0 of 2."""
    attempt = begin(leader, course, "certainty", cast.truefalse(), cast.truefalse())
    say(attempt, cast.key_of(attempt, 1, "False"), certainty=first)
    say(attempt, cast.key_of(attempt, 2, "True"), slot=2, certainty=second)
    assert rules.submit(attempt=attempt).percent == percent


# --- which try counts --------------------------------------------------------------------------


def reach(leader, quiz, *shares):
    """So many of five questions right in each try."""
    for share in shares:
        attempt = rules.start(leader=leader, quiz=quiz)
        right = cast.right_values(attempt)
        cast.give(attempt, {slot: right[slot] for slot in range(1, share + 1)})
        rules.submit(attempt=attempt)


@pytest.mark.parametrize(
    ("grading", "counts"),
    [("best", "80"), ("average", "46.67"), ("first", "40"), ("last", "20")],
)
def test_average_first_last_and_best_of_three_tries(leader, quiz, grading, counts):
    quiz.grading = grading
    quiz.save()
    reach(leader, quiz, 2, 4, 1)
    found = grade.counting_percent(leader=leader, step_key=quiz.translation_key)
    assert found == Decimal(counts)
    assert GradeEvent.objects.count() == 3


def test_a_try_that_was_marked_again_counts_once_with_its_last_grade(leader, quiz):
    reach(leader, quiz, 2, 4)
    quiz.grading = "average"
    quiz.save()
    first = leader.attempts.get(number=1)
    first.questions.filter(slot=3).update(max_mark=0)
    rules.mark_again(attempt=first, rule="test", by=leader.user, reason="a slip")
    found = grade.counting_percent(leader=leader, step_key=quiz.translation_key)
    assert found == Decimal("65")
    assert GradeEvent.objects.filter(attempt=first).count() == 2


def test_the_step_is_done_when_what_counts_is_enough(leader, quiz):
    quiz.grading = "average"
    quiz.save()
    reach(leader, quiz, 2, 5)
    assert not StepCompletion.objects.exists()
    reach(leader, quiz, 5, 5, 5)
    assert StepCompletion.objects.get().step_key == quiz.translation_key
