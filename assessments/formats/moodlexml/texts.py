"""Texts, numbers and pictures inside the elements of a question."""

import base64
import binascii
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from django.utils.translation import gettext_lazy as _

from assessments.formats.numbers import read_number
from assessments.formats.question import ParsedQuestion, Problem, told

FORMATS = {
    "moodle_auto_format": "moodle",
    "html": "html",
    "plain_text": "plain",
    "markdown": "markdown",
    # What other programs write instead.
    "plain": "plain",
    "text": "plain",
    "moodle": "moodle",
}
_INLINE = re.compile(
    r"data:image/(png|jpe?g|gif|webp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE
)
_REFERENCE = re.compile(r"@@PLUGINFILE@@/([^\"'<>\s?#)]+)")


class Said(NamedTuple):
    text: str
    format: str


def text_in(element: Element | None) -> str:
    """The words of an element: in its <text>, or its own where it has none."""
    if element is None:
        return ""
    inner = element.find("text")
    return _inner(element if inner is None else inner).strip()


def text_at(parent: Element, tag: str) -> str:
    return text_in(parent.find(tag))


def said_at(parent: Element, tag: str, usual: str = "html") -> Said:
    return said_in(parent.find(tag), usual)


def said_in(element: Element | None, usual: str = "html") -> Said:
    """The words of an element and their format."""
    if element is None:
        return Said("", usual)
    return Said(text_in(element), FORMATS.get(element.get("format", "").lower(), usual))


def number_at(parent: Element, tag: str) -> Decimal | None:
    found = read_number(text_at(parent, tag))
    return found.number if found else None


def flag_at(parent: Element, tag: str, usual: bool) -> bool:
    """Whether an element says yes; an empty one does, as its being there is its meaning."""
    element = parent.find(tag)
    if element is None:
        return usual
    return text_in(element).lower() not in ("0", "false", "no")


def take_pictures(question: ParsedQuestion, element: Element) -> list[Problem]:
    """All pictures of the question, whether beside the texts or inside them."""
    notes = []
    for file in element.iter("file"):
        content = _decoded(file)
        name = file.get("name") or f"picture-{len(question.pictures) + 1}.png"
        if content is None:
            notes.append(_lost(question, name))
        else:
            question.pictures.setdefault(name, content)
    _take_old_picture(question, element)
    for holder in _texts(question):
        holder.text = _INLINE.sub(lambda found: _outside(question, found), holder.text)
    notes += [_lost(question, name) for name in _referred(question) - set(question.pictures)]
    return sorted(notes, key=lambda note: str(note.message))


def _inner(element: Element) -> str:
    """The text of an element; HTML that was not put in CDATA is part of it."""
    parts = [element.text or ""]
    parts += [tostring(child, encoding="unicode") for child in element if child.tag != "file"]
    return "".join(parts)


def _decoded(file: Element) -> bytes | None:
    try:
        return base64.b64decode((file.text or "").encode("ascii"), validate=False) or None
    except (binascii.Error, ValueError):
        return None


def _take_old_picture(question: ParsedQuestion, element: Element) -> None:
    """As Moodle 1.9 wrote it."""
    name, old = text_at(element, "image"), element.find("image_base64")
    content = _decoded(old) if old is not None else None
    if name and content:
        name = name.replace("/", "_")
        question.pictures.setdefault(name, content)
        question.text += f' <img src="@@PLUGINFILE@@/{name}" alt="">'


def _texts(question: ParsedQuestion) -> Iterator[ParsedQuestion]:
    yield question
    yield from question.answers


def _outside(question: ParsedQuestion, found: re.Match) -> str:
    """A picture that stood inside the text, as a file beside it."""
    try:
        content = base64.b64decode(found[2], validate=False)
    except (binascii.Error, ValueError):
        return found[0]
    kind = {"jpg": "jpeg", "svg+xml": "svg"}.get(found[1].lower(), found[1].lower())
    name = f"inline-{len(question.pictures) + 1}.{kind}"
    question.pictures[name] = content
    return f"@@PLUGINFILE@@/{name}"


def _referred(question: ParsedQuestion) -> set[str]:
    return {
        unquote(name).rsplit("/", 1)[-1]
        for holder in _texts(question)
        for name in _REFERENCE.findall(holder.text)
    }


def _lost(question: ParsedQuestion, name: str) -> Problem:
    message = told(_("The picture %(name)s is not in the file."), {"name": name})
    return Problem(question.line, "picture-missing", message, cost=False)
