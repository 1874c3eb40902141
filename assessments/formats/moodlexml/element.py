"""From the text of a question to its XML element, safely: a chunk can declare nothing."""

import re
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, XMLParser

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

_LEAF = re.compile(r"<!\[CDATA\[|<!--")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][\w.-]{0,31});)?")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
# What one question may need at the most; deeper or larger is an attack or a mistake.
_DEEPEST = 200


def element_of(text: str) -> Element:
    """The question. HTML's entities are letters, a bare & is an &.

    Refuses question-broken, entity-unknown."""
    parser = XMLParser(target=_Target())
    try:
        parser.feed(resolve(text))
        return parser.close()
    except ParseError:
        raise broken() from None


def broken() -> Refusal:
    return Refusal("question-broken", _("The XML of this question is broken."))


def resolve(text: str) -> str:
    """The text with entities that XML knows by itself. Refuses entity-unknown."""
    parts, place = [], 0
    while leaf := _LEAF.search(text, place):
        end = text.find(_ENDS[leaf[0]], leaf.end())
        if end < 0:
            break
        parts.append(_AMPERSAND.sub(_resolved, text[place : leaf.start()]))
        parts.append(text[leaf.start() : end + 3])
        place = end + 3
    parts.append(_AMPERSAND.sub(_resolved, text[place:]))
    return "".join(parts)


def _resolved(found: re.Match) -> str:
    name = found[1]
    if not name:
        return "&amp;"
    if name[0] == "#" or name in _OF_XML:
        return found[0]
    letters = html5.get(f"{name};")
    if letters is None:
        message = _("It uses the entity &%(name)s;, which nothing explains.")
        raise Refusal("entity-unknown", message, {"name": name})
    return "".join(f"&#{ord(letter)};" for letter in letters)


class _Target:
    """Builds the tree without comments and instructions, and not deeper than it makes sense."""

    def __init__(self):
        self.root: Element | None = None
        self.open: list[Element] = []
        self.words: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        element = Element(tag, attributes)
        if self.open:
            self.open[-1].append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)
        if len(self.open) > _DEEPEST:
            raise broken()

    def end(self, tag: str) -> None:
        self._flush()
        self.open.pop()

    def data(self, words: str) -> None:
        self.words.append(words)

    def close(self) -> Element:
        if self.root is None:
            raise broken()
        return self.root

    def doctype(self, *declared: object) -> None:
        raise broken()

    def _flush(self) -> None:
        words, self.words = "".join(self.words), []
        if not words or not self.open:
            return
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words
