"""Words as well-formed elements of a QTI body."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from markdown_it import MarkdownIt

from assessments.formats.qti.body import ATTRIBUTES, MARKUP, VOID

PICTURES = "images/"
_PLUGIN = "@@PLUGINFILE@@/"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_GAP = re.compile(r"\[\[(\d{1,2})\]\]")
_DEEPEST = 60
_BLOCKS = frozenset(
    {"p", "div", "ol", "ul", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
    | {"dl", "hr", "figure", "section"}
)


def put(parent: Element, text: str, text_format: str, gaps: Iterable[Element] = ()) -> None:
    """Write a text into an element, each [[1]] as the element of that gap."""
    if text_format in ("html", "markdown", "moodle"):
        _Builder(parent).build(_as_html(text, text_format))
    else:
        _put_lines(parent, text)
    places = {str(at): gap for at, gap in enumerate(gaps, start=1)}
    if places:
        _put_gaps(parent, places)


def put_blocks(parent: Element, text: str, text_format: str, gaps: Iterable[Element] = ()) -> None:
    """The same where only blocks may stand, as in a body."""
    holder = Element("div")
    put(holder, text, text_format, gaps)
    if (
        text_format != "plain"
        and all(child.tag in _BLOCKS for child in holder)
        and not ((holder.text or "") + "".join(child.tail or "" for child in holder)).strip()
    ):
        parent.extend(list(holder))
        return
    holder.tag = "div" if any(child.tag in _BLOCKS for child in holder) else "p"
    if len(holder) or (holder.text or "").strip():
        parent.append(holder)


def writable(text: str) -> str:
    """The text without the signs that no XML holds."""
    return _UNWRITABLE.sub("", text)


def _as_html(text: str, text_format: str) -> str:
    if text_format == "markdown":
        return MarkdownIt("commonmark").render(text)
    return text.replace("\n", "<br>") if text_format == "moodle" else text


def _put_lines(parent: Element, text: str) -> None:
    first, *lines = writable(text).split("\n")
    _append(parent, first)
    for line in lines:
        SubElement(parent, "br").tail = line


def _append(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _put_gaps(parent: Element, places: dict[str, Element]) -> None:
    """Cut the texts at their gaps and set the gaps in; what is no gap stays."""
    for child in list(parent):
        _put_gaps(child, places)
    children = list(parent)
    pieces = [(None, parent.text or "")] + [(child, child.tail or "") for child in children]
    for child in children:
        parent.remove(child)
    parent.text = None
    for child, text in pieces:
        if child is not None:
            child.tail = None
            parent.append(child)
        _append_cut(parent, text, places)


def _append_cut(parent: Element, text: str, places: dict[str, Element]) -> None:
    at = 0
    for found in _GAP.finditer(text):
        gap = places.pop(found[1], None)
        if gap is not None:
            _append(parent, text[at : found.start()])
            parent.append(gap)
            at = found.end()
    _append(parent, text[at:])


class _Builder(HTMLParser):
    """HTML as people's editors make it, as elements that are closed in order."""

    def __init__(self, parent: Element) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [parent]
        self.silent = 0

    def build(self, html: str) -> None:
        self.feed(writable(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        if tag not in MARKUP or len(self.open) > _DEEPEST:
            return
        if tag == self.open[-1].tag == "p":
            self.open.pop()
        element = SubElement(self.open[-1], tag, _attributes(tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        names = [element.tag for element in self.open[1:]]
        if tag in names and tag not in VOID:
            del self.open[len(names) - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            _append(self.open[-1], data)


def _attributes(tag: str, given: dict[str, str | None]) -> dict[str, str]:
    kept = {name: given.get(name) or "" for name in ATTRIBUTES.get(tag, ()) if name in given}
    if tag == "img":
        source = kept.get("src", "")
        if source.startswith(_PLUGIN):
            kept["src"] = PICTURES + quote(source.removeprefix(_PLUGIN))
        kept.setdefault("alt", "")
    return kept
