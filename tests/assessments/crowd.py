"""Many sittings of a quiz at once, written in bulk: what reports and statistics look at."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from assessments.grade import percent_of
from assessments.models import AnswerEvent, Attempt, AttemptQuestion, GradeEvent, QuizPage
from school.people.models import Leader, User

_numbers = count(1)
SITTING = timedelta(minutes=9)


def leaders(many: int, **fields) -> list[Leader]:
    users = User.objects.bulk_create(
        User(phone=f"+861380001{next(_numbers):04d}", name=f"Leader {at}", language="en")
        for at in range(many)
    )
    fields = {"status": Leader.Status.ACTIVE} | fields
    return Leader.objects.bulk_create(Leader(user=user, **fields) for user in users)


def frozen(at: int) -> dict[str, Any]:
    """A single choice as attempts keep it; `a` is right."""
    answers = [
        {"key": key, "fraction": worth, "texts": {"en": {"text": text, "feedback": ""}}}
        for key, worth, text in [("a", "100", "Right"), ("b", "0", "Wrong"), ("c", "0", "Other")]
    ]
    words = {"text": f"Question {at + 1}: what does a leader do first?", "feedback": ""}
    return {"texts": {"en": words}, "answers": answers, "version": None}


def sit(
    quiz: QuizPage,
    people: list[Leader],
    *,
    questions: int | list[UUID] = 20,
    right: Callable[[int, int], bool] = lambda who, question: (who * 7 + question * 3) % 10 > 3,
    number: int = 1,
) -> list[Attempt]:
    """One finished attempt for each of these people; `right(who, question)` says what she knew."""
    keys = [uuid4() for _at in range(questions)] if isinstance(questions, int) else questions
    now = timezone.now() - timedelta(days=30)
    known = [[right(who, at) for at in range(len(keys))] for who in range(len(people))]
    attempts = Attempt.objects.bulk_create(
        _attempt(quiz, leader, number, now + timedelta(minutes=who), known[who])
        for who, leader in enumerate(people)
    )
    asked = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt, slot=at + 1, question_key=key, kind="single", max_mark=1,
            frozen=frozen(at), fraction=Decimal(known[who][at]),
        )
        for who, attempt in enumerate(attempts)
        for at, key in enumerate(keys)
    )  # fmt: skip
    AnswerEvent.objects.bulk_create(
        AnswerEvent(
            attempt_question=one, client_id="phone", seq=1, value="a" if one.fraction else "b",
            received_at=one.attempt.started_at,
        )
        for one in asked
    )  # fmt: skip
    GradeEvent.objects.bulk_create(
        GradeEvent(
            leader_id=attempt.leader_id, step_key=attempt.quiz_key, course_key=attempt.course_key,
            attempt=attempt, percent=attempt.percent, passed=attempt.passed,
            at=attempt.submitted_at,
        )
        for attempt in attempts
    )  # fmt: skip
    return attempts


def _attempt(quiz: QuizPage, leader: Leader, number: int, at, known: list[bool]) -> Attempt:
    percent = percent_of(Decimal(sum(known)), Decimal(len(known)))
    return Attempt(
        leader=leader, quiz_key=quiz.translation_key, course_key=quiz.course_key,
        title={"en": quiz.title}, number=number, state=Attempt.State.DONE,
        pass_mark=quiz.pass_mark, started_at=at - SITTING, submitted_at=at,
        percent=percent, passed=percent >= quiz.pass_mark,
    )  # fmt: skip
