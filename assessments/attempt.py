"""What may happen to an attempt: it is started, answered, and handed in or closed by the clock.

The server owns time and points. Every rule locks the attempt's row first, so that two taps, two
tabs and the schedule come one after the other; on SQLite the write lock at BEGIN does the same.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random, SystemRandom

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import answer, grade, paper
from assessments.allowance import allowance, check_start
from assessments.models import Attempt, AttemptQuestion, Mark, QuizPage
from assessments.saving import save_answer, save_form
from assessments.scoring import fraction
from assessments.terms import ABANDON, GRACE, Terms
from courses.progress import complete_step
from school.lib.refusal import Refusal
from school.people.models import Leader

__all__ = [
    "close_overdue",
    "mark_again",
    "save_answer",
    "save_form",
    "start",
    "submit",
    "turn_to",
]


def start(
    *, leader: Leader, quiz: QuizPage, chance: Random | None = None, code: str = ""
) -> Attempt:
    """The leader's open attempt at this quiz: the one under way, or a new one with its questions
    frozen. An attempt whose time is over is handed in first. `code` is what she typed where the
    quiz asks for one; it is asked at the start only.

    Refuses: quiz-empty, and as `allowance.check_start` says.
    """
    under_way = _open_attempt(leader, quiz)
    if under_way and under_way.may_be_handed_in():
        return under_way
    if under_way:
        submit(attempt=under_way)
    try:
        return _begin(leader, quiz, chance or SystemRandom(), code)
    except IntegrityError:
        # The same tap twice: the other one was first, and its attempt is as good.
        return Attempt.objects.get(
            leader=leader, quiz_key=quiz.translation_key, state=Attempt.State.OPEN
        )


def _open_attempt(leader: Leader, quiz: QuizPage) -> Attempt | None:
    mine = Attempt.objects.filter(leader=leader, quiz_key=quiz.translation_key)
    return mine.filter(state=Attempt.State.OPEN).first()


def _begin(leader: Leader, quiz: QuizPage, chance: Random, code: str) -> Attempt:
    mine = Attempt.objects.filter(leader=leader, quiz_key=quiz.translation_key)
    taken = list(mine.order_by("number"))
    allowed = allowance(quiz=quiz, leader=leader)
    check_start(quiz=quiz, leader=leader, allowed=allowed, taken=taken, code=code)
    drawn = paper.draw(quiz, chance, paper.asked_before(leader, quiz) if taken else ())
    questions = paper.freeze(drawn, quiz, chance)
    if not questions:
        raise Refusal("quiz-empty", _("This quiz has no questions yet. Your trainer knows."))
    now = timezone.now()
    deadline = allowed.deadline(now)
    attempt = Attempt(
        leader=leader,
        quiz_key=quiz.translation_key,
        course_key=quiz.course_key,
        title=_titles(quiz),
        number=max((one.number for one in taken), default=0) + 1,
        pass_mark=quiz.pass_mark,
        started_at=now,
        deadline=deadline,
        grace_until=_grace(quiz, deadline),
        terms=paper.terms(quiz, drawn, allowed).kept(),
        practice=quiz.practice,
    )
    return _write(attempt, questions)


def _write(attempt: Attempt, questions: Sequence[AttemptQuestion]) -> Attempt:
    """Only the writing is one transaction: on SQLite two hundred who start at once would wait for
    each other's drawing otherwise. The number is the lock: it is given once."""
    with transaction.atomic():
        attempt.save(force_insert=True)
        for question in questions:
            question.attempt = attempt
        AttemptQuestion.objects.bulk_create(questions)
    return attempt


def _grace(quiz: QuizPage, deadline: datetime | None) -> datetime | None:
    if deadline is None or quiz.overtime != GRACE:
        return None
    return deadline + timedelta(minutes=quiz.grace_minutes)


def _titles(quiz: QuizPage) -> dict[str, str]:
    versions = QuizPage.objects.filter(translation_key=quiz.translation_key)
    return dict(versions.values_list("locale__language_code", "title"))


def turn_to(*, attempt: Attempt, page: int) -> int:
    """The page that may be shown when she asks for this one. Where pages are turned forward only,
    it is the one that she has reached, or the next, which is then the one reached."""
    if not Terms.of(attempt).forward_only:
        return page
    if page == attempt.reached + 1:
        Attempt.objects.filter(pk=attempt.pk, reached__lt=page).update(reached=page)
        attempt.reached = page
    return attempt.reached


def submit(*, attempt: Attempt) -> Attempt:
    """Hand in: grade what arrived in time, once. Handing in again changes nothing.

    A passed quiz completes its step. The grade is recorded at the deadline if the time was over.
    Where it had to be handed in before that, and wasn't, the attempt is abandoned.
    """
    with transaction.atomic():
        attempt = _locked(attempt)
        if attempt.state != Attempt.State.OPEN:
            return attempt
        now = timezone.now()
        if not attempt.may_be_handed_in(now) and Terms.of(attempt).overtime in (GRACE, ABANDON):
            return _abandon(attempt)
        attempt.submitted_at = now if attempt.grace_until else min(now, attempt.deadline or now)
        _grade(attempt)
        _conclude(attempt, rule="attempt")
    return attempt


def mark_again(*, attempt: Attempt, rule: str, by=None, reason: str = "") -> Attempt:
    """Grade a finished attempt once more, because what counts of it has changed; an abandoned one
    for the first time. A new grade is recorded, with who and why; the old one stays in the rows.
    """
    with transaction.atomic():
        attempt = _locked(attempt)
        attempt.submitted_at = attempt.submitted_at or attempt.deadline
        _grade(attempt)
        _conclude(attempt, rule=rule, by=by, reason=reason)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("leader")
    return locked.get(pk=attempt.pk)


def _abandon(attempt: Attempt) -> Attempt:
    attempt.state = Attempt.State.ABANDONED
    attempt.save(update_fields=["state"])
    return attempt


def _grade(attempt: Attempt) -> None:
    """Write down what each question brings; without a percentage while a person has to mark."""
    questions = list(attempt.questions.all())
    given, terms = answer.given(attempt), Terms.of(attempt)
    marks = {} if attempt.state == Attempt.State.OPEN else last_marks(questions)
    for question in questions:
        told = given.get(question.pk, answer.NOTHING)
        question.fraction = fraction(question, told, terms, marks.get(question.pk))
    AttemptQuestion.objects.bulk_update(questions, ["fraction"])
    waits = any(question.fraction is None for question in questions)
    attempt.state = Attempt.State.WAITING if waits else Attempt.State.DONE
    attempt.percent = None if waits else percent_of_paper(questions)
    attempt.passed = None if waits else attempt.percent >= attempt.pass_mark
    attempt.save(update_fields=["percent", "passed", "submitted_at", "state"])


def last_marks(questions: Iterable[AttemptQuestion]) -> dict[int, Decimal]:
    """The part that a person gave to each of these questions last, by its number. One query."""
    rows = Mark.objects.filter(attempt_question__in=[one.pk for one in questions]).order_by("pk")
    return dict(rows.values_list("attempt_question", "fraction"))


def percent_of_paper(questions: Iterable[AttemptQuestion]) -> Decimal:
    """From 0 to 100, though certainty may bring more than all marks or less than none."""
    reached = sum((question.mark for question in questions), Decimal(0))
    of = sum((question.max_mark for question in questions), Decimal(0))
    return grade.percent_of(min(max(reached, Decimal(0)), of), of)


def _conclude(attempt: Attempt, *, rule: str, by=None, reason: str = "") -> None:
    """What follows from a result. Practice leaves no grade and is done when it is handed in."""
    if attempt.state != Attempt.State.DONE:
        return
    if not attempt.practice:
        at = attempt.submitted_at if by is None else timezone.now()
        grade.record(attempt=attempt, at=at, rule=rule, by=by, reason=reason)
    quiz = QuizPage.objects.filter(translation_key=attempt.quiz_key).order_by("-live", "pk").first()
    # It may be open in either language, or unpublished by now; its step is the same.
    if quiz and (attempt.practice or _is_enough(attempt, quiz)):
        complete_step(leader=attempt.leader, step=quiz, at=attempt.submitted_at, source="quiz")


def _is_enough(attempt: Attempt, quiz: QuizPage) -> bool:
    if quiz.grading == QuizPage.Grading.BEST:
        return bool(attempt.passed)
    counts = grade.counting_percent(leader=attempt.leader, step_key=attempt.quiz_key)
    return counts is not None and counts >= attempt.pass_mark


def close_overdue(*, now: datetime | None = None) -> int:
    """Hand in every attempt whose time is over; answers how many. Repeating it changes nothing."""
    overdue = list(Attempt.objects.overdue(now))
    for attempt in overdue:
        submit(attempt=attempt)
    return len(overdue)
