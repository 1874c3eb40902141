"""All published courses as everybody sees them, light enough to be kept in memory."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from courses.cover import TILE, cover_url, with_covers
from courses.models import CoursePage
from courses.outline import Outline, outlines_of
from courses.translation import current_language, one_per_key
from school.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class Listed:
    """What lists need of a course's page, without the page."""

    translation_key: UUID
    title: str
    slug: str
    track: str
    required: bool
    cover_style: str
    image_url: str
    address: str
    outline: Outline


def listed_courses() -> tuple[Listed, ...]:
    """Each published course once, in the page's language where there is such a version, in the
    order of the catalog. One short query, unless a course or step has changed."""
    return _load(stamp(), current_language())


def stamp() -> str:
    """Names the state of all courses and steps: whenever one changes, this does."""
    first = _first_course(0)
    return first[0]["outline_stamp"] if first else ""


@prepared
def _first_course(_any: int):
    return CoursePage.objects.order_by("pk").values("outline_stamp")[:1]


# A stamp is never given twice, so what is kept under an old one is out of use, not out of date.
@lru_cache(maxsize=8)
def _load(stamp: str, language: str) -> tuple[Listed, ...]:
    found = with_covers(CoursePage.objects.open_to_read(), TILE)
    courses = one_per_key(found, language)
    outlines = outlines_of(courses)
    return tuple(
        Listed(
            translation_key=course.translation_key,
            title=course.title,
            slug=course.slug,
            track=course.track,
            required=course.required,
            cover_style=course.cover_style,
            image_url=cover_url(course, TILE),
            address=course.address,
            outline=outlines[course.translation_key],
        )
        for course in courses
    )
