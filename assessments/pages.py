"""Finding a step's page by its key, in the language at hand."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from assessments.models import QuizPage
from courses.models import CoursePage, StepPage
from school.lib.refusal import Refusal

Page = TypeVar("Page", bound=StepPage)


def page_of(model: type[Page], key: UUID, language: str) -> Page | None:
    """The step's published page in this language, else in the one there is; None for none."""
    versions = model.objects.live().filter(translation_key=key)
    found = list(versions.select_related("locale").order_by("pk"))
    same = [page for page in found if page.language == language]
    return (same or found or [None])[0]


def page_or_404(model: type[Page], key: UUID, language: str) -> Page:
    page = page_of(model, key, language)
    if page is None:
        raise Http404
    return page


def key_of_quiz(named: str) -> UUID:
    """The key of the quiz that somebody means: by the key itself, or by the code of its course
    and its slug, as in C1/quiz.

    Refuses: quiz-unknown.
    """
    course, _slash, slug = named.partition("/")
    courses = CoursePage.objects.filter(code__iexact=course.strip())
    inside = QuizPage.objects.filter(slug=slug.strip())
    for path in courses.values_list("path", flat=True):
        found = inside.filter(path__startswith=path, depth=len(path) // CoursePage.steplen + 1)
        key = found.values_list("translation_key", flat=True).first()
        if key:
            return key
    key = _read_key(named)
    if key and QuizPage.objects.filter(translation_key=key).exists():
        return key
    raise Refusal("quiz-unknown", _("There is no quiz %(named)s."), {"named": named})


def _read_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def refuse_if_kept(page: StepPage, records: QuerySet) -> None:
    """A page that records of leaders are about isn't deleted, in no language.

    Refuses: page-has-records."""
    if records.exists():
        raise Refusal(
            "page-has-records",
            _("Leaders have worked on “%(title)s”. Unpublish it instead: their records stay."),
            {"title": page.title},
        )
