"""Appeals: a leader sees her mark differently; somebody else answers by a promised day."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import marking
from assessments.appealed import QuizAnswer, Task, Wish, about
from assessments.models import (
    Appeal,
    Attempt,
    AttemptQuestion,
    Look,
    Mark,
    MarkingSettings,
    Submission,
)
from courses.spoken import weekday
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.inbox import notify
from school.people.models import Leader

NO_WISH = Wish()
LONGEST_WORDS = 1000
SATURDAY = 5


def end_of_working_day(begin: datetime, days: int) -> datetime:
    """The end of the day so many working days (Monday to Friday, Asia/Shanghai) after `begin`."""
    day = dates.day_of(begin)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return datetime.combine(day, time(23, 59, 59), dates.SHANGHAI)


def appeal(*, leader: Leader, submission_id: int, words: str) -> Appeal:
    """Ask for a second look at the mark of a task, and say why.

    Refuses: submission-unknown (also another's), words-missing, words-too-long, not-appealable,
    appealed-already.
    """
    words = _words(words)
    with transaction.atomic():
        return _make(Task(_newest(leader, submission_id)), words, submission_id=submission_id)


def appeal_answer(*, leader: Leader, attempt_id: int, slot: int, words: str) -> Appeal:
    """Ask for a second look at the mark of one answer of a quiz, and say why.

    Refuses: answer-unknown (also another's), words-missing, words-too-long, not-appealable,
    appealed-already.
    """
    words = _words(words)
    with transaction.atomic():
        question = _answered(leader, attempt_id, slot)
        return _make(QuizAnswer(question), words, attempt_question_id=question.pk)


def _words(typed: str) -> str:
    words = typed.replace("\0", "").strip()
    if not words:
        raise Refusal("words-missing", _("Say in a sentence how you see it."))
    if len(words) > LONGEST_WORDS:
        raise Refusal("words-too-long", _("That is a lot of text. Please shorten it a little."))
    return words


def _make(subject: Task | QuizAnswer, words: str, **about_what: int) -> Appeal:
    if Appeal.objects.filter(**about_what).exists():
        raise _appealed()
    if not subject.may_be_appealed():
        raise Refusal("not-appealable", _("There is nothing to look at once more here."))
    now = timezone.now()
    due = end_of_working_day(now, MarkingSettings.load().appeal_days)
    try:
        with transaction.atomic():
            made = Appeal.objects.create(words=words, made_at=now, due_at=due, **about_what)
    except IntegrityError:
        raise _appealed() from None
    _tell(made, subject, _("We look at it once more"), _promise(made, subject))
    return made


def _newest(leader: Leader, submission_id: int) -> Submission:
    mine = Submission.objects.select_for_update(of=("self",)).filter(leader=leader)
    submission = mine.filter(pk=submission_id).first()
    if submission is None:
        raise Refusal("submission-unknown", _("This task isn't yours."))
    newer = Submission.objects.filter(leader=leader, task_key=submission.task_key)
    if newer.filter(number__gt=submission.number).exists():
        raise Refusal("not-appealable", _("There is nothing to look at once more here."))
    return Submission.objects.select_related("leader__user").get(pk=submission.pk)


def _answered(leader: Leader, attempt_id: int, slot: int) -> AttemptQuestion:
    found = AttemptQuestion.objects.select_for_update(of=("self",))
    found = found.select_related("attempt__leader__user")
    question = found.filter(attempt=attempt_id, attempt__leader=leader, slot=slot).first()
    if question is None:
        raise Refusal("answer-unknown", _("This answer isn't yours."))
    return question


def _appealed() -> Refusal:
    return Refusal("appealed-already", _("You have asked already. The answer comes to you."))


def answer(*, appeal: Appeal, by, words: str, changes: bool, wish: Wish = NO_WISH) -> Appeal:
    """Answer an appeal: the mark stands, or it becomes what is wished for. A task is then
    accepted, with a rubric by these levels; an answer of a quiz earns so much of its marks, and
    the result of its attempt is worked out anew. An answer never makes a mark worse.

    Refuses: words-missing, appeal-answered, own-work, looked-already (who has marked it doesn't
    answer), rubric-incomplete, level-unknown, mark-out-of-range, answer-same, answer-worse.
    """
    words = words.replace("\0", "").strip()
    if not words:
        raise Refusal("words-missing", _("Say in a sentence why."))
    with transaction.atomic():
        held = Appeal.objects.select_for_update().get(pk=appeal.pk)
        if held.answered_at is not None:
            raise Refusal("appeal-answered", _("Somebody has answered already."))
        _lock(held)
        subject = about(held)
        subject.check_answerer(by)
        if changes:
            subject.change(by, wish, words)
        held.answer, held.changed, held.by = words, changes, by
        held.answered_at = timezone.now()
        held.save()
        _tell(held, subject, _("Your mark was changed") if changes else _("Your mark stays"), words)
    return held


def _lock(held: Appeal) -> None:
    """What it is about, in the order in which marks are given: nobody marks it meanwhile."""
    if held.submission_id:
        held.submission = marking.lock(held.submission)
        return
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("leader__user")
    held.attempt_question.attempt = rows.get(pk=held.attempt_question.attempt_id)


def _promise(made: Appeal, subject: Task | QuizAnswer) -> Callable[[str], str]:
    def in_words(_language: str) -> str:
        said = {"task": subject.title, "day": day_said(made.due_at)}
        return gettext("%(task)s: somebody else looks at it and answers by %(day)s.") % said

    return in_words


def day_said(moment: datetime) -> str:
    """The day as people say it: "Wed November 25"."""
    return f"{weekday(moment)} {date_format(dates.day_of(moment), 'MONTH_DAY_FORMAT')}"


def _tell(appeal: Appeal, subject: Task | QuizAnswer, title: Any, body: Any) -> None:
    notify(
        user=subject.leader.user,
        kind="task",
        title=title,
        body=body,
        link=subject.address,
        key=f"appeal:{appeal.pk}:{'answer' if appeal.answered_at else 'made'}",
    )


def to_answer(user) -> QuerySet[Appeal]:
    """The open appeals that this person may answer: of the leaders whom she may see, of work
    that she hasn't marked. The one due first in front."""
    looked = Look.objects.filter(submission=OuterRef("submission"), by=user)
    marked = Mark.objects.filter(attempt_question=OuterRef("attempt_question"), by=user)
    seen = Appeal.objects.visible_to(user).waiting().filter(~Exists(looked), ~Exists(marked))
    hers = Q(submission__leader__user=user) | Q(attempt_question__attempt__leader__user=user)
    return seen.exclude(Q(submission__marker=user) | hers)
