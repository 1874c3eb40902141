"""What a leader sees beside a mark: where she may ask for another look, or what became of it."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.appeal import day_said
from assessments.appealed import QuizAnswer, Task
from assessments.models import Appeal, AttemptQuestion, Submission


@dataclass(frozen=True)
class AppealBox:
    """`address` is where her words go, `name` tells the fields of one page apart."""

    address: str
    name: str
    made: Appeal | None
    may: bool

    @property
    def day(self) -> str:
        """By when somebody answers."""
        return day_said(self.made.due_at) if self.made else ""


def of_task(submission: Submission, *, newest: bool) -> AppealBox:
    """`submission` has its appeal at hand; of several tries only the newest can be appealed."""
    return AppealBox(
        address=reverse("assessments:appeal", args=[submission.pk]),
        name=f"task-{submission.pk}",
        made=getattr(submission, "appeal", None),
        may=newest and Task(submission).may_be_appealed(),
    )


def of_answer(question: AttemptQuestion, *, answered: bool) -> AppealBox | None:
    """`question` has its attempt and its appeal at hand. None where there is nothing to say."""
    made = getattr(question, "appeal", None)
    may = made is None and QuizAnswer(question, answered).may_be_appealed()
    if not made and not may:
        return None
    place = [question.attempt_id, question.slot]
    return AppealBox(
        address=reverse("assessments:appeal_answer", args=place),
        name=f"answer-{question.slot}",
        made=made,
        may=may,
    )
