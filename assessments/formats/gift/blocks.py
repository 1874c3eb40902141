"""A GIFT file in blocks: one for each question and each change of category."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from assessments.formats.gift.braces import answer_groups, narrow

_CATEGORY = re.compile(r"[$＄]CATEGORY\s*[:：]", re.IGNORECASE)
_BRACES = re.compile("[{}｛｝]")
_TITLE = re.compile(r"::.*?::|：：.*?：：")


class Line(NamedTuple):
    number: int
    text: str


@dataclass
class Block:
    """Lines that belong together, and the comments among them."""

    lines: list[Line] = field(default_factory=list)
    comments: list[Line] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.lines[0].number

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def category(self) -> str | None:
        """The path after `$CATEGORY:`, if that is what the block says."""
        found = _CATEGORY.match(self.lines[0].text)
        return self.lines[0].text[found.end() :].strip() if found else None


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in which escaped marks are hidden."""
    for block in _whole(_with_answers(_pieces(text))):
        yield from _single(block)


def _pieces(text: str) -> list[Block]:
    """Cut at blank lines, before a title, and around a category."""
    found: list[Block] = []
    block, comments = None, []
    for number, raw in enumerate(text.split("\n"), start=1):
        line = Line(number, raw.strip())
        if line.text.startswith("//"):
            comments.append(line)
            continue
        if not line.text and block:
            block.comments += comments
        if not line.text:
            block, comments = None, []
            continue
        if block is None or _starts_afresh(line):
            block = Block()
            found.append(block)
        block.lines.append(Line(number, raw.rstrip()) if _keeps_indents(block) else line)
        block.comments += comments
        comments = []
        block = None if _CATEGORY.match(line.text) else block
    if block:
        block.comments += comments
    return found


def _starts_afresh(line: Line) -> bool:
    return bool(_CATEGORY.match(line.text) or _TITLE.match(line.text))


def _keeps_indents(block: Block) -> bool:
    return bool(block.lines) and "[markdown]" in block.lines[0].text


def _with_answers(pieces: list[Block]) -> list[Block]:
    """Answers that a blank line keeps from their question come back to it."""
    found: list[Block] = []
    for piece in pieces:
        before = found[-1] if found else None
        lonely = piece.lines[0].text.startswith(("{", "｛"))
        if lonely and before and before.category is None and not _BRACES.search(before.text):
            _join(before, piece)
        else:
            found.append(piece)
    return found


def _join(block: Block, piece: Block) -> None:
    block.lines += [Line(piece.line - 1, ""), *piece.lines]
    block.comments += piece.comments


def _whole(pieces: list[Block]) -> Iterator[Block]:
    """Pieces that only a blank line inside the braces keeps apart belong together."""
    place = 0
    while place < len(pieces):
        block = pieces[place]
        place += 1
        open_braces = 0 if block.category is not None else _balance(block)
        while open_braces > 0 and (end := _closing(pieces, place)) is not None:
            for piece in pieces[place : end + 1]:
                _join(block, piece)
                open_braces += _balance(piece)
            place = end + 1
        yield block


def _balance(block: Block) -> int:
    text = narrow(block.text)
    return text.count("{") - text.count("}")


def _closing(pieces: list[Block], place: int) -> int | None:
    """The piece whose first brace is a closing one, if no other question begins before it."""
    for number in range(place, len(pieces)):
        if _starts_afresh(pieces[number].lines[0]):
            return None
        text = narrow(pieces[number].text)
        opening, closing = text.find("{"), text.find("}")
        if closing >= 0 and (opening < 0 or closing < opening):
            return number
        if opening >= 0:
            return None
    return None


def _single(block: Block) -> Iterator[Block]:
    """Questions that no blank line keeps apart: a new line after the braces begins the next one,
    if that has answers too."""
    text = narrow(block.text)
    numbers = [line.number for line in block.lines]
    lines = [Line(number, said) for number, said in zip(numbers, text.split("\n"), strict=True)]
    comments = deque(block.comments)
    start = 0
    for stop in _stops(text):
        yield Block(lines[start:stop], _until(comments, lines[stop - 1].number))
        start = stop
    yield Block(lines[start:], list(comments))


def _stops(text: str) -> Iterator[int]:
    """The lines with which the second and further questions of a text begin."""
    line, counted = 0, 0
    for (_, end), (following, _) in pairwise(answer_groups(text)):
        stop = text.find("\n", end, following)
        if stop >= 0:
            line += text.count("\n", counted, stop + 1)
            counted = stop + 1
            yield line


def _until(comments: deque[Line], number: int) -> list[Line]:
    found = []
    while comments and comments[0].number <= number:
        found.append(comments.popleft())
    return found
