"""How many of each intake have finished each required course."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from courses.models import CoursePage, Enrolment
from courses.translation import current_language
from school.people.models import Intake, Leader

INTAKES, COURSES = 6, 8
# The scale has five greens. The darkest says that all have finished, none says nobody.
DEPTHS = 5


@dataclass(frozen=True)
class Cell:
    """The share of an intake's leaders who have finished a course, in whole per cent."""

    percent: int

    @property
    def depth(self) -> int:
        return max(1, self.percent * DEPTHS // 100) if self.percent else 0


@dataclass(frozen=True)
class Heat:
    courses: list[CoursePage]
    rows: list[tuple[Intake, int, list[Cell]]]


def completion(seen: QuerySet[Leader]) -> Heat:
    """The latest intakes and the required courses, or the first ones if none is required. A fixed
    number of queries."""
    courses = _courses()
    studying = seen.studying().filter(intake__isnull=False)
    size = dict(studying.order_by().values_list("intake").annotate(Count("pk")))
    finished = Enrolment.objects.finished().filter(
        leader__in=studying, course_key__in=[course.translation_key for course in courses]
    )
    done: dict[tuple[int, UUID], int] = {
        (intake, key): number
        for intake, key, number in finished.order_by()
        .values_list("leader__intake", "course_key")
        .annotate(Count("pk"))
    }
    intakes = Intake.objects.filter(pk__in=size).order_by("-starts_on", "-number")[:INTAKES]
    rows = [(intake, size[intake.pk], _cells(intake, courses, size, done)) for intake in intakes]
    return Heat(courses, rows)


def _courses() -> list[CoursePage]:
    courses = CoursePage.objects.in_language(current_language())
    required = [course for course in courses if course.required]
    return (required or courses)[:COURSES]


def _cells(intake: Intake, courses: list[CoursePage], size, done) -> list[Cell]:
    return [
        Cell(done.get((intake.pk, course.translation_key), 0) * 100 // size[intake.pk])
        for course in courses
    ]
