"""A leader's notes as she looks at them: by lesson, with the way back to each card."""

from dataclasses import dataclass

from courses.listing import listed_courses
from courses.models import Note
from courses.note import notes_of
from courses.step import Step
from school.people.models import Leader


@dataclass(frozen=True)
class NotedLesson:
    """What she wrote and marked in one lesson. `step` is None once the lesson is gone: the note
    stays."""

    note: Note
    step: Step | None
    course_title: str

    @property
    def cards(self) -> list[int]:
        """The marked cards, as people count."""
        return [card + 1 for card in self.note.cards]


def notebook_of(leader: Leader) -> list[NotedLesson]:
    """The newest first, in a fixed number of queries."""
    found = {
        step.translation_key: (step, course.title)
        for course in listed_courses()
        for step in course.outline.steps()
    }
    missing = (None, "")
    return [NotedLesson(note, *found.get(note.step_key, missing)) for note in notes_of(leader)]
