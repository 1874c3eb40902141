"""The catalog as one leader sees it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.access import sees
from courses.audience import Learner
from courses.drip import opens_words
from courses.listing import Listed, listed_courses
from courses.models import CoursePage, Enrolment
from courses.outline import Outline
from courses.progress import Progress, done_steps, measure
from school.people.models import Leader


@dataclass(frozen=True)
class Tile:
    """One course on the shelf, with her progress in words."""

    course: Listed
    meta: str
    progress: Progress
    status: str
    tone: str

    @property
    def progress_label(self) -> str:
        return _("%(done)s of %(total)s steps done") % vars(self.progress)


@dataclass(frozen=True)
class Shelf:
    """The courses of one track."""

    title: str
    tiles: list[Tile]


def shelves(*, leader: Leader | None) -> list[Shelf]:
    """All published courses by track that are there for her (for staff all of them), in a fixed
    number of queries."""
    if leader is None:
        return list(_by_track([_tile(one, Learner(None), {}, frozenset()) for one in _offered()]))
    learner, done = Learner(leader), done_steps(leader)
    taken = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    seen = [
        one
        for one in listed_courses()
        if sees(learner, one.outline, taken.get(one.translation_key))
    ]
    return list(_by_track([_tile(one, learner, taken, done) for one in seen]))


def _offered() -> list[Listed]:
    return [one for one in listed_courses() if not one.outline.archived]


def _by_track(tiles: list[Tile]) -> Iterator[Shelf]:
    order = CoursePage.Track.values
    tiles = sorted(tiles, key=lambda tile: order.index(tile.course.track))
    for track, group in groupby(tiles, key=lambda tile: tile.course.track):
        yield Shelf(CoursePage.Track(track).label, list(group))


def _tile(course: Listed, learner: Learner, taken: Mapping[UUID, Enrolment], done) -> Tile:
    outline = course.outline
    progress = measure(outline, done)
    status, tone = _status(outline, learner, taken), "plain"
    if progress.completed:
        status, tone = _("Done"), "leaf"
    return Tile(course, _size(outline), progress, status, tone if status else "")


def _status(outline: Outline, learner: Learner, taken: Mapping[UUID, Enrolment]) -> str:
    """Why it can't be begun yet, for somebody who hasn't."""
    if outline.course_key in taken:
        return ""
    if outline.opens_on and outline.opens_on > learner.today:
        return opens_words(outline.opens_on, learner.today)
    finished = {key for key, row in taken.items() if row.completed_at}
    return "" if finished.issuperset(outline.prerequisites) else _("Opens later")


def _size(outline: Outline) -> str:
    """How much it is: "5 steps · 22 min"."""
    steps = outline.steps()
    count = ngettext("%(count)s step", "%(count)s steps", len(steps)) % {"count": len(steps)}
    minutes = _("%(minutes)s min") % {"minutes": sum(step.minutes for step in steps)}
    return f"{count} · {minutes}"
