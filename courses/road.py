"""A learning path as one leader sees it: its courses in order, and where she is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from courses.audience import Learner
from courses.drip import opens_words
from courses.listing import Listed, listed_courses
from courses.models import Enrolment, LearningPath, PathEnrolment
from courses.path import offered_paths
from courses.progress import done_steps, measure
from school.lib.dates import today
from school.people.models import Leader


@dataclass(frozen=True)
class Stage:
    """A course on the path; `state` is done, here or locked, `meta` says it in words."""

    course: Listed
    state: str
    meta: str


@dataclass(frozen=True)
class Road:
    """`enrolment` is her newest round, None before the first."""

    stages: list[Stage]
    enrolment: PathEnrolment | None
    is_offered: bool

    @property
    def is_on_it(self) -> bool:
        return self.enrolment is not None

    @property
    def here(self) -> Stage | None:
        return next((stage for stage in self.stages if stage.state == "here"), None)

    @property
    def done(self) -> int:
        return sum(stage.state == "done" for stage in self.stages)

    @property
    def renew_on(self) -> date | None:
        return self.enrolment.expires_on if self.enrolment else None


def road_of(*, path: LearningPath, leader: Leader | None) -> Road:
    """The same few queries however long it is."""
    keys = list(path.courses.values_list("course_key", flat=True))
    known = {one.translation_key: one for one in listed_courses()}
    courses = [known[key] for key in keys if key in known]
    if leader is None:
        return Road([Stage(one, "open", "") for one in courses], None, False)
    mine = PathEnrolment.objects.filter(leader=leader, path=path).order_by("-round").first()
    taken = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    offered = mine is None and path in offered_paths(leader=leader)
    return Road(_stages(courses, taken, done_steps(leader), Learner(leader)), mine, offered)


def _stages(
    courses: Sequence[Listed],
    taken: Mapping[UUID, Enrolment],
    done: frozenset[UUID],
    learner: Learner,
) -> list[Stage]:
    stages, found_here = [], False
    for course in courses:
        row = taken.get(course.translation_key)
        state = "done" if row and row.completed_at else "here" if row else "locked"
        if state == "here" and found_here:
            state = "open"
        found_here = found_here or state == "here"
        stages.append(Stage(course, state, _words(course, state, done, learner)))
    return stages


def _words(course: Listed, state: str, done: frozenset[UUID], learner: Learner) -> str:
    if state == "done":
        return _("done")
    opens = course.outline.opens_on
    if state == "locked":
        later = opens and opens > learner.today
        return opens_words(opens, learner.today) if later else _("opens later")
    return _("%(done)s of %(total)s steps done") % vars(measure(course.outline, done))


def roads_of(leader: Leader) -> list[tuple[LearningPath, str]]:
    """The paths that she is on or may begin, with where she is in words. For the catalog."""
    rows = PathEnrolment.objects.filter(leader=leader).select_related("path").order_by("round")
    hers = {row.path: row for row in rows}
    offered = [(path, _("You may begin")) for path in offered_paths(leader=leader)]
    return [(path, _standing(row)) for path, row in hers.items()] + offered


def _standing(row: PathEnrolment) -> str:
    if row.completed_at is None:
        return _("under way")
    return _("once more soon") if row.expires_on and row.expires_on <= today() else _("done")
