"""The queue of one person who marks: tasks and quiz answers of her leaders, the oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.appeal import end_of_working_day, to_answer
from assessments.kinds.base import said
from assessments.mark import to_mark
from assessments.marking import accept, to_look_at
from assessments.models import (
    AttemptQuestion,
    Likeness,
    MarkingSettings,
    Submission,
)
from courses.models import CoursePage
from courses.translation import current_language, one_per_key
from school.lib.refusal import Refusal
from school.people.models import Leader

TASK, ANSWER = "task", "answer"
# Stepping with the keys reaches so far; more than that nobody marks in a sitting.
STEPS = 1000


@dataclass(frozen=True)
class Waiting:
    """One line of the queue."""

    kind: str
    pk: int
    url: str
    title: str
    course: str
    leader: Leader
    since: datetime
    overdue: bool
    remarks: list[str]
    quick: bool


@dataclass(frozen=True)
class Neighbours:
    """Where the keys lead from one line of the queue, and how many lines there are."""

    before: str
    after: str
    left: int


def tasks_of(user, course: UUID | None = None) -> QuerySet[Submission]:
    found = to_look_at(user)
    return found.filter(course_key=course) if course else found


def answers_of(user, course: UUID | None = None) -> QuerySet[AttemptQuestion]:
    mine = to_mark().filter(attempt__leader__in=Leader.objects.visible_to(user))
    mine = mine.exclude(attempt__leader__user=user)
    return mine.filter(attempt__course_key=course) if course else mine


def count(user, course: UUID | None = None) -> int:
    return tasks_of(user, course).count() + answers_of(user, course).count()


def lines(user, *, course: UUID | None = None, first: int = 0, most: int = 50) -> list[Waiting]:
    """The lines from `first` on. A constant number of queries."""
    alike = Likeness.objects.filter(photo__submission=OuterRef("pk"))
    tasks = tasks_of(user, course).select_related("leader__user", "leader__intake")
    tasks = tasks.annotate(alike=Exists(alike))[: first + most]
    answers = answers_of(user, course).select_related(
        "attempt__leader__user", "attempt__leader__intake"
    )[: first + most]
    titles, days = _titles(), MarkingSettings.load().look_days
    both = merge(
        (_task_line(one, titles, days) for one in tasks),
        (_answer_line(one, titles, days) for one in answers),
        key=lambda line: line.since,
    )
    return list(islice(both, first, first + most))


def _titles() -> dict[UUID, str]:
    pages = CoursePage.objects.select_related("locale").order_by("pk")
    return {page.translation_key: page.title for page in one_per_key(pages, current_language())}


def _late(since: datetime, days: int) -> bool:
    return end_of_working_day(since, days) < timezone.now()


def _task_line(one: Any, titles: dict[UUID, str], days: int) -> Waiting:
    return Waiting(
        kind=TASK,
        pk=one.pk,
        url=reverse("marking:submission", args=[one.pk]),
        title=one.title,
        course=titles.get(one.course_key, ""),
        leader=one.leader,
        since=one.sent_at,
        overdue=_late(one.sent_at, days),
        remarks=_remarks(one),
        quick=not one.rubric,
    )


def _remarks(one: Any) -> list[str]:
    found = []
    if one.number > 1:
        found.append(_("try %(number)s") % {"number": one.number})
    if one.stage != Submission.Stage.FIRST:
        found.append(one.get_stage_display())
    if one.alike:
        found.append(_("a photo looks like another one"))
    if one.findings:
        found.append(_("doesn't fit all limits"))
    return found


def _answer_line(one: AttemptQuestion, titles: dict[UUID, str], days: int) -> Waiting:
    attempt, language = one.attempt, current_language()
    return Waiting(
        kind=ANSWER,
        pk=one.pk,
        url=reverse("marking:answer", args=[one.pk]),
        title=f"{said_title(attempt.title, language)} · {one.slot}",
        course=titles.get(attempt.course_key, ""),
        leader=attempt.leader,
        since=attempt.submitted_at,
        overdue=_late(attempt.submitted_at, days),
        remarks=[said(one.frozen["texts"], language)[:60]],
        quick=False,
    )


def said_title(title: dict[str, str], language: str) -> str:
    return title.get(language) or next(iter(title.values()), "")


def neighbours(user, kind: str, pk: int, course: UUID | None = None) -> Neighbours:
    """The lines before and after this one, as addresses; "" at an end. Two queries."""
    order = list(islice(_order(user, course), STEPS))
    at = next((place for place, one in enumerate(order) if one[1:] == (kind, pk)), None)
    if at is None:
        return Neighbours("", _url(order[0]) if order else "", len(order))
    before = _url(order[at - 1]) if at else ""
    after = _url(order[at + 1]) if at + 1 < len(order) else ""
    return Neighbours(before, after, len(order))


def _order(user, course: UUID | None) -> Iterable[tuple[datetime, str, int]]:
    tasks = tasks_of(user, course).values_list("sent_at", "pk")[:STEPS]
    answers = answers_of(user, course).values_list("attempt__submitted_at", "pk")[:STEPS]
    return merge(
        ((at, TASK, pk) for at, pk in tasks),
        ((at, ANSWER, pk) for at, pk in answers),
        key=lambda one: one[0],
    )


def _url(one: tuple[datetime, str, int]) -> str:
    name = "marking:submission" if one[1] == TASK else "marking:answer"
    return reverse(name, args=[one[2]])


def courses_of(user) -> list[tuple[UUID, str, int]]:
    """The courses from which something waits, with how much, for narrowing the queue."""
    counts: dict[UUID, int] = {}
    for key in tasks_of(user).order_by().values_list("course_key", flat=True):
        counts[key] = counts.get(key, 0) + 1
    for key in answers_of(user).order_by().values_list("attempt__course_key", flat=True):
        counts[key] = counts.get(key, 0) + 1
    titles = _titles()
    return sorted(
        ((key, titles.get(key, ""), number) for key, number in counts.items()),
        key=lambda one: one[1],
    )


def accept_many(*, user, pks: Iterable[int]) -> tuple[int, list[str]]:
    """Accept these tasks at one stroke; answers how many, and why the others were left. Tasks
    with criteria are marked one by one."""
    accepted, left = 0, []
    for one in tasks_of(user).filter(pk__in=list(pks)).select_related("leader__user"):
        try:
            accept(submission=one, by=user)
            accepted += 1
        except Refusal as refusal:
            left.append(f"{one}: {refusal}")
    return accepted, left


def counts(user) -> dict[str, int]:
    """How much is under each tab."""
    return {"queue": count(user), "appeals": to_answer(user).count()}
