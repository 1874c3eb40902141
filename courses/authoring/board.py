"""A course as its trainers see it: its steps and languages at a glance, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from courses.authoring.editing import steps_of, versions_of
from courses.models import CoursePage, StepPage
from courses.translation import current_language
from school.lib import dates


@dataclass(frozen=True)
class Version:
    """A page in one language, or that there is none: `page` is None."""

    language: str
    name: str
    page: Page | None

    @property
    def state(self) -> str:
        """missing, draft, changed (published, with a newer draft) or live."""
        if self.page is None:
            return "missing"
        if not self.page.live:
            return "draft"
        return "changed" if self.page.has_unpublished_changes else "live"

    @property
    def words(self) -> str:
        return {
            "missing": _("not translated yet"),
            "draft": _("draft"),
            "changed": _("published, newer draft"),
            "live": pgettext("page", "published"),
        }[self.state]

    @property
    def tone(self) -> str:
        return {"live": "good", "changed": "good"}.get(self.state, "wait")


def versions(pages: Iterable[Page]) -> list[Version]:
    """In the order of the school's languages, one for each."""
    found = {page.locale.language_code: page for page in pages}
    return [Version(code, name, found.get(code)) for code, name in settings.LANGUAGES]


def in_her_language(same: Iterable[Version]) -> Page | None:
    """The page in the language of whoever reads, where there is one."""
    found = (v.page for v in same if v.page and v.language == current_language())
    return next(found, None)


@dataclass(frozen=True)
class Line:
    """One step in all its languages; `page` is the one whose numbers hold for all."""

    page: StepPage
    versions: list[Version]

    @property
    def here(self) -> Page:
        """The page for whoever reads."""
        return in_her_language(self.versions) or self.page

    @property
    def title(self) -> str:
        return self.here.title

    @property
    def key(self) -> UUID:
        return self.page.translation_key

    @property
    def kind(self) -> str:
        return str(capfirst(self.page._meta.verbose_name))

    @property
    def is_stale(self) -> bool:
        until = self.page.facts_checked_until
        return until is not None and until <= dates.today()


@dataclass(frozen=True)
class Board:
    """`courses` are the pages of the course, the leading language in front."""

    courses: Sequence[CoursePage]

    @classmethod
    def of(cls, course_key: UUID) -> "Board | None":
        found = versions_of(course_key)
        return cls(found) if found else None

    @property
    def course(self) -> CoursePage:
        return self.courses[0]

    @property
    def title(self) -> str:
        return (in_her_language(self.versions) or self.course).title

    @cached_property
    def versions(self) -> list[Version]:
        return versions(self.courses)

    @cached_property
    def lines(self) -> list[Line]:
        """In the order of the leading language; what only another has comes last."""
        by_course = steps_of(self.courses)
        pages = [page for course in self.courses for page in by_course[course.pk]]
        by_key: dict[UUID, list[StepPage]] = {}
        for page in pages:
            by_key.setdefault(page.translation_key, []).append(page)
        return [Line(same[0], versions(same)) for same in by_key.values()]

    @property
    def missing(self) -> int:
        """How many steps lack a language that the course has."""
        here = {version.language for version in self.versions if version.page}
        return sum(
            any(one.page is None and one.language in here for one in line.versions)
            for line in self.lines
        )

    @property
    def to_check(self) -> list[Line]:
        """Steps whose facts somebody should look at again, and those that will come to it, the
        nearest first."""
        dated = [line for line in self.lines if line.page.facts_checked_until]
        return sorted(dated, key=lambda line: line.page.facts_checked_until or date.max)

    @property
    def minutes(self) -> int:
        return sum(line.page.minutes for line in self.lines if not line.page.optional)
