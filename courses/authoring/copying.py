"""A copy of a course with all its steps, in every language: drafts with keys of their own.

Quizzes ask the same questions as before, tasks the same evidence. What people did stays with the
course that they did it in.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from courses.models import CoursePage
from school.lib.refusal import Refusal


@transaction.atomic
def copy_course(
    courses: Sequence[CoursePage], *, code: str, titles: Mapping[str, str], user
) -> UUID:
    """The key of the copy. `titles` are by language; where one is missing the old one is kept.

    Refuses: code-taken. Raises PermissionDenied for who may not add courses there.
    """
    if CoursePage.objects.filter(code__iexact=code).exists():
        raise Refusal("code-taken", _("There is a course with this code already."))
    new_keys: dict[UUID, UUID] = {}
    for course in courses:
        parent = course.get_parent()
        if not parent.permissions_for_user(user).can_add_subpage():
            raise PermissionDenied
        copy = course.copy(
            recursive=True,
            to=parent,
            update_attrs={
                "title": titles.get(course.language) or course.title,
                "slug": find_available_slug(parent, f"{course.slug}-copy"),
                "code": code,
                "required": False,
                "archived_at": None,
            },
            copy_revisions=False,
            keep_live=False,
            user=user,
        )
        _share_keys(course, copy, new_keys)
    return new_keys[courses[0].translation_key]


def _share_keys(course: CoursePage, copy: CoursePage, new_keys: dict[UUID, UUID]) -> None:
    """What is one thing in two languages is one thing in the copy too."""
    old = course.get_descendants(inclusive=True).order_by("path")
    new = copy.get_descendants(inclusive=True).order_by("path")
    for before, after in zip(old, new, strict=True):
        key = new_keys.setdefault(before.translation_key, uuid4())
        Page.objects.filter(pk=after.pk).update(translation_key=key)
