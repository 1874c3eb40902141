"""The outline of a course: its steps in order, without the pages. The same for everybody, so it
is kept in memory until any course or step changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.cache import caches

from courses.audience import EVERYBODY, Audience
from courses.models import CoursePage, StepPage
from courses.models.course import new_stamp
from courses.step import Step
from courses.translation import current_language, one_per_key

KEEP_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Outline:
    """The published steps of a course in every language, each language in its own order, and who
    may learn them when.

    `prerequisites` are the keys of the published courses that have to be finished first. What is
    for whom and when is said by the page in the school's own language, for all languages.
    """

    course_key: UUID
    prerequisites: tuple[UUID, ...] = ()
    versions: tuple[Step, ...] = field(default=())
    audience: Audience = EVERYBODY
    opens_on: date | None = None
    closes_on: date | None = None
    valid_months: int | None = None
    archived: bool = False

    @cached_property
    def is_paced(self) -> bool:
        """Whether anything in it opens on a later day than it was begun."""
        return bool(self.opens_on) or any(step.drip_days for step in self.versions)

    def steps(self, language: str | None = None) -> list[Step]:
        """Each step once, in this language (default: the page's) where there is a version."""
        return one_per_key(self.versions, language or current_language())

    def required_keys(self) -> frozenset[UUID]:
        """The steps without which the course is not finished, whatever the language."""
        return frozenset(step.translation_key for step in self.steps() if not step.optional)


def step_models() -> list[type[StepPage]]:
    """Every kind of step that is installed, whichever floor it lives on."""
    return [model for model in apps.get_models() if issubclass(model, StepPage)]


def outline_of(course: CoursePage) -> Outline:
    return outlines_of([course])[course.translation_key]


def outlines_of(courses: Iterable[CoursePage]) -> dict[UUID, Outline]:
    """The outlines of these courses by course key: no query while they are in memory, else a
    fixed number of queries for the whole school."""
    wanted = {_cache_key(course): course.translation_key for course in courses}
    found = caches["pages"].get_many(wanted)
    if len(found) < len(wanted):
        everything = _load()
        missing = {name: key for name, key in wanted.items() if name not in found}
        fresh = {name: everything.get(key, Outline(key)) for name, key in missing.items()}
        caches["pages"].set_many(fresh, timeout=KEEP_SECONDS)
        found |= fresh
    return {wanted[name]: outline for name, outline in found.items()}


def forget() -> None:
    """A course or step has changed: what is in memory anywhere goes by an old name from now on."""
    CoursePage.objects.update(outline_stamp=new_stamp())


def _cache_key(course: CoursePage) -> str:
    # The number goes up when a Step keeps something more, so that none is read that lacks it.
    return f"outline-2:{course.translation_key}:{course.outline_stamp}"


def _load() -> dict[UUID, Outline]:
    courses = {course.path: course for course in CoursePage.objects.open_to_read()}
    steps, before, intakes = _load_steps(courses), _load_prerequisites(), _load_intakes()
    return {
        course.translation_key: Outline(
            course.translation_key,
            tuple(before[course.translation_key]),
            tuple(_at_one_pace(steps[course.translation_key])),
            Audience(frozenset(course.tiers), frozenset(course.cohorts), intakes[course.pk]),
            course.opens_on,
            course.closes_on,
            course.valid_months,
            course.archived_at is not None,
        )
        for course in one_per_key(courses.values(), settings.LANGUAGE_CODE)
    }


def _load_intakes() -> dict[int, frozenset[int]]:
    """The intakes for which a course's page is meant, by the page's number."""
    through = CoursePage.intakes.through.objects
    pairs = through.values_list("coursepage_id", "intake_id")
    found = defaultdict(frozenset)
    for course, intake in pairs:
        found[course] |= {intake}
    return found


def _at_one_pace(steps: list[Step]) -> list[Step]:
    """The steps with the days of the version in the school's own language, in every language."""
    leading = {one.translation_key: one for one in one_per_key(steps, settings.LANGUAGE_CODE)}
    return [
        replace(
            step,
            drip_days=leading[step.translation_key].drip_days,
            due_days=leading[step.translation_key].due_days,
        )
        for step in steps
    ]


def _load_steps(courses: Mapping[str, CoursePage]) -> dict[UUID, list[Step]]:
    found: list[tuple[str, Step]] = []
    for model in step_models():
        for page in model.objects.live().select_related("locale"):
            course = courses.get(page.path[: -model.steplen])
            if course:
                page.course = course
                found.append((page.path, page.as_step()))
    steps = defaultdict(list)
    for _path, step in sorted(found, key=lambda pair: pair[0]):
        steps[step.course_key].append(step)
    return steps


def _load_prerequisites() -> dict[UUID, list[UUID]]:
    """Prerequisites by course key. One that isn't published can't be done and holds nobody up."""
    links = CoursePage.prerequisites.through.objects.filter(to_coursepage__live=True)
    pairs = links.values_list("from_coursepage__translation_key", "to_coursepage__translation_key")
    before = defaultdict(list)
    for course_key, first in pairs.distinct():
        before[course_key].append(first)
    return before
