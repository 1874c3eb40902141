"""Changing a course in all its languages at once, in the way in which the CMS keeps changes.

A change to what is published reaches leaders if whoever makes it may publish; else it waits as a
draft, to be submitted in the page's own editor. Text that somebody has not published yet stays a
draft either way.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from courses.models import CoursePage, StepPage
from courses.outline import step_models
from school.lib.refusal import Refusal


def versions_of(course_key: UUID) -> list[CoursePage]:
    """The course's pages, the school's own language in front; published or not."""
    found = CoursePage.objects.filter(translation_key=course_key).select_related("locale")
    return sorted(found, key=lambda page: (page.language != settings.LANGUAGE_CODE, page.pk))


def steps_of(courses: Sequence[CoursePage]) -> dict[int, list[StepPage]]:
    """The steps of each of these pages in their order, published or not; one query a kind."""
    parents = {course.path: course.pk for course in courses}
    found: dict[int, list[StepPage]] = {course.pk: [] for course in courses}
    below = Q(pk__in=[])
    for course in courses:
        below |= Q(path__startswith=course.path, depth=course.depth + 1)
    for model in step_models():
        for page in model.objects.filter(below).select_related("locale"):
            found[parents[page.path[: -Page.steplen]]].append(page)
    return {pk: sorted(pages, key=lambda page: page.path) for pk, pages in found.items()}


def check_editor(user, pages: Iterable[Page]) -> None:
    """Raises PermissionDenied for who may not edit all of these. Refuses: page-locked."""
    for page in pages:
        permissions = page.permissions_for_user(user)
        if not permissions.can_edit():
            raise PermissionDenied
        if permissions.page_locked():
            raise Refusal(
                "page-locked",
                _("“%(title)s” is locked at the moment, because somebody is looking at it."),
                {"title": page.title},
            )


@transaction.atomic
def change(pages: Iterable[Page], values: Mapping[str, Any], *, user) -> bool:
    """Set fields of pages; answers whether all of it holds already, or some waits as a draft."""
    pages = list(pages)
    check_editor(user, pages)
    done = [_change(page, values, user) for page in pages]
    return all(done)


def _change(page: Page, values: Mapping[str, Any], user) -> bool:
    may_publish = page.permissions_for_user(user).can_publish()
    draft = page.get_latest_revision_as_object()
    _set(draft, values)
    revision = draft.save_revision(user=user, clean=False)
    if page.live and not may_publish:
        return False
    if page.live and not page.has_unpublished_changes:
        revision.publish(user=user)
        return True
    kept = type(page).objects.get(pk=page.pk)
    _set(kept, values)
    kept.save(clean=False)
    return True


def _set(page: Page, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(page, name, value)


def may_reorder(courses: Iterable[CoursePage], user) -> bool:
    """Leaders see a published course's order at once, so that it takes the right to publish; a
    draft's is its writers' own affair."""
    for course in courses:
        permissions = course.permissions_for_user(user)
        is_draft = not course.live and permissions.can_edit()
        if not (is_draft or permissions.can_reorder_children()):
            return False
    return True


@transaction.atomic
def reorder(courses: Sequence[CoursePage], keys: Sequence[UUID], *, user) -> None:
    """Put the steps into this order in every language; those that aren't named come last, as they
    stood. Raises PermissionDenied for who may not reorder them."""
    place = {key: at for at, key in enumerate(keys)}
    if not may_reorder(courses, user):
        raise PermissionDenied
    for course in courses:
        before = list(course.get_children())
        after = sorted(before, key=lambda page: place.get(page.translation_key, len(place)))
        if [page.pk for page in before] == [page.pk for page in after]:
            continue
        for page in after:
            fresh, target = Page.objects.get(pk=page.pk), CoursePage.objects.get(pk=course.pk)
            move = MovePageAction(fresh, target, pos="last-child", user=user)
            move.execute(skip_permission_checks=True)  # Wagtail asks for the right to publish.
