"""The words of a text that came with markup: what a question shows on a phone."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

HTML, MARKDOWN, MOODLE, PLAIN = "html", "markdown", "moodle", "plain"
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_SILENT = frozenset(["script", "style", "head", "title"])
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")


def plain_text(text: str, text_format: str) -> str:
    """The words of the text, its paragraphs and line breaks, without anything else."""
    if text_format == MARKDOWN:
        return _words(MarkdownIt("commonmark").render(text), breaks=False)
    if text_format == HTML:
        return _words(text, breaks=False)
    if text_format == MOODLE and _MARKUP.search(text):
        return _words(text, breaks=True)
    return text.strip()


def _words(markup: str, *, breaks: bool) -> str:
    reader = _Reader(breaks)
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects words; a block begins a line. With `breaks` the lines of the source count too."""

    def __init__(self, breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.breaks = breaks
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self._begin_line()
        elif tag in ("td", "th"):
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self._begin_line()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data if self.breaks else re.sub(r"\s+", " ", data))

    def _begin_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
