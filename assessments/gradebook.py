"""The gradebook: who stands where in the quizzes and tasks of a course."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments import grade
from assessments.models import Submission
from courses.models import Enrolment, StepCompletion
from courses.outline import Outline
from courses.step import Step
from school.people.models import Leader

KINDS = ("quiz", "task")
TASK_WORDS = {
    Submission.State.ACCEPTED: pgettext_lazy("task", "accepted"),
    Submission.State.SENT: _("waiting"),
    Submission.State.RETURNED: _("sent back"),
}


@dataclass(frozen=True)
class Cell:
    """Where one leader stands in one step: what counts of her quizzes in per cent, or the state of
    her task; and whether she is through with the step, which a later correction never takes back.
    """

    percent: Decimal | None = None
    state: Any = ""
    done: bool = False

    @property
    def is_empty(self) -> bool:
        return self.percent is None and not self.state and not self.done


@dataclass(frozen=True)
class Row:
    leader: Leader
    cells: list[Cell]


def columns(outline: Outline) -> list[Step]:
    """The quizzes and tasks of a course, in its order."""
    return [step for step in outline.steps() if step.kind in KINDS]


def enrolled(leaders: QuerySet[Leader], course_key: UUID) -> QuerySet[Leader]:
    """Of these leaders those who take the course."""
    taking = Enrolment.objects.filter(course_key=course_key, leader=OuterRef("pk"))
    return leaders.filter(Exists(taking))


def behind(leaders: QuerySet[Leader], steps: Sequence[Step]) -> QuerySet[Leader]:
    """Of these leaders those who are not through with all of these steps."""
    missing = Q(pk__in=[])
    for step in steps:
        done = StepCompletion.objects.filter(leader=OuterRef("pk"), step_key=step.translation_key)
        missing |= ~Exists(done)
    return leaders.filter(missing)


def rows(leaders: Iterable[Leader], steps: Sequence[Step]) -> list[Row]:
    """A row for each leader, a cell for each step. Four queries, however many there are of both."""
    leaders, keys = list(leaders), [step.translation_key for step in steps]
    numbers = [leader.pk for leader in leaders]
    percents = grade.counting(leaders=numbers, step_keys=keys)
    states, done = _states(numbers, keys), _done(numbers, keys)
    return [
        Row(
            leader,
            [
                Cell(
                    percent=percents.get((leader.pk, key)),
                    state=states.get((leader.pk, key), ""),
                    done=(leader.pk, key) in done,
                )
                for key in keys
            ],
        )
        for leader in leaders
    ]


def _states(leaders: list[int], keys: list[UUID]) -> dict[tuple[int, UUID], Any]:
    """The state of the task that each handed in last."""
    sent = Submission.objects.filter(leader__in=leaders, task_key__in=keys).order_by("number")
    rows = sent.values_list("leader", "task_key", "state")
    return {(leader, key): TASK_WORDS.get(state, "") for leader, key, state in rows}


def _done(leaders: list[int], keys: list[UUID]) -> set[tuple[int, UUID]]:
    rows = StepCompletion.objects.filter(leader__in=leaders, step_key__in=keys)
    return set(rows.values_list("leader", "step_key"))
