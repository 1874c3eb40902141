"""The steps of courses that a series goes with: what to learn before it, or to look up after."""

from uuid import UUID

from courses.access import courses_seen_by
from courses.listing import listed_courses
from courses.models import Series
from courses.step import Step
from school.people.models import Leader


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All published steps to choose from, by course."""
    return [
        (course.title, [(str(step.translation_key), step.title) for step in course.outline.steps()])
        for course in listed_courses()
    ]


def steps_of(series: Series, leader: Leader | None) -> list[Step]:
    """Those that are still published and there for her (staff: all), in the order of the courses.
    No query for a series without any."""
    if not series.step_keys:
        return []
    wanted = {UUID(key) for key in series.step_keys}
    seen = None
    if leader is not None:
        seen = set(courses_seen_by(leader).values_list("translation_key", flat=True))
    return [
        step
        for course in listed_courses()
        if seen is None or course.translation_key in seen
        for step in course.outline.steps()
        if step.translation_key in wanted
    ]
