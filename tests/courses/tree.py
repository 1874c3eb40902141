"""Small page trees for tests: a catalog for each language, and courses in them."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from courses.models import CatalogPage, CoursePage, LessonPage, Series, Session, SessionStepPage
from school.lib import dates

BODY = [
    ("text", RichText("<p>Taste it first.</p>")),
    ("heading", "Then write"),
    ("do_dont", {"do": "Your own plate.", "dont": "Nine factory pictures."}),
]
CHECK = [
    (
        "check",
        {
            "question": "Which photo sells?",
            "options": [
                {"text": "The factory's", "right": False, "feedback": "Seen everywhere."},
                {"text": "Your own", "right": True, "feedback": "It shows that you tasted it."},
            ],
        },
    )
]


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def catalog(language: str = "en") -> CatalogPage:
    found = CatalogPage.objects.filter(locale__language_code=language).first()
    if found:
        return found
    top = Page.get_first_root_node()
    home = Page(title="School", slug=f"tests-{language}", locale=locale(language))
    top.add_child(instance=home)
    shelf = CatalogPage(title="Courses", slug="courses", locale=home.locale)
    return home.add_child(instance=shelf)


def course(slug: str = "copy", *, lessons: int = 2, language: str = "en", **fields) -> CoursePage:
    """A published course with lessons one, two, three…"""
    shelf = catalog(language)
    fields = {"title": slug.title(), "code": slug[:8], "track": "sales", "summary": "S."} | fields
    made = shelf.add_child(instance=CoursePage(slug=slug, locale=shelf.locale, **fields))
    for number in range(1, lessons + 1):
        lesson(made, f"step-{number}")
    return CoursePage.objects.get(pk=made.pk)


def lesson(parent: CoursePage, slug: str, **fields) -> LessonPage:
    return step(parent, LessonPage, slug, **{"body": BODY, "check_question": CHECK} | fields)


def session_step(parent: CoursePage, slug: str = "live", kind: str = "sales") -> SessionStepPage:
    return step(parent, SessionStepPage, slug, series_kind=kind)


def step(parent: CoursePage, model, slug: str, **fields):
    fields = {"title": slug.replace("-", " ").title(), "minutes": 4} | fields
    made = parent.add_child(instance=model(slug=slug, locale=parent.locale, **fields))
    return model.objects.get(pk=made.pk)


def translated(page, language: str, parent, **fields):
    """The other language's version of a page, below `parent`."""
    copy = page.specific_class(
        slug=page.slug,
        title=fields.pop("title", f"{page.title} ({language})"),
        locale=locale(language),
        translation_key=page.translation_key,
        **fields,
    )
    return parent.add_child(instance=copy)


def series(kind: str = "sales", **fields) -> Series:
    fields = {
        "title": f"{kind} 培训",
        "title_en": f"{kind.title()} training",
        "weekday": 2,
        "starts_at": time(20, 30),
    } | fields
    return Series.objects.create(kind=kind, **fields)


def session(
    starts_at: datetime | None = None, *, kind: str = "sales", of=None, **fields
) -> Session:
    """A session, by default one that began an hour ago."""
    starts_at = starts_at or timezone.now() - timedelta(hours=1)
    fields = {"ends_at": starts_at + timedelta(minutes=45)} | fields
    return Session.objects.create(
        series=of or series(kind), on=dates.day_of(starts_at), starts_at=starts_at, **fields
    )


def soon(**fields) -> Session:
    """A session that begins in an hour."""
    return session(timezone.now() + timedelta(hours=1), **fields)
