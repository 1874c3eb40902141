"""A Moodle XML file in chunks, one for each question, so that a broken one costs only itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"<!--|<!\[CDATA\[|<question(?=[\s/>])|</question\s{0,20}>")
_START = re.compile(r"<question(?=[\s/>])")
_LEAVES = {"<!--": "-->", "<![CDATA[": "]]>"}


class Chunk(NamedTuple):
    """The text of a question, its line in the file, and whether it has its own end."""

    line: int
    text: str
    whole: bool


class _Ahead:
    """Where something stands next; looks at each letter of the text once."""

    def __init__(self, pattern: re.Pattern, text: str):
        self.pattern, self.text, self.at = pattern, text, -1

    def after(self, place: int) -> int:
        if self.at < place:
            found = self.pattern.search(self.text, place)
            self.at = found.start() if found else len(self.text) + 1
        return self.at


def chunks(text: str) -> Iterator[Chunk]:
    """The questions of the file. What a comment or CDATA holds is no question, unless that never
    ends or swallows the next one."""
    line, counted = 1, 0
    for start, end, whole in _spans(text):
        line += text.count("\n", counted, start)
        counted = start
        yield Chunk(line, text[start:end], whole)


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    ends = {mark: _Ahead(re.compile(re.escape(end)), text) for mark, end in _LEAVES.items()}
    following = _Ahead(_START, text)
    opened, place = None, 0
    while token := _TOKEN.search(text, place):
        place = token.end()
        if token[0] in ends:
            end = ends[token[0]].after(place)
            if end < len(text) and (opened is None or following.after(place) > end):
                place = end + 3
        elif token[0].startswith("</"):
            if opened is not None:
                yield opened, place, True
            opened = None
        else:
            if opened is not None:
                yield opened, token.start(), False
            opened = token.start()
    if opened is not None:
        yield opened, len(text), False
