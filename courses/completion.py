"""A leader says herself that she is through with a step, here and now or hours ago on the road."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.access import check_step
from courses.audience import Learner
from courses.models import Enrolment, StepCompletion
from courses.outline import Outline
from courses.progress import complete_step
from courses.step import Step
from school.lib.refusal import Refusal
from school.people.models import Leader


def say_done(
    *, leader: Leader, outline: Outline, step: Step, at: datetime | None = None
) -> StepCompletion:
    """The same rules with and without a network. `at` is when she did it; it counts from the day
    on which she began the course, and never lies ahead.

    Refuses: step-not-hers-to-complete, for steps that a result or a trainer completes; and what
    `courses.access.check_step` refuses.
    """
    if not step.model.done_by_leader:
        raise Refusal("step-not-hers-to-complete", _("This step is done when its result is in."))
    enrolment = Enrolment.objects.filter(leader=leader, course_key=outline.course_key).first()
    if not StepCompletion.objects.filter(leader=leader, step_key=step.translation_key).exists():
        check_step(Learner(leader), outline, step, enrolment)
    return complete_step(leader=leader, step=step, at=_bounded(at, enrolment))


def _bounded(at: datetime | None, enrolment: Enrolment | None) -> datetime:
    now = timezone.now()
    if at is None or enrolment is None:
        return now
    return min(max(at, enrolment.enrolled_at), now)
