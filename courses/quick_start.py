"""What may happen to a quick start: it begins, it ends, and a quiz stands for its lessons."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.enrolment import enrol_in_required
from courses.listing import Listed, listed_courses
from courses.models import QuickStart, StepCompletion
from courses.progress import complete_step, done_steps
from courses.proof import is_way_in, lessons_of, proof_of
from school.people.models import Leader


@transaction.atomic
def begin(*, leader: Leader) -> QuickStart:
    """From now on she may show first what she knows; a quiz that she has passed already counts at
    once. Saying it twice is saying it once."""
    quick, made = QuickStart.objects.get_or_create(leader=leader, until=None)
    if made:
        enrol_in_required(leader=leader)
        done = done_steps(leader)
        for course in listed_courses():
            _credit(leader, course, done)
    return quick


@transaction.atomic
def end(*, leader: Leader) -> None:
    """From now on she reads first, like everybody. What she has done stays done."""
    QuickStart.objects.filter(leader=leader, until=None).update(until=timezone.now())


def credit(*, leader: Leader, step_key: UUID, course_key: UUID) -> None:
    """She is through with this step: if it is the quiz by which she shows what she knows, the
    course's lessons are done as well."""
    courses = [one for one in listed_courses() if one.translation_key == course_key]
    for course in courses:
        proof = proof_of(course.outline) if is_way_in(course) else None
        if proof and proof.translation_key == step_key and _is_quick(leader):
            _credit(leader, course, frozenset([step_key]))


def _is_quick(leader: Leader) -> bool:
    return QuickStart.objects.filter(leader=leader, until=None).exists()


def _credit(leader: Leader, course: Listed, done: frozenset[UUID]) -> None:
    proof = proof_of(course.outline) if is_way_in(course) else None
    if proof is None or proof.translation_key not in done:
        return
    for lesson in lessons_of(course.outline):
        complete_step(leader=leader, step=lesson, source=StepCompletion.Source.PLACEMENT)
