"""Where leaders get stuck in a course: how many are through with each step, where they stop, how
long it takes, and what they didn't understand.

`through` counts who is done with the step; `lost` who is done with the step before and not with
this one; `here` those of them who opened this one last and went no further. `hours` is the median
from the step before (for the first one, from the beginning of the course) to this one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

from django.db.models import Count

from courses.models import Enrolment, Puzzle, StepCompletion
from courses.outline import Outline
from courses.step import Step
from school.people.models import Leader


@dataclass(frozen=True)
class Stage:
    step: Step
    through: int
    lost: int
    here: int
    hours: float | None
    puzzles: int
    of: int

    @property
    def percent(self) -> int:
        return self.through * 100 // self.of if self.of else 0


@dataclass(frozen=True)
class Funnel:
    """`begun` and `finished` count leaders; the stages stand in the order of the course."""

    begun: int
    finished: int
    stages: list[Stage]

    @property
    def worst(self) -> Stage | None:
        """Where most of them stop."""
        losing = [stage for stage in self.stages if stage.lost]
        return max(losing, key=lambda stage: stage.lost, default=None)


def funnel_of(*, outline: Outline, leaders: Iterable[Leader]) -> Funnel:
    """Of these leaders, those who take the course, in their present round. Three queries."""
    rows = Enrolment.objects.filter(course_key=outline.course_key, leader__in=leaders)
    begun = {
        leader: (at, last, done)
        for leader, at, last, done in rows.values_list(
            "leader", "enrolled_at", "last_step_key", "completed_at"
        )
    }
    done = _done(outline, begun)
    steps, puzzles = outline.steps(), _puzzles(outline, leaders)
    stages, before = [], None
    for step in steps:
        stages.append(_stage(step, before, begun, done, puzzles))
        before = step if not step.optional else before
    return Funnel(len(begun), sum(1 for row in begun.values() if row[2]), stages)


def _done(outline: Outline, begun: dict) -> dict[UUID, dict[int, datetime]]:
    """When each of them was through with each step, by step and leader."""
    done: dict[UUID, dict[int, datetime]] = defaultdict(dict)
    rows = StepCompletion.objects.filter(course_key=outline.course_key)
    for leader, key, at in rows.values_list("leader", "step_key", "completed_at"):
        if leader in begun:
            done[key][leader] = at
    return done


def _puzzles(outline: Outline, leaders) -> Counter:
    rows = Puzzle.objects.filter(course_key=outline.course_key, leader__in=leaders)
    counted = rows.order_by().values_list("step_key").annotate(Count("pk"))
    return Counter(dict(counted))


def _stage(step: Step, before: Step | None, begun: dict, done, puzzles: Counter) -> Stage:
    mine = done.get(step.translation_key, {})
    came = done.get(before.translation_key, {}) if before else {pk: r[0] for pk, r in begun.items()}
    waiting = [leader for leader in came if leader not in mine]
    here = sum(begun[leader][1] == step.translation_key for leader in waiting)
    took = [
        (at - came[leader]).total_seconds() / 3600
        for leader, at in mine.items()
        if leader in came and at >= came[leader]
    ]
    return Stage(
        step,
        through=len(mine),
        lost=0 if step.optional else len(waiting),
        here=here,
        hours=round(median(took), 1) if took else None,
        puzzles=puzzles[step.translation_key],
        of=len(begun),
    )
