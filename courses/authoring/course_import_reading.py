"""A Markdown or Word file, read into a course: its first heading is the course, the next rank its
lessons, the rank below the cards of a lesson. Where several headings have the highest rank, they
are the lessons. Nothing is written here."""

import io
import re
import zipfile
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import mammoth
from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from school.lib.refusal import Refusal

LARGEST, MOST_PARTS, LARGEST_UNPACKED = 30 * 2**20, 2000, 120 * 2**20
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
KEPT = {"p", "ul", "ol", "li", "b", "i", "a", "br", "blockquote"}
_BLOCK_END = re.compile(r"</(?:p|li|blockquote)>|<br/>")
RENAMED = {"strong": "b", "em": "i"}
PICTURE_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# What Word's own styles mean here, beside its headings and lists.
WORD_STYLES = """
p[style-name='Title'] => p.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
"""


@dataclass(frozen=True)
class Problem:
    """Something that was left out or changed; `line` counts lines, in Word paragraphs."""

    line: int
    text: Any


@dataclass(frozen=True)
class Picture:
    data: bytes
    suffix: str
    alt: str
    caption: str = ""


@dataclass
class Lesson:
    """`parts` are pairs: heading and its words, text and its HTML, picture and a `Picture`."""

    title: str
    line: int
    parts: list[tuple[str, Any]] = field(default_factory=list)

    def add(self, kind: str, value: Any) -> None:
        """Texts that follow each other are one text, to be read and edited in one piece."""
        if kind == "text" and self.parts and self.parts[-1][0] == "text":
            value = self.parts.pop()[1] + value
        self.parts.append((kind, value))

    def caption(self, words: str) -> bool:
        """Put words under the picture that came last; False where none did."""
        if not self.parts or self.parts[-1][0] != "picture":
            return False
        self.parts[-1] = ("picture", replace(self.parts[-1][1], caption=words[:300]))
        return True

    @property
    def minutes(self) -> int:
        """At 300 signs or 150 words a minute, between three and eight."""
        words = "".join(_text_of(value) for kind, value in self.parts if kind == "text")
        signs = sum(2 if ord(sign) > 0x2E80 else 1 for sign in words)
        return min(8, max(3, signs // 600))

    def as_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "minutes": self.minutes,
            "cards": [value for kind, value in self.parts if kind == "heading"],
            "pictures": sum(kind == "picture" for kind, _value in self.parts),
            "beginning": " ".join(_text_of(v) for k, v in self.parts if k == "text")[:160],
        }


@dataclass
class Parsed:
    title: str
    summary: str = ""
    lessons: list[Lesson] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_course(data: bytes, name: str) -> Parsed:
    """Refuses: file-too-large, file-unknown, file-unreadable, file-without-lessons."""
    if len(data) > LARGEST:
        raise Refusal("file-too-large", _("This file is too large. Split it into parts."))
    if name.lower().endswith((".md", ".markdown", ".txt")):
        html = _from_markdown(data)
    elif name.lower().endswith(".docx"):
        html = _from_word(data)
    else:
        raise Refusal("file-unknown", _("Bring a Markdown file (.md) or a Word file (.docx)."))
    parsed = _cut(BeautifulSoup(html, "html.parser"), name)
    if not parsed.lessons:
        raise Refusal(
            "file-without-lessons",
            _("We found no headings. Each lesson begins with one: “## …”, or “Heading 2” in Word."),
        )
    return parsed


def _from_markdown(data: bytes) -> str:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.validateLink = lambda _url: True
    try:
        tokens = reader.parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refusal(
            "file-unreadable", _("Save the file as UTF-8, then bring it again.")
        ) from error
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + 1))
    return reader.renderer.render(tokens, reader.options, {})


def _from_word(data: bytes) -> str:
    _check_archive(data)
    try:
        file, styles = io.BytesIO(data), WORD_STYLES
        return mammoth.convert_to_html(file, style_map=styles, external_file_access=False).value
    except Exception as error:  # It is somebody's file: whatever it breaks on, she is told.
        raise _unreadable() from error


def _check_archive(data: bytes) -> None:
    """Before anything is unpacked: not too many parts, not too large, no declarations in XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                raise Refusal("file-too-large", _("This file is too large. Split it into parts."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(4096):
                            raise _unreadable()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise _unreadable() from error


def _unreadable() -> Refusal:
    return Refusal("file-unreadable", _("This Word file can't be read. Save it anew as .docx."))


# --- cutting ------------------------------------------------------------------------------------


def _cut(soup: BeautifulSoup, name: str) -> Parsed:
    ranks = [tag.name for tag in soup.find_all(HEADINGS)]
    highest = min(ranks, default="h1")
    named = soup.find("p", class_="title") is not None
    has_title = not named and ranks.count(highest) == 1 and len(set(ranks)) > 1
    below = sorted(set(ranks) - {highest})
    lesson_rank = below[0] if has_title else highest
    parsed = Parsed(name.rpartition("/")[2].rpartition(".")[0][:200])
    problems = parsed.problems
    lesson: Lesson | None = None
    for at, tag in enumerate(_blocks(soup), start=1):
        line = int(tag.get("data-line", at))
        words = " ".join(tag.get_text().split())
        styles = tag.get_attribute_list("class")
        if "title" in styles or (has_title and tag.name == highest):
            parsed.title = words[:200] or parsed.title
        elif tag.name == lesson_rank:
            lesson = Lesson(words[:200] or str(_("Lesson")), line)
            parsed.lessons.append(lesson)
        elif lesson is None:
            parsed.summary = f"{parsed.summary} {words}".strip()
        elif tag.name in HEADINGS:
            lesson.add("heading", words[:120])
        elif not ("caption" in styles and lesson.caption(words)):
            for kind, value in _parts(tag, line, problems):
                lesson.add(kind, value)
    for one in parsed.lessons:
        if not one.parts:
            problems.append(Problem(one.line, _("This lesson has no text yet.")))
    return parsed


def _blocks(soup: BeautifulSoup) -> Iterator[Tag]:
    for child in soup.children:
        if isinstance(child, Tag):
            yield child
        elif child.strip():
            made = soup.new_tag("p")
            made.string = str(child)
            yield made


def _parts(tag: Tag, line: int, problems: list[Problem]) -> list[tuple[str, Any]]:
    pictures = [_picture(image, line, problems) for image in tag.find_all("img")]
    for image in tag.find_all("img"):
        image.decompose()
    if tag.name == "table":
        problems.append(Problem(line, _("A table became lines: phones are too narrow for it.")))
        html = "".join(f"<p>{_row(row)}</p>" for row in tag.find_all("tr"))
    elif tag.name in ("pre", "hr"):
        html = f"<p>{_clean(tag)}</p>" if tag.get_text(strip=True) else ""
    else:
        html = _clean(tag, outer=True)
    text = [("text", html)] if _text_of(html) else []
    return text + [("picture", picture) for picture in pictures if picture]


def _row(row: Tag) -> str:
    """A row in one line; Word puts paragraphs into its cells, and they can't stand in one."""
    return " · ".join(_line(cell) for cell in row.find_all(["td", "th"]))


def _line(cell: Tag) -> str:
    for block in cell.find_all(["p", "ul", "ol", "li", "blockquote"]):
        block.insert_after(" ")
        block.unwrap()
    return " ".join(_clean(cell).split())


def _picture(image: Tag, line: int, problems: list[Problem]) -> Picture | None:
    """Only what is in the file itself; nothing is fetched from anywhere."""
    head, _comma, data = image.get("src", "").partition(",")
    kind = head.removeprefix("data:").partition(";")[0]
    if not head.startswith("data:") or kind not in PICTURE_TYPES:
        problems.append(
            Problem(line, _("A picture isn't in the file, or of a kind we can't show."))
        )
        return None
    try:
        raw = b64decode(data, validate=True)
    except (NotBase64, ValueError):
        problems.append(Problem(line, _("A picture is damaged.")))
        return None
    suffix = kind.partition("/")[2].replace("jpeg", "jpg")
    alt = image.get("alt", "").strip()
    if not alt:
        problems.append(Problem(line, _("A picture has no words for who can't see it.")))
    return Picture(raw, suffix, alt[:200])


def _clean(tag: Tag, *, outer: bool = False) -> str:
    """The few kinds of text that the editor keeps; of others only the words."""
    inside = "".join(_clean_child(child) for child in tag.children)
    name = RENAMED.get(tag.name, tag.name)
    if not outer or name not in KEPT:
        return inside if not outer else f"<p>{inside}</p>"
    return f"<{name}>{inside}</{name}>"


def _clean_child(child) -> str:
    if isinstance(child, NavigableString):
        return _escaped(str(child)) if type(child) is NavigableString else ""
    name = RENAMED.get(child.name, child.name)
    if name == "br":
        return "<br/>"
    inside = "".join(_clean_child(one) for one in child.children)
    if name == "a":
        address = child.get("href", "")
        safe = address.startswith(("https://", "http://"))
        return f'<a href="{_escaped(address)}">{inside}</a>' if safe else inside
    return f"<{name}>{inside}</{name}>" if name in KEPT and inside else inside


def _escaped(text: str) -> str:
    return str(escape(text))


def _text_of(html: str) -> str:
    apart = _BLOCK_END.sub(" ", html)
    return BeautifulSoup(apart, "html.parser").get_text().strip()
