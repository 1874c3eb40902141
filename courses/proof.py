"""The quiz of a course as a way in: who is said to know much already may show it there, and read
only what she wants to."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from courses.listing import Listed
from courses.models import CoursePage, Enrolment, QuickStart
from courses.outline import Outline
from courses.step import Step


@dataclass(frozen=True)
class Shortcut:
    """The quiz to try first, and the first lesson for who would rather read."""

    quiz: Step
    lesson: Step


def with_quick_start(enrolments: QuerySet) -> QuerySet:
    """Enrolments with `quick_since`: since when their leader may show first what she knows; None
    for everybody else."""
    open_now = QuickStart.objects.filter(leader=OuterRef("leader"), until=None)
    return enrolments.annotate(quick_since=Subquery(open_now.values("since")[:1]))


def is_way_in(course: Listed | CoursePage) -> bool:
    """The courses in which the lessons may be spared: what every newcomer begins with."""
    return course.required and course.track == CoursePage.Track.ONBOARDING


def proof_of(outline: Outline) -> Step | None:
    """The last quiz that the course asks for; None where there is none."""
    quizzes = [step for step in outline.steps() if step.proves and not step.optional]
    return quizzes[-1] if quizzes else None


def lessons_of(outline: Outline) -> list[Step]:
    """What a leader reads, and what the quiz stands for."""
    return [step for step in outline.steps() if step.model.done_by_leader and not step.optional]


def shortcut(
    *,
    course: Listed | CoursePage,
    outline: Outline,
    enrolment: Enrolment | None,
    done: Collection[UUID],
) -> Shortcut | None:
    """Where the shorter way leads; None for who hasn't got one here. Whoever has opened a lesson
    since she might take it has chosen to read, and is led on from there. No query.

    `enrolment` comes from `with_quick_start`.
    """
    if not (enrolment and enrolment.quick_since and is_way_in(course)):
        return None
    quiz, lessons = proof_of(outline), lessons_of(outline)
    unread = [step for step in lessons if step.translation_key not in done]
    if quiz is None or quiz.translation_key in done or not unread:
        return None
    return None if _reads(enrolment, lessons) else Shortcut(quiz, unread[0])


def _reads(enrolment: Enrolment, lessons: list[Step]) -> bool:
    opened = enrolment.last_opened_at
    at_lesson = enrolment.last_step_key in {step.translation_key for step in lessons}
    return bool(at_lesson and opened and opened > enrolment.quick_since)
