"""Putting a course into the archive: it isn't offered to anybody new, whoever is in it goes on, and
nothing is lost. It stands in the place of deleting."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses.authoring.editing import change
from courses.models import CoursePage


def archive(courses: Sequence[CoursePage], *, user) -> None:
    """In every language. Raises PermissionDenied for who may not publish it."""
    _write(courses, timezone.now(), user)


def restore(courses: Sequence[CoursePage], *, user) -> None:
    """Offer it again. Raises PermissionDenied for who may not publish it."""
    _write(courses, None, user)


def _write(courses: Sequence[CoursePage], at, user) -> None:
    for course in courses:
        if not course.permissions_for_user(user).can_publish():
            raise PermissionDenied
    change(courses, {"archived_at": at}, user=user)
