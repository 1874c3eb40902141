"""Moving a step to another course, with what people have done of it.

The rows of people name the step and the course that it belongs to; they follow it, in every round.
Whoever has done the step has done it in the new course; whoever had only this step to go has
finished the old one. Nobody is taken out of a course or put into one.
"""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from courses.authoring.editing import versions_of
from courses.models import (
    CheckAnswer,
    CoursePage,
    Enrolment,
    Note,
    Puzzle,
    ScormSession,
    StepCompletion,
)
from courses.outline import outline_of
from courses.progress import finish_if_done
from courses.signals import step_moved
from school.lib.refusal import Refusal

OF_A_STEP = (
    StepCompletion.rounds,
    CheckAnswer.objects,
    Note.objects,
    Puzzle.objects,
    ScormSession.objects,
)


@transaction.atomic
def move_step(*, step_key: UUID, to: UUID, user) -> None:
    """In every language, to the end of the other course.

    Refuses: same-course; course-not-in-language, where the other course lacks a language that the
    step has. Raises PermissionDenied for who may not move the step or add to the course.
    """
    targets = {page.locale_id: page for page in versions_of(to)}
    pages = list(Page.objects.filter(translation_key=step_key).order_by("path"))
    old = pages[0].get_parent().translation_key
    if old == to:
        raise Refusal("same-course", _("The step is in this course already."))
    _check(pages, targets, user)
    for page in pages:
        _move(page, targets[page.locale_id], user)
    for rows in OF_A_STEP:
        rows.filter(step_key=step_key).update(course_key=to)
    step_moved.send(sender=CoursePage, step_key=step_key, from_key=old, to_key=to)
    for key in (old, to):
        _finish_who_is_through(key)


def _check(pages: list[Page], targets: Mapping[int, CoursePage], user) -> None:
    for page in pages:
        target = targets.get(page.locale_id)
        if target is None:
            raise Refusal(
                "course-not-in-language",
                _("The other course has no version in the language of “%(title)s”."),
                {"title": page.title},
            )
        if not page.permissions_for_user(user).can_move_to(target):
            raise PermissionDenied


def _move(page: Page, target: CoursePage, user) -> None:
    slug = find_available_slug(target, page.slug)
    if slug != page.slug:
        page = page.specific
        page.slug = slug
        page.save(clean=False)
    Page.objects.get(pk=page.pk).move(
        CoursePage.objects.get(pk=target.pk), pos="last-child", user=user
    )


def _finish_who_is_through(course_key: UUID) -> None:
    """The leaders for whom nothing is left of the course now."""
    course = CoursePage.objects.open_to_read().filter(translation_key=course_key).first()
    required = outline_of(course).required_keys() if course else frozenset()
    if not required:
        return
    hers = Q(leader__completions__current=True, leader__completions__step_key__in=required)
    rows = Enrolment.objects.unfinished().filter(course_key=course_key)
    through = rows.annotate(through=Count("leader__completions", filter=hers))
    for row in through.filter(through=len(required)).select_related("leader").order_by(F("pk")):
        finish_if_done(leader=row.leader, course_key=course_key)
