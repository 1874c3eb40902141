"""Keeping a course for the road: what a phone has to fetch so that the lessons open without a
network, and how much that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.templatetags.static import static

from courses import lesson
from courses.models import CoursePage, LessonPage
from courses.outline import outline_of
from courses.step import Step
from courses.translation import current_language

KEEP_SECONDS = 24 * 60 * 60
# What stands around a lesson's sheet on its page.
FRAME_BYTES = 6_000
FILES = (
    "css/school.css", "css/lesson.css", "css/text.css", "img/icons.svg", "img/mark.svg",
    "js/cards.js", "js/flash.js", "js/lesson.js", "js/phone.js", "js/player.js", "js/queue.js",
)  # fmt: skip
MEDIA = re.compile(r'(?:src|poster)="([^"]+)"')


@dataclass(frozen=True)
class Part:
    """One thing to fetch: its address, about how many bytes it is, and a lesson's title ("" for
    pictures, sounds and files)."""

    url: str
    size: int
    title: str = ""


@dataclass(frozen=True)
class Pack:
    """All of a course that goes onto the phone."""

    parts: tuple[Part, ...]
    state: str

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)

    @property
    def lessons(self) -> list[Part]:
        return [part for part in self.parts if part.title]


def pack_of(course: CoursePage) -> Pack:
    """The lessons of a course in the page's language, with pictures and sounds in the sizes of a
    page that saves data. From memory, unless a course or step has changed."""
    name = f"pack:{course.pk}:{course.outline_stamp}:{current_language()}"
    pack = caches["pages"].get(name)
    if pack is None:
        pack = Pack(tuple(_parts(course)), course.outline_stamp)
        caches["pages"].set(name, pack, timeout=KEEP_SECONDS)
    return pack


def _parts(course: CoursePage) -> Iterable[Part]:
    steps = [step for step in outline_of(course).steps() if step.model is LessonPage]
    sheets = [_sheet(step, course) for step in steps]
    for step, html in zip(steps, sheets, strict=True):
        yield Part(step.url, len(html.encode()) + FRAME_BYTES, step.title)
    found = dict.fromkeys(url for html in sheets for url in MEDIA.findall(html))
    yield from (Part(url, _size_of(url)) for url in found if url.startswith(settings.MEDIA_URL))
    yield from (Part(static(name), _file_size(name)) for name in FILES)


def _sheet(step: Step, course: CoursePage) -> str:
    page = LessonPage(pk=step.page_id)
    sheet = lesson.rendered(page, state=course.outline_stamp, lean=True)
    return "".join([*(card.html for card in sheet.cards), sheet.check])


def _size_of(url: str) -> int:
    try:
        return default_storage.size(unquote(url.removeprefix(settings.MEDIA_URL)))
    except OSError:
        return 0


def _file_size(name: str) -> int:
    return Path(settings.BASE_DIR, "static", name).stat().st_size
