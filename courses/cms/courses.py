"""The courses of the school, for who writes them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from courses.authoring.board import Version, versions
from courses.authoring.editing import steps_of
from courses.models import CatalogPage, CoursePage, Enrolment
from courses.translation import current_language, one_per_key
from school.lib import dates
from school.people import roles
from school.people.access import check_role
from school.people.screen import Screen


@dataclass
class Row:
    """One course in all its languages."""

    course: CoursePage
    versions: list[Version]
    keys: set[UUID] = field(default_factory=set)
    missing: int = 0
    to_check: int = 0
    taking: int = 0

    @property
    def steps(self) -> int:
        return len(self.keys)


class ListScreen(Screen):
    """Every course once: which languages are published, what is to check, how many learn it."""

    page_title = _("Courses")
    header_icon = "folder-open-inverse"
    template_name = "courses/cms/courses.html"

    def dispatch(self, request, *args, **kwargs):
        check_role(request.user, {roles.TRAINER})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rows = _rows(dates.today())
        archived = "archive" in self.request.GET
        return super().get_context_data(
            rows=[row for row in rows if bool(row.course.archived_at) is archived],
            archived=archived,
            in_archive=sum(row.course.archived_at is not None for row in rows),
            shelf=_shelf(),
            **kwargs,
        )


def _shelf() -> CatalogPage | None:
    """The catalog in the page tree, in the trainer's language where there is one."""
    found = list(CatalogPage.objects.select_related("locale").order_by("path"))
    mine = [one for one in found if one.locale.language_code == current_language()]
    return next(iter(mine or found), None)


def _rows(today: date) -> list[Row]:
    """The same queries for any number of courses."""
    pages = list(CoursePage.objects.select_related("locale").order_by("path"))
    if not pages:
        return []
    taking = dict(Enrolment.objects.order_by().values_list("course_key").annotate(Count("pk")))
    steps = steps_of(pages)
    return [
        _row(course, pages, steps, today, taking.get(course.translation_key, 0))
        for course in one_per_key(pages, current_language())
    ]


def _row(course: CoursePage, pages: list[CoursePage], steps, today: date, taking: int) -> Row:
    same = [page for page in pages if page.translation_key == course.translation_key]
    row = Row(course, versions(same), taking=taking)
    by_version = [{step.translation_key for step in steps[page.pk]} for page in same]
    row.keys = set().union(*by_version)
    row.missing = sum(len(row.keys - keys) for keys in by_version)
    stale = {
        step.translation_key
        for page in same
        for step in steps[page.pk]
        if step.facts_checked_until and step.facts_checked_until <= today
    }
    row.to_check = len(stale)
    return row
