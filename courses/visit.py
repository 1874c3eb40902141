"""A visit: one person at one step. It is what a step's page gets to answer with."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from courses.step import Step

if TYPE_CHECKING:
    from courses.models import CoursePage, StepCompletion
    from school.people.models import Leader


@dataclass
class Visit:
    """Who is here, in which course, at which of its steps, and what she has done so far.

    `leader` is None for staff who look at the leaders' view and in the CMS's preview: such a
    visit offers nothing that would be recorded. `position` counts from 1.
    """

    leader: "Leader | None"
    course: "CoursePage"
    steps: list[Step]
    position: int
    completion: "StepCompletion | None" = None
    done: frozenset[UUID] = frozenset()
    preview: bool = False

    @property
    def step(self) -> Step:
        return self.steps[self.position - 1]

    @property
    def is_done(self) -> bool:
        return self.completion is not None

    @property
    def read_only(self) -> bool:
        return self.leader is None

    @cached_property
    def next(self) -> Step | None:
        """The step after this one; None at the end of the course."""
        return self.steps[self.position] if self.position < len(self.steps) else None

    @property
    def onward_url(self) -> str:
        """Where the way goes on: the next step, else back to the course."""
        return self.next.url if self.next else self.course.address

    @property
    def is_translated(self) -> bool:
        from courses.translation import current_language

        return self.step.language == current_language()
