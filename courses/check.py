"""The question at the end of a lesson: what leaders answered to it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courses.models import CheckAnswer, LessonPage
from courses.step import Step
from school.lib.refusal import Refusal
from school.people.models import Leader


def answer_check(*, leader: Leader, step: Step, choice: int, at: datetime) -> CheckAnswer:
    """Keep an answer. Whether it is right is the server's word. Refuses: choice-unknown."""
    options = _options(step)
    if not 0 <= choice < len(options):
        raise Refusal("choice-unknown", _("This question has changed. Look at it again."))
    return CheckAnswer.objects.create(
        leader=leader,
        course_key=step.course_key,
        step_key=step.translation_key,
        choice=choice,
        right=bool(options[choice]["right"]),
        answered_at=at,
    )


def _options(step: Step) -> list:
    """The answers to choose from; both languages give them in the same order."""
    page = LessonPage.objects.only("check_question").filter(pk=step.page_id).first()
    if page is None:
        return []
    return next((block.value["options"] for block in page.check_question), [])
