"""What may happen to an attempt: it is started, answered, and handed in or closed by the clock.

The server owns time and points. Every rule locks the attempt's row first, so that two taps, two
tabs and the schedule come one after the other; on SQLite the write lock at BEGIN does the same.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random, SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import answer, grade, kinds, paper
from assessments.models import AnswerEvent, Attempt, AttemptQuestion, QuizPage
from courses.progress import complete_step
from school.lib.refusal import Refusal
from school.people.models import Leader

CLIENT_ID = re.compile(r"[\w-]{1,36}", re.ASCII)
LARGEST_SEQ = 2**31 - 1


def start(*, leader: Leader, quiz: QuizPage, chance: Random | None = None) -> Attempt:
    """The leader's open attempt at this quiz: the one under way, or a new one with its questions
    frozen. An attempt whose time is over is handed in first.

    Refuses: attempts-used-up, quiz-empty.
    """
    under_way = _open_attempt(leader, quiz)
    if under_way and not under_way.is_over():
        return under_way
    if under_way:
        submit(attempt=under_way)
    try:
        with transaction.atomic():
            return _begin(leader, quiz, chance or SystemRandom())
    except IntegrityError:
        # The same tap twice: the other one was first, and its attempt is as good.
        return Attempt.objects.get(
            leader=leader, quiz_key=quiz.translation_key, state=Attempt.State.OPEN
        )


def _open_attempt(leader: Leader, quiz: QuizPage) -> Attempt | None:
    mine = Attempt.objects.filter(leader=leader, quiz_key=quiz.translation_key)
    return mine.filter(state=Attempt.State.OPEN).first()


def _begin(leader: Leader, quiz: QuizPage, chance: Random) -> Attempt:
    taken = Attempt.objects.filter(leader=leader, quiz_key=quiz.translation_key).count()
    if quiz.attempts_allowed and taken >= quiz.attempts_allowed:
        raise Refusal("attempts-used-up", _("You have used all your tries at this quiz."))
    questions = paper.freeze(paper.draw(quiz, chance), quiz, chance)
    if not questions:
        raise Refusal("quiz-empty", _("This quiz has no questions yet. Your trainer knows."))
    now = timezone.now()
    attempt = Attempt.objects.create(
        leader=leader,
        quiz_key=quiz.translation_key,
        course_key=quiz.course_key,
        title=_titles(quiz),
        number=taken + 1,
        pass_mark=quiz.pass_mark,
        started_at=now,
        deadline=now + timedelta(minutes=quiz.time_limit) if quiz.time_limit else None,
    )
    for question in questions:
        question.attempt = attempt
    AttemptQuestion.objects.bulk_create(questions)
    return attempt


def _titles(quiz: QuizPage) -> dict[str, str]:
    versions = QuizPage.objects.filter(translation_key=quiz.translation_key)
    return dict(versions.values_list("locale__language_code", "title"))


def save_answer(
    *, attempt_id: int, user, slot: int, raw: Any, client_id: str, seq: int
) -> AnswerEvent:
    """Take in one answer that the client sent, exactly once for each of the client's counts.

    Refuses: attempt-unknown (also another person's), slot-unknown, attempt-closed (handed in, or
    its time is over), answer-unreadable.
    """
    return _take_in(
        attempt_id, user, slot, client_id, seq, lambda kind, frozen: kind.read(frozen, raw)
    )


def save_form(
    *, attempt_id: int, user, slot: int, form: Any, client_id: str, unless: str = ""
) -> AnswerEvent | None:
    """The same for a posted HTML form; each page that was put counts once. `unless` is the value
    that the page had at first, as JSON: if it is still that, nothing is saved."""
    return _take_in(
        attempt_id, user, slot, client_id, 1, lambda kind, frozen: kind.read_form(frozen, form),
        unless,
    )  # fmt: skip


def _take_in(
    attempt_id: int, user, slot: int, client_id: str, seq: int, read: Callable, unless: str = ""
) -> AnswerEvent | None:
    """One SELECT and one INSERT: an answer is saved by every leader on every question."""
    _check_count(client_id, seq)
    with transaction.atomic():
        question = _lock_question(attempt_id, user, slot)
        now = timezone.now()
        if not question.attempt.is_open(now):
            raise Refusal(
                "attempt-closed", _("This quiz is closed. What arrived before that counts.")
            )
        value = read(kinds.find(question.kind), question.frozen)
        if unless == json.dumps(value):
            return None
        event = AnswerEvent(
            attempt_question=question,
            client_id=client_id,
            seq=seq,
            value=value,
            received_at=now,
        )
        AnswerEvent.objects.bulk_create([event], ignore_conflicts=True)
    return event


def _check_count(client_id: Any, seq: Any) -> None:
    named = isinstance(client_id, str) and CLIENT_ID.fullmatch(client_id)
    counted = type(seq) is int and 0 < seq <= LARGEST_SEQ
    if not (named and counted):
        raise Refusal("answer-unreadable", _("This answer came without its count."))


def _lock_question(attempt_id: int, user, slot: Any) -> AttemptQuestion:
    """The question with its attempt, if it is this person's. The leader is looked up from the
    account that is loaded already, so no table more is joined."""
    leader = getattr(user, "leader", None)
    found = AttemptQuestion.objects.select_related("attempt").select_for_update(of=("attempt",))
    question = None
    if leader and type(slot) is int:
        question = found.filter(
            attempt=attempt_id, slot=slot, attempt__leader_id=leader.pk
        ).first()
    if question is None:
        raise Refusal("slot-unknown", _("This question isn't part of your quiz."))
    return question


def submit(*, attempt: Attempt) -> Attempt:
    """Hand in: grade what arrived in time, once. Handing in again changes nothing.

    A passed quiz completes its step. The grade is recorded at the deadline if the time was over.
    """
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",)).select_related("leader")
        attempt = locked.get(pk=attempt.pk)
        if attempt.state == Attempt.State.DONE:
            return attempt
        now = timezone.now()
        _grade(attempt, at=min(now, attempt.deadline or now))
        grade.record(attempt=attempt, at=attempt.submitted_at)
        if attempt.passed:
            _complete(attempt)
    return attempt


def _grade(attempt: Attempt, at: datetime) -> None:
    questions = list(attempt.questions.all())
    values = answer.standing(attempt)
    for question in questions:
        kind = kinds.find(question.kind)
        question.fraction = kind.grade(question.frozen, values.get(question.pk))
    AttemptQuestion.objects.bulk_update(questions, ["fraction"])
    reached = sum((question.mark for question in questions), Decimal(0))
    of = sum((question.max_mark for question in questions), Decimal(0))
    attempt.percent = grade.percent_of(reached, of)
    attempt.passed = attempt.percent >= attempt.pass_mark
    attempt.submitted_at = at
    attempt.state = Attempt.State.DONE
    attempt.save(update_fields=["percent", "passed", "submitted_at", "state"])


def _complete(attempt: Attempt) -> None:
    """The quiz may be open in either language, or unpublished by now; its step is the same."""
    quiz = QuizPage.objects.filter(translation_key=attempt.quiz_key).order_by("-live", "pk").first()
    if quiz:
        complete_step(leader=attempt.leader, step=quiz, at=attempt.submitted_at, source="quiz")


def close_overdue(*, now: datetime | None = None) -> int:
    """Hand in every attempt whose time is over; answers how many. Repeating it changes nothing."""
    overdue = list(Attempt.objects.overdue(now))
    for attempt in overdue:
        submit(attempt=attempt)
    return len(overdue)
