"""What a leader learns, as her path shows it: the one next step, and her courses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from courses.access import sees
from courses.audience import Learner
from courses.drip import next_opening, opens_words
from courses.listing import Listed, listed_courses
from courses.models import Enrolment
from courses.progress import NextStep, Progress, done_steps, measure, next_of
from courses.proof import with_quick_start
from school.lib.prepared import prepared
from school.people.models import Leader


@dataclass(frozen=True)
class Tile:
    """A course that is hers, with her progress in words."""

    course: Listed
    progress: Progress
    words: str

    @classmethod
    def of(cls, course: Listed, done: frozenset[UUID]) -> "Tile":
        progress = measure(course.outline, done)
        return cls(course, progress, _("%(done)s of %(total)s steps done") % vars(progress))


@dataclass(frozen=True)
class Desk:
    """The step to turn to, her courses that are not done (first those that the school asks of her,
    then those that she chose), and those that are; `is_new` until she has done a first step,
    `has_courses` whether the school has published any, `waits` says when the next of her steps
    opens, where none is open now."""

    next: NextStep | None
    required: list[Tile]
    chosen: list[Tile]
    finished: list[Tile]
    is_new: bool
    has_courses: bool
    waits: str = ""

    @classmethod
    def of(cls, leader: Leader) -> "Desk":
        """Three queries, however many courses there are; one more where a required course that she
        hasn't begun asks for her standing."""
        courses, done = listed_courses(), done_steps(leader)
        enrolments = {row.course_key: row for row in _enrolments(leader.pk)}
        learner = Learner(leader)
        hers = [course for course in courses if _is_hers(course, enrolments, learner)]
        tiles = [Tile.of(course, done) for course in hers]
        open_tiles = [tile for tile in tiles if not tile.progress.completed]
        return cls(
            next=next_of(learner=learner, courses=courses, enrolments=enrolments, done=done),
            required=[tile for tile in open_tiles if tile.course.required],
            chosen=[tile for tile in open_tiles if not tile.course.required],
            finished=[tile for tile in tiles if tile.progress.completed],
            is_new=not done,
            has_courses=bool(courses),
            waits=_waits(open_tiles, enrolments, learner.today),
        )


def _waits(tiles: list[Tile], enrolments: Mapping[UUID, Enrolment], today: date) -> str:
    hers = [(tile.course.outline, enrolments.get(tile.course.translation_key)) for tile in tiles]
    day = next_opening(hers, today)
    return opens_words(day, today) if day else ""


@prepared
def _enrolments(leader_id: int):
    return with_quick_start(Enrolment.objects.filter(leader=leader_id))


def _is_hers(course: Listed, enrolments: Mapping[UUID, Enrolment], learner: Learner) -> bool:
    if course.translation_key in enrolments:
        return True
    return course.required and sees(learner, course.outline, None)
