"""Finding courses and lessons by their words.

Databases cut text into words at white space, and Chinese has none: 售后 isn't found in 处理售后问题
that way. A school has some hundred lessons of a few thousand characters, so the text itself is
looked through (a substring for Chinese, the stem for English), on SQLite and PostgreSQL alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.access import courses_seen_by
from courses.models import CoursePage, SearchText, StepPage
from courses.outline import step_models
from courses.translation import current_language, one_per_key
from courses.words import BEGINNING, is_han, pieces, plain, stem, stems
from school.people.models import Leader

MOST_SHOWN = 30
# Rows that are weighed; who gets more has asked for a word that is everywhere.
MOST_WEIGHED = 200
AROUND = 26


@dataclass(frozen=True)
class Found:
    """One course or step that has the words, and where they stand."""

    translation_key: str
    language: str
    url: str
    title: SafeString
    kind: str
    course: str
    snippet: SafeString
    weight: int


def find(*, phrase: str, leader: Leader | None) -> list[Found]:
    """The best matches first, each thing once and in the language of the page where there is such
    a version. For a leader only what is there for her; None stands for staff, who see all.

    Every piece of the phrase must be there. Two queries and those of `courses_seen_by`.
    """
    wanted = pieces(phrase)
    if not wanted:
        return []
    courses = {}
    seen = CoursePage.objects.open_to_read() if leader is None else courses_seen_by(leader)
    for course in seen.select_related("locale").only("title", "slug", "translation_key", "locale"):
        courses.setdefault(course.translation_key, {})[course.locale.language_code] = course
    rows = SearchText.objects.filter(_has_all(wanted), page__live=True, course_key__in=courses)
    rows = rows.select_related("page__locale", "page__content_type").order_by("page__path")
    found = [_found(row, courses[row.course_key], wanted) for row in rows[:MOST_WEIGHED]]
    once = one_per_key(found, current_language())
    return sorted(once, key=lambda one: -one.weight)[:MOST_SHOWN]


def index_page(page: Page) -> None:
    """Keep the words of a course or step, if it is published."""
    course = page if isinstance(page, CoursePage) else page.get_parent()
    text = plain(" ".join(_words_of(page)))
    SearchText.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "course_key": course.translation_key,
            "text": text,
            "stems": stems(text),
        },
    )


@transaction.atomic
def index_everything() -> int:
    """Make the words of all published courses and steps anew; how many there are."""
    SearchText.objects.all().delete()
    kept = 0
    for model in (CoursePage, *step_models()):
        for page in model.objects.live().iterator(chunk_size=100):
            index_page(page)
            kept += 1
    return kept


def index_published(page: Page) -> None:
    """A page has been published or moved: keep its words, if it is one that leaders read."""
    if isinstance(page, (CoursePage, StepPage)):
        index_page(page)


def _has_all(wanted: Iterable[str]) -> Q:
    every = Q()
    for piece in wanted:
        # A stem may go on: who is still typing finds it too.
        han = is_han(piece)
        every &= Q(text__contains=piece) if han else Q(stems__contains=f" {stem(piece)}")
    return every


def _words_of(page: Page) -> Iterable[str]:
    """The title, and whatever a trainer has written on the page for leaders."""
    yield page.title
    yield getattr(page, "summary", "")
    for field in page._meta.fields:
        if isinstance(field, RichTextField):
            yield _text_of(getattr(page, field.name))
        elif isinstance(field, StreamField):
            value = getattr(page, field.name)
            for words in value.stream_block.get_searchable_content(value):
                yield str(words)


def _text_of(html: str) -> str:
    return strip_tags(re.sub(r"</(p|li|h\d|blockquote)>|<br/?>", " ", html))


def _found(row: SearchText, versions: dict[str, CoursePage], wanted: list[str]) -> Found:
    page = row.page
    language = page.locale.language_code
    course = versions.get(language) or next(iter(versions.values()))
    # An English page and its translation have the same slug, so any version's will do.
    is_course = page.translation_key == course.translation_key
    parts = [course.slug] if is_course else [course.slug, page.slug]
    return Found(
        translation_key=page.translation_key,
        language=language,
        url=reverse("courses:course" if is_course else "courses:step", args=parts),
        title=_marked(page.title, wanted),
        kind=getattr(page.content_type.model_class(), "kind", "course"),
        course="" if is_course else course.title,
        snippet=_snippet(row.text.removeprefix(plain(page.title)).strip(), wanted),
        weight=_weight(page.title, row.text, wanted, is_course),
    )


def _weight(title: str, text: str, wanted: list[str], is_course: bool) -> int:
    """What is in the title counts most, then how often it is said; if equal, courses come first."""
    said = _pattern(wanted)
    in_title, in_text = len(said.findall(title)), len(said.findall(text))
    return 2 * (20 * in_title + min(in_text, 15)) + is_course


def _snippet(text: str, wanted: list[str]) -> SafeString:
    """The place where the first piece stands, with what is around it."""
    spot = _pattern(wanted).search(text)
    at = spot.start() if spot else 0
    begin, end = max(0, at - AROUND), at + 2 * AROUND
    if begin and " " in text[begin:at]:
        begin = text.index(" ", begin) + 1
    dots = ("…" if begin else "", "…" if end < len(text) else "")
    return format_html("{}{}{}", dots[0], _marked(text[begin:end].strip(), wanted), dots[1])


def _marked(text: str, wanted: list[str]) -> SafeString:
    parts = _pattern(wanted).split(text)
    shown = (
        format_html("<mark>{}</mark>", part) if n % 2 else part for n, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in shown))


def _pattern(wanted: list[str]) -> re.Pattern:
    roots = (
        re.escape(one) if is_han(one) else f"{BEGINNING}{re.escape(_root(one))}" for one in wanted
    )
    return re.compile(f"({'|'.join(roots)})", re.IGNORECASE)


def _root(piece: str) -> str:
    """What of the piece stands in the text in each of its forms: of "deliveries", "deliver"."""
    ending = stem(piece)
    return ending if piece.startswith(ending) else piece[: len(_common(piece, ending))] or piece


def _common(one: str, other: str) -> str:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]
