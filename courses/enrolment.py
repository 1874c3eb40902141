"""What may happen to an enrolment: it begins, it remembers the place, it is refused."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.course import titles_of
from courses.models import CoursePage, Enrolment
from courses.outline import Outline, outline_of, outlines_of
from courses.signals import enrolled
from courses.step import Step
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.models import Leader


def enrol(*, leader: Leader, course: CoursePage, source: str = Enrolment.Source.SELF) -> Enrolment:
    """Let a leader take a course. Doing it twice is doing it once, and who is in stays in, even
    if a prerequisite is added later.

    Refuses: course-locked, while a prerequisite is not finished.
    """
    existing = Enrolment.objects.filter(leader=leader, course_key=course.translation_key).first()
    if existing:
        return existing
    check_open(leader=leader, outline=outline_of(course))
    return begin(leader=leader, course_key=course.translation_key, source=source)


def enrol_in_required(*, leader: Leader) -> list[Enrolment]:
    """Enrol a leader in every required course that is open to her; answers the new enrolments.

    Those behind a prerequisite follow by themselves, when it is finished.
    """
    courses = CoursePage.objects.filter(required=True).in_language(current_language())
    mine = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    finished = {key for key, row in mine.items() if row.completed_at}
    outlines = outlines_of(courses)
    return [
        begin(leader=leader, course_key=key, source=Enrolment.Source.REQUIRED)
        for key in (course.translation_key for course in courses)
        if key not in mine and finished.issuperset(outlines[key].prerequisites)
    ]


@transaction.atomic
def begin(*, leader: Leader, course_key: UUID, source: str) -> Enrolment:
    """Write the enrolment without asking whether the course is open: for what happened anyway."""
    enrolment, made = Enrolment.objects.get_or_create(
        leader=leader, course_key=course_key, defaults={"source": source}
    )
    if made:
        enrolled.send(sender=Enrolment, leader=leader, course_key=course_key)
    return enrolment


def open_prerequisites(*, leader: Leader, outline: Outline) -> list[UUID]:
    """The courses that this leader has to finish before this one."""
    if not outline.prerequisites:
        return []
    finished = set(
        Enrolment.objects.finished()
        .filter(leader=leader, course_key__in=outline.prerequisites)
        .values_list("course_key", flat=True)
    )
    return [key for key in outline.prerequisites if key not in finished]


def check_open(*, leader: Leader, outline: Outline) -> None:
    """Refuses: course-locked, while this leader has to finish another course first."""
    missing = open_prerequisites(leader=leader, outline=outline)
    if missing:
        names = gettext(", ").join(before.title for before in titles_of(missing))
        raise Refusal("course-locked", _("First finish: %(courses)s."), {"courses": names})


def remember_place(enrolment: Enrolment, step: Step) -> None:
    """Keep which step she opened last, so that she can carry on there."""
    if enrolment.last_step_key != step.translation_key:
        Enrolment.objects.filter(pk=enrolment.pk).update(
            last_step_key=step.translation_key, last_opened_at=timezone.now()
        )
