"""What may happen to an enrolment: it begins, it remembers the place, it is refused."""

from datetime import date, datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from courses.access import check_begin, may_begin
from courses.audience import Learner
from courses.models import CoursePage, Enrolment, StepCompletion
from courses.outline import outline_of, outlines_of
from courses.signals import enrolled
from courses.step import Step
from courses.translation import current_language
from school.lib import dates
from school.people.models import Leader

# What is asked for once more when a course is renewed. Having been at a training and having handed
# in a task stay true.
ASKED_AGAIN = (
    StepCompletion.Source.LEADER,
    StepCompletion.Source.QUIZ,
    StepCompletion.Source.STAFF,
    StepCompletion.Source.PLACEMENT,
    StepCompletion.Source.PACKAGE,
)


def enrol(*, leader: Leader, course: CoursePage, source: str = Enrolment.Source.SELF) -> Enrolment:
    """Let a leader take a course. Doing it twice is doing it once, and who is in stays in, even
    if a prerequisite is added later.

    Refuses: course-not-for-her, course-not-open, course-locked, as `access.check_begin` says.
    """
    existing = Enrolment.objects.filter(leader=leader, course_key=course.translation_key).first()
    if existing:
        return existing
    check_begin(Learner(leader), outline_of(course))
    return begin(leader=leader, course_key=course.translation_key, source=source)


def enrol_in_required(*, leader: Leader) -> list[Enrolment]:
    """Enrol a leader in every required course that she may begin; answers the new enrolments.

    Those behind a prerequisite follow by themselves, when it is finished.
    """
    courses = CoursePage.objects.filter(required=True).in_language(current_language())
    mine = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    finished = {key for key, row in mine.items() if row.completed_at}
    outlines, learner = outlines_of(courses), Learner(leader)
    return [
        begin(leader=leader, course_key=key, source=Enrolment.Source.REQUIRED)
        for key in (course.translation_key for course in courses)
        if key not in mine and may_begin(learner, outlines[key], finished)
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


def expiry(completed_at: datetime, months: int | None) -> date | None:
    """The day on which what was finished then has to be renewed: the same day of the month, or
    the last of a shorter one. None where once is enough."""
    return dates.day_of(completed_at) + relativedelta(months=months) if months else None


@transaction.atomic
def renew(enrolment: Enrolment) -> Enrolment:
    """Let her take a finished course once more, from its first step. The round that she finished
    stays with all that was done in it; what she attended and handed in is hers already and counts
    again. Renewing what is under way changes nothing."""
    if enrolment.completed_at is None or not enrolment.current:
        return enrolment
    rows = Enrolment.objects.filter(pk=enrolment.pk, completed_at__isnull=False)
    if not rows.update(current=False, renewed_at=timezone.now()):
        return Enrolment.objects.get(leader=enrolment.leader_id, course_key=enrolment.course_key)
    done = StepCompletion.objects.filter(
        leader=enrolment.leader_id, course_key=enrolment.course_key
    )
    done.filter(source__in=ASKED_AGAIN).update(current=False)
    return Enrolment.objects.create(
        leader_id=enrolment.leader_id,
        course_key=enrolment.course_key,
        source=Enrolment.Source.RENEWAL,
        round=enrolment.round + 1,
    )


def remember_place(enrolment: Enrolment, step: Step) -> None:
    """Keep which step she opened last, so that she can carry on there."""
    if enrolment.last_step_key != step.translation_key:
        Enrolment.objects.filter(pk=enrolment.pk).update(
            last_step_key=step.translation_key, last_opened_at=timezone.now()
        )
