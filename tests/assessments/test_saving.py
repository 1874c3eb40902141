"""Answers that arrive late, out of order, or where they may not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import answer, late
from assessments import attempt as rules
from assessments.models import AnswerEvent, Attempt, GradeEvent, LateAcceptance
from courses.models import StepCompletion
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MINUTE = 60_000


def say(attempt, slot, value, *, age=None, seq=1, client="phone"):
    return rules.save_answer(
        attempt_id=attempt.pk, user=attempt.leader.user, slot=slot, raw=value,
        client_id=client, seq=seq, age=age,
    )  # fmt: skip


def refused(code, rule, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        rule(*args, **kwargs)
    assert refusal.value.code == code


# --- late answers ------------------------------------------------------------------------------


@pytest.fixture
def ended(attempt) -> Attempt:
    """An attempt that ended five minutes ago, after an hour."""
    now = timezone.now()
    attempt.started_at, attempt.deadline = now - timedelta(hours=1), now - timedelta(minutes=5)
    attempt.save()
    return attempt


def test_a_late_answer_is_kept_with_both_clocks_and_does_not_count(ended):
    event = say(ended, 4, "pick up", age=9 * MINUTE)
    assert (event.late, event.received_at - event.given_at) == (True, timedelta(minutes=9))
    assert answer.standing(ended) == {}
    assert rules.submit(attempt=ended).percent == 0
    assert list(Attempt.objects.with_late_answers()) == [ended]


@pytest.mark.parametrize("age", [None, 0, 4 * MINUTE, 61 * MINUTE, -1, "9", 10**15, True])
def test_what_was_not_given_while_it_was_open_is_refused(ended, age):
    refused("attempt-closed", say, ended, 4, "pick up", age=age)
    assert not AnswerEvent.objects.exists()


def test_a_late_answer_accepted_counts_and_is_graded_again(ended, trainer):
    for slot, value in cast.right_values(ended).items():
        say(ended, slot, value, age=9 * MINUTE, seq=slot)
    rules.submit(attempt=ended)
    late.accept(attempt=ended, by=trainer, reason="No network in the basement.")
    ended.refresh_from_db()
    assert (ended.percent, ended.passed) == (100, True)
    assert [(e.percent, e.rule, e.by, e.reason) for e in GradeEvent.objects.order_by("pk")] == [
        (0, "attempt", None, ""),
        (100, "late-answers", trainer, "No network in the basement."),
    ]
    assert {(one.by, one.reason) for one in LateAcceptance.objects.all()} == {
        (trainer, "No network in the basement.")
    }
    assert StepCompletion.objects.exists()
    assert not Attempt.objects.with_late_answers().exists()


def test_a_late_answer_accepted_does_not_undo_a_newer_one(ended, trainer):
    say(ended, 4, "older", age=20 * MINUTE, client="lost-phone")
    AnswerEvent.objects.create(
        attempt_question=ended.questions.get(slot=4), client_id="tablet", seq=1, value="newer",
        received_at=ended.deadline - timedelta(minutes=1),
    )  # fmt: skip
    rules.submit(attempt=ended)
    late.accept(attempt=ended, by=trainer, reason="No network.")
    assert list(answer.standing(ended).values()) == ["newer"]


def test_accepting_asks_for_a_reason_and_for_something_late(ended, trainer):
    refused("nothing-late", late.accept, attempt=ended, by=trainer, reason="x")
    say(ended, 4, "pick up", age=9 * MINUTE)
    refused("reason-missing", late.accept, attempt=ended, by=trainer, reason=" ")
    assert not LateAcceptance.objects.exists()


def test_an_abandoned_attempt_gets_its_result_when_late_answers_are_accepted(ended, trainer):
    ended.terms |= {"overtime": "abandon"}
    ended.save()
    say(ended, 4, "pick up", age=9 * MINUTE)
    assert rules.submit(attempt=ended).state == Attempt.State.ABANDONED
    done = late.accept(attempt=ended, by=trainer, reason="No network.")
    assert (done.state, done.percent) == (Attempt.State.DONE, 20)


def test_what_was_given_before_another_device_handed_in_is_late_too(attempt):
    attempt.started_at -= timedelta(hours=1)
    attempt.save()
    rules.submit(attempt=attempt)
    assert say(attempt, 4, "pick up", age=9 * MINUTE).late


# --- forward only ------------------------------------------------------------------------------


@pytest.fixture
def forward(leader, course) -> Attempt:
    questions = [cast.shorttext() for _number in range(4)]
    quiz = cast.quiz(course, questions=questions, navigation="sequential", per_page=2)
    return rules.start(leader=leader, quiz=quiz)


def test_sequential_navigation_cannot_go_back(forward):
    say(forward, 1, "one")
    say(forward, 3, "three")
    refused("page-behind", say, forward, 2, "two")
    assert set(answer.standing(forward).values()) == {"one", "three"}


def test_an_answer_sent_again_from_a_page_behind_is_no_offence(forward):
    say(forward, 1, "one")
    say(forward, 3, "three")
    assert say(forward, 1, "one").seq == 1
    assert AnswerEvent.objects.count() == 2


@pytest.mark.parametrize(("reached", "wanted", "shown"), [(1, 2, 2), (2, 1, 2), (1, 1, 1)])
def test_sequential_pages_turn_one_by_one(forward, reached, wanted, shown):
    forward.reached = reached
    forward.save()
    assert rules.turn_to(attempt=forward, page=wanted) == shown
    forward.refresh_from_db()
    assert forward.reached == shown


def test_sequential_pages_cannot_be_skipped(leader, course):
    questions = [cast.shorttext() for _number in range(3)]
    quiz = cast.quiz(course, questions=questions, navigation="sequential")
    attempt = rules.start(leader=leader, quiz=quiz)
    assert rules.turn_to(attempt=attempt, page=3) == 1


# --- budgets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "terms", [{}, {"behaviour": "interactive", "tries": 3}, {"navigation": "sequential"}]
)
def test_saving_stays_within_its_queries_whatever_was_promised(
    attempt, terms, client_of, django_assert_max_num_queries
):
    attempt.terms |= terms
    attempt.save()
    client = client_of(attempt.leader)
    body = {"slot": 4, "form": {"answer": ["pick up"]}, "client": "phone", "age": 5}
    with django_assert_max_num_queries(8):
        response = client.post(
            f"/attempts/{attempt.pk}/save/", body | {"seq": 1}, content_type="application/json"
        )
    assert response.json() == {"saved": 1}
