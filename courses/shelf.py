"""The catalog as one leader sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    """All published courses by track, in a fixed number of queries."""
    done = done_steps(leader) if leader else frozenset()
    finished, taken = _enrolments(leader)
    return list(_by_track([_tile(one, done, finished, taken) for one in listed_courses()]))


def _by_track(tiles: list[Tile]) -> Iterator[Shelf]:
    order = CoursePage.Track.values
    tiles = sorted(tiles, key=lambda tile: order.index(tile.course.track))
    for track, group in groupby(tiles, key=lambda tile: tile.course.track):
        yield Shelf(CoursePage.Track(track).label, list(group))


def _enrolments(leader: Leader | None) -> tuple[set, set]:
    """The keys of the courses she has finished, and of those she takes or took."""
    rows = dict(
        Enrolment.objects.filter(leader=leader).values_list("course_key", "completed_at")
        if leader
        else []
    )
    return {key for key, at in rows.items() if at}, set(rows)


def _tile(course: Listed, done, finished: set, taken: set) -> Tile:
    outline = course.outline
    progress = measure(outline, done)
    locked = outline.course_key not in taken and not finished.issuperset(outline.prerequisites)
    status, tone = "", ""
    if progress.completed:
        status, tone = _("Done"), "leaf"
    elif locked:
        status, tone = _("Opens later"), "plain"
    return Tile(course, _size(outline), progress, status, tone)


def _size(outline: Outline) -> str:
    """How much it is: "5 steps · 22 min"."""
    steps = outline.steps()
    count = ngettext("%(count)s step", "%(count)s steps", len(steps)) % {"count": len(steps)}
    minutes = _("%(minutes)s min") % {"minutes": sum(step.minutes for step in steps)}
    return f"{count} · {minutes}"
