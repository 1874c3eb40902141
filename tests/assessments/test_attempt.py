"""The life of an attempt, and what people try with it."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import answer, paper
from assessments import attempt as rules
from assessments.models import AnswerEvent, Attempt, GradeEvent, Question, QuizItem
from assessments.signals import grade_recorded
from courses.models import StepCompletion
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def save(attempt, slot=1, raw=None, client_id="phone", seq=1, user=None):
    return rules.save_answer(
        attempt_id=attempt.pk, user=user or attempt.leader.user, slot=slot, raw=raw,
        client_id=client_id, seq=seq,
    )  # fmt: skip


def refused(code, rule, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        rule(*args, **kwargs)
    assert refusal.value.code == code


# --- starting ----------------------------------------------------------------------------------


def test_an_attempt_keeps_what_was_promised_at_its_start(leader, quiz):
    quiz.time_limit = 20
    attempt = rules.start(leader=leader, quiz=quiz)
    before = list(attempt.questions.values_list("slot", "frozen", "max_mark"))
    Question.objects.update(text="changed", feedback="changed")
    quiz.pass_mark, quiz.time_limit = 10, 1
    quiz.save()
    kept = Attempt.objects.get(pk=attempt.pk)
    assert list(kept.questions.values_list("slot", "frozen", "max_mark")) == before
    assert (kept.pass_mark, kept.deadline - kept.started_at) == (80, timedelta(minutes=20))


def test_an_attempt_has_its_questions_in_every_language(attempt):
    frozen = attempt.questions.get(slot=1).frozen
    assert frozen["texts"]["zh-hans"]["text"] == "Why? (zh-hans)"
    assert frozen["texts"]["en"]["feedback"] == "Because (en)"
    assert frozen["answers"][0]["texts"]["zh-hans"]["text"] == "对的"
    assert frozen["answers"][0]["texts"]["en"]["text"] == "right"


def test_starting_twice_is_one_attempt(leader, quiz):
    assert rules.start(leader=leader, quiz=quiz) == rules.start(leader=leader, quiz=quiz)
    assert Attempt.objects.count() == 1


def test_the_database_allows_one_open_attempt(attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            leader=attempt.leader, quiz_key=attempt.quiz_key, course_key=attempt.course_key,
            number=2, pass_mark=80, started_at=timezone.now(),
        )  # fmt: skip


def test_tries_come_to_an_end(leader, quiz):
    quiz.attempts_allowed = 1
    rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
    refused("attempts-used-up", rules.start, leader=leader, quiz=quiz)


def test_a_quiz_without_ready_questions_does_not_start(leader, quiz):
    Question.objects.update(state=Question.State.RETIRED)
    refused("quiz-empty", rules.start, leader=leader, quiz=quiz)
    assert not Attempt.objects.exists()


def test_an_attempt_whose_time_is_over_is_handed_in_before_the_next_begins(leader, quiz, attempt):
    cast.pass_over(attempt)
    following = rules.start(leader=leader, quiz=quiz)
    attempt.refresh_from_db()
    assert (attempt.state, following.number) == (Attempt.State.DONE, 2)


# --- drawing -----------------------------------------------------------------------------------


def drawn_keys(quiz, seed=1):
    return [one.key for one in paper.draw(quiz, Random(seed))]


def test_a_draw_takes_so_many_from_the_category_and_what_lies_in_it_none_twice(course):
    top = cast.category("Top")
    inside = cast.category("Inside", parent=top)
    fixed = cast.single(category=top)
    pool = [cast.single(category=where) for where in (top, inside, inside, inside)]
    cast.single(category=cast.category("Elsewhere"))
    quiz = cast.quiz(course, questions=[fixed], shuffle=True)
    quiz.items.add(QuizItem(category=top, count=3, sort_order=1))
    quiz.items.add(QuizItem(category=inside, count=9, sort_order=2))
    quiz.save()
    keys = drawn_keys(quiz)
    everything = {fixed.translation_key, *(one.translation_key for one in pool)}
    assert len(keys) == len(set(keys))
    assert fixed.translation_key in keys
    assert set(keys) <= everything
    assert len(keys) >= 4


def test_a_draw_by_tag(course):
    tagged = cast.single()
    for version in Question.objects.filter(translation_key=tagged.translation_key):
        version.tags.add("law")
        version.save()
    cast.single()
    quiz = cast.quiz(course, questions=[])
    quiz.items.add(QuizItem(tag="Law", count=5))
    quiz.save()
    assert drawn_keys(quiz) == [tagged.translation_key]


def test_two_leaders_get_different_papers_from_a_large_drawer(course):
    for _number in range(12):
        cast.single()
    quiz = cast.quiz(course, questions=[], shuffle=True)
    quiz.items.add(QuizItem(category=cast.category(), count=6))
    quiz.save()
    assert drawn_keys(quiz, 1) != drawn_keys(quiz, 2)
    assert drawn_keys(quiz, 1) == drawn_keys(quiz, 1)


def test_starting_takes_the_same_number_of_queries_for_few_and_many_questions(
    course, leader, other_leader, django_assert_max_num_queries
):
    few = cast.quiz(course, questions=[cast.single()], slug="few")
    many = cast.quiz(course, questions=[cast.single() for _n in range(12)], slug="many")
    counts = []
    for who, quiz in ((leader, few), (other_leader, many)):
        with django_assert_max_num_queries(25) as captured:
            rules.start(leader=who, quiz=quiz)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- answering ---------------------------------------------------------------------------------


def test_sending_twice_is_saving_once(attempt):
    for _time in range(2):
        save(attempt, 4, "pick up", seq=5)
    assert AnswerEvent.objects.count() == 1


def test_two_tabs_the_last_answer_stands(attempt):
    save(attempt, 4, "first tab", client_id="tab-1", seq=7)
    save(attempt, 4, "second tab", client_id="tab-2", seq=1)
    assert list(answer.standing(attempt).values()) == ["second tab"]


def test_two_devices_the_latest_stands_and_what_is_sent_again_undoes_nothing(attempt):
    save(attempt, 4, "on the phone", client_id="phone", seq=1)
    save(attempt, 4, "on the tablet", client_id="tablet", seq=1)
    save(attempt, 4, "on the phone", client_id="phone", seq=1)
    assert list(answer.standing(attempt).values()) == ["on the tablet"]
    save(attempt, 4, "on the phone again", client_id="phone", seq=2)
    assert list(answer.standing(attempt).values()) == ["on the phone again"]
    assert AnswerEvent.objects.count() == 3


def test_another_leaders_attempt_is_unknown_to_her(attempt, other_leader):
    refused("slot-unknown", save, attempt, 4, "x", user=other_leader.user)
    assert not AnswerEvent.objects.exists()


def test_staff_can_not_answer_for_a_leader(attempt, trainer):
    refused("slot-unknown", save, attempt, 4, "x", user=trainer)


@pytest.mark.parametrize("slot", [0, 6, -1, "1", None, True, 10**12, [1]])
def test_a_forged_slot_is_refused(attempt, slot):
    refused("slot-unknown", save, attempt, slot, "x")


@pytest.mark.parametrize(
    ("client_id", "seq"),
    [
        *[(name, 1) for name in ("", "a" * 37, "a b", "\0", "ä", None, 7)],
        *[("phone", seq) for seq in (0, -1, "1", 2**31, True, None)],
    ],
)
def test_an_answer_without_its_count_is_refused(attempt, client_id, seq):
    refused("answer-unreadable", save, attempt, 4, "x", client_id=client_id, seq=seq)


def test_a_late_save_is_refused_and_the_earlier_answer_stays(attempt):
    save(attempt, 4, "in time")
    cast.pass_over(attempt)
    refused("attempt-closed", save, attempt, 4, "too late", seq=2)
    assert AnswerEvent.objects.get().value == "in time"


def test_a_save_after_handing_in_is_refused(attempt):
    rules.submit(attempt=attempt)
    refused("attempt-closed", save, attempt, 4, "x")


def test_saving_takes_one_select_and_one_insert(attempt, django_assert_num_queries):
    attempt.leader.user.leader  # noqa: B018  as the log-in brings it
    with django_assert_num_queries(4):  # and the savepoint around them
        save(attempt, 4, "pick up")


# --- handing in --------------------------------------------------------------------------------


def test_everything_right_is_100_and_completes_the_step(attempt, leader):
    heard = []
    receiver = lambda **kwargs: heard.append(kwargs)  # noqa: E731
    grade_recorded.connect(receiver)
    cast.give(attempt, cast.right_values(attempt))
    done = rules.submit(attempt=attempt)
    grade_recorded.disconnect(receiver)
    assert (done.percent, done.passed) == (Decimal("100.00"), True)
    assert StepCompletion.objects.get(leader=leader).step_key == attempt.quiz_key
    assert [(h["leader"], h["step_key"], h["percent"], h["passed"]) for h in heard] == [
        (leader, attempt.quiz_key, Decimal("100.00"), True)
    ]


def test_partial_credit_by_hand(attempt):
    """Half, two thirds, nothing, whole, not answered: 2.1667 of 5 are 43.33 per cent."""
    right = cast.right_values(attempt)
    wrong_half = cast.key_of(attempt, 3, "True")
    values = {1: cast.key_of(attempt, 1, "half"), 2: right[2][:2], 3: wrong_half, 4: right[4]}
    cast.give(attempt, values)
    done = rules.submit(attempt=attempt)
    fractions = [one.fraction for one in done.questions.all()]
    assert fractions == [Decimal("0.5"), Decimal("0.6667"), 0, 1, 0]
    assert (done.percent, done.passed) == (Decimal("43.33"), False)
    assert not StepCompletion.objects.exists()


def test_marks_weigh(course, leader):
    quiz = cast.quiz(course, questions=[cast.single(), cast.truefalse()])
    quiz.items.filter(question__kind="truefalse").update(marks=3)
    attempt = rules.start(leader=leader, quiz=quiz)
    cast.give(attempt, {2: cast.right_values(attempt)[2]})
    assert rules.submit(attempt=attempt).percent == Decimal("75.00")


def test_a_double_submit_grades_once(attempt):
    first = rules.submit(attempt=attempt)
    again = rules.submit(attempt=attempt)
    assert first.submitted_at == again.submitted_at
    assert GradeEvent.objects.count() == 1


def test_a_late_submit_counts_what_arrived_in_time(attempt):
    right = cast.right_values(attempt)
    cast.give(attempt, {slot: right[slot] for slot in (1, 2)})
    cast.pass_over(attempt)
    AnswerEvent.objects.update(received_at=attempt.deadline - timedelta(minutes=1))
    AnswerEvent.objects.filter(attempt_question__slot=2).update(
        received_at=attempt.deadline + timedelta(seconds=1)
    )
    done = rules.submit(attempt=attempt)
    assert done.percent == Decimal("20.00")
    assert done.submitted_at == attempt.deadline


def test_the_clock_hands_in_what_arrived(attempt, leader):
    cast.give(attempt, cast.right_values(attempt))
    cast.pass_over(attempt)
    AnswerEvent.objects.update(received_at=attempt.deadline)
    assert rules.close_overdue() == 1
    assert rules.close_overdue() == 0
    assert GradeEvent.objects.get(leader=leader).percent == 100


def test_the_clock_leaves_those_alone_who_have_time(attempt):
    attempt.deadline = timezone.now() + timedelta(minutes=1)
    attempt.save()
    assert rules.close_overdue() == 0


def test_the_best_attempt_counts(leader, quiz):
    from assessments.grade import best_percent

    assert best_percent(leader=leader, step_key=quiz.translation_key) is None
    for share in (5, 2):
        attempt = rules.start(leader=leader, quiz=quiz)
        right = cast.right_values(attempt)
        cast.give(attempt, {slot: right[slot] for slot in range(1, share + 1)})
        rules.submit(attempt=attempt)
    assert best_percent(leader=leader, step_key=quiz.translation_key) == 100


def test_the_best_of_all_leaders_is_one_annotation(leader, other_leader, quiz):
    from school.people.models import Leader

    attempt = rules.start(leader=leader, quiz=quiz)
    cast.give(attempt, cast.right_values(attempt))
    rules.submit(attempt=attempt)
    best = GradeEvent.objects.best_for("pk", quiz.translation_key)
    found = dict(Leader.objects.annotate(best=best).values_list("pk", "best"))
    assert found == {leader.pk: Decimal("100.00"), other_leader.pk: None}


def test_a_percentage_is_never_rounded_up_to_the_pass_mark():
    almost = Attempt(percent=Decimal("79.70"), pass_mark=80, passed=False)
    assert almost.whole_percent == 79
    assert Attempt(percent=Decimal("87.50"), pass_mark=80, passed=True).whole_percent == 88
