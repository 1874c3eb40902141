"""A file as sheets of numbered lines, read as leniently as a spreadsheet program reads it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from assessments.formats.decode import decode
from assessments.formats.question import Problem, told
from assessments.formats.table.columns import LOOK_AHEAD, header_columns
from school.lib.exports import unescape
from school.lib.sheets.files import open_grids
from school.lib.sheets.grid import MAX_LINES, Grid, Merge
from school.lib.sheets.text import DELIMITERS

# A line after the record: where it comes out as a line of its own, the record is complete.
_NEXT = "\n\x01"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A cell over more lines than this is a quotation mark that nobody closed.
LONGEST_CELL = 60


@dataclass
class SheetLines:
    """One sheet: its name, its lines that are not empty, and what was noticed on the way."""

    name: str
    lines: list[tuple[int, list[str]]]
    merges: tuple[Merge, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def open_lines(data: bytes) -> tuple[list[SheetLines], list[Problem]]:
    """The visible sheets of a workbook, or the one of a text. Refuses what `read_sheet` does."""
    name = str(_("The file"))
    if data.startswith((ZIP, OLD_OFFICE)) or not data.strip() or has_table(data):
        grids, notes = open_grids(data, name, percents=True)
        problems = [Problem(0, note.code, told(note.message, note.params), False) for note in notes]
        return [_of_grid(grid) for grid in grids], problems
    decoded = decode(data)
    text = decoded.text
    tables = [_of_text(text, delimiter) for delimiter in DELIMITERS if delimiter in text]
    return [max(tables or [_of_text(text, ",")], key=_clarity)], decoded.problems()


def has_table(data: bytes) -> bool:
    """Whether this is HTML with a table, which many programs save as .xls."""
    return data.lstrip()[:1] == b"<" and b"<table" in data[:65_536].lower()


def _of_grid(grid: Grid) -> SheetLines:
    # The reader of HTML joins cells by itself; a workbook's cells may hold several lines.
    filled = [(n, [_clean(cell) for cell in cells]) for n, cells in grid.lines() if any(cells)]
    _spread(filled, grid.merges)
    return SheetLines(grid.name, [(n, cells) for n, cells in filled if any(cells)], grid.merges)


def _spread(lines: list[tuple[int, list[str]]], merges: tuple[Merge, ...]) -> None:
    """A cell merged downwards counts for each line that it covers."""
    by_line = dict(lines)
    for top, left, bottom, _right in merges:
        value = by_line.get(top, [])[left : left + 1]
        for line in range(top + 1, min(bottom, top + MAX_LINES) + 1 if value else 0):
            cells = by_line.get(line)
            if cells is not None and left < len(cells):
                cells[left] = cells[left] or value[0]


def _of_text(text: str, delimiter: str) -> SheetLines:
    sheet = SheetLines("", [])
    for line, cells in _records(text, delimiter, sheet.problems):
        cleaned = [_clean(unescape(cell)) for cell in cells]
        if any(cleaned):
            sheet.lines.append((line, cleaned))
    return sheet


def _records(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    physical = text.splitlines(keepends=True)
    at = 0
    while at < len(physical):
        taken, cells = _record(physical, at, delimiter)
        if cells is None:
            message = _("A quotation mark is not closed or out of place; please look at this line.")
            problems.append(Problem(at + 1, "quotes", message, cost=False))
            cells = _split(physical[at], delimiter, quoting=csv.QUOTE_NONE)
        yield at + 1, cells
        at += taken


def _record(physical: list[str], at: int, delimiter: str) -> tuple[int, list[str] | None]:
    """How many lines the record that begins here takes, and its cells; None for "can't say"."""
    if '"' not in physical[at]:
        return 1, _split(physical[at], delimiter)
    for taken in range(1, min(LONGEST_CELL, len(physical) - at) + 1):
        if physical[at + taken - 1].count('"') or taken == 1:
            rows = _rows("".join(physical[at : at + taken]).rstrip("\n") + _NEXT, delimiter)
            if rows[-1:] == [[_NEXT.strip()]]:
                return taken, [cell for row in rows[:-1] for cell in row]
    return 1, None


def _rows(text: str, delimiter: str, **options) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **options))
    except csv.Error:  # A cell too long to be meant, or the like.
        return []


def _split(text: str, delimiter: str, **options) -> list[str]:
    cells = [cell for row in _rows(text, delimiter, **options) for cell in row]
    return cells or text.split(delimiter)


def _clarity(sheet: SheetLines) -> tuple[int, int]:
    """How well this delimiter explains the text: by its header, else by its number of cells."""
    heads = [header_columns(cells) for _line, cells in sheet.lines[:LOOK_AHEAD]]
    known = max((head.known() for head in heads if head), default=0)
    return known, sum(len(cells) for _line, cells in sheet.lines[:LOOK_AHEAD])


def _clean(text: str) -> str:
    spaced = text.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    return spaced.replace("\0", "").strip("\ufeff").strip()
