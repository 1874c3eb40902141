"""Finding courses and steps by the names in an address."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404

from courses.models import CoursePage, StepPage
from courses.outline import Outline
from courses.step import Step
from courses.translation import current_language, one_per_key

LEAN = ("title", "slug", "translation_key", "outline_stamp", "locale__language_code")


def find_course(slug: str, *, lean: bool = False) -> CoursePage:
    """The published course of this name, in the page's language or else in the other one;
    `lean` with no more than a step's screen needs of it. Raises Http404."""
    found = CoursePage.objects.open_to_read().filter(slug=slug)
    versions = one_per_key(found.only(*LEAN) if lean else found, current_language())
    if not versions:
        raise Http404
    return versions[0]


def find_step(outline: Outline, slug: str) -> tuple[list[Step], int]:
    """The course's steps and the place of this one among them, counted from 1. Raises Http404."""
    steps = outline.steps()
    for position, step in enumerate(steps, start=1):
        if step.slug == slug:
            return steps, position
    raise Http404


def load_page(step: Step) -> StepPage:
    """The whole page of a step, of its own class."""
    return step.model.for_reading().get(pk=step.page_id)


def titles_of(keys: Iterable[UUID]) -> list[CoursePage]:
    """The courses of these keys, in the page's language where there is such a version."""
    found = CoursePage.objects.open_to_read().filter(translation_key__in=list(keys))
    return one_per_key(found, current_language())
