"""The rows of a table: the lines below its header, without totals, by canonical name."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from school.lib.exports import unescape
from school.lib.refusal import Refusal
from school.lib.sheets.grid import MAX_LINES, Grid, Line, too_large
from school.lib.sheets.headers import Header
from school.lib.sheets.notes import Note, note_names

_TOTAL = re.compile(r"(合计|总计|小计|累计|共计|总和|汇总|total|grandtotal|subtotal|sum):?")


@dataclass(frozen=True)
class Row:
    """One line of the table: known cells by canonical name, the others by their header."""

    line: int
    cells: dict[str, str]
    extra: dict[str, str] = field(default_factory=dict)


def table_rows(
    grid: Grid, header: Header, fill_down: Collection[str], name: str, notes: list[Note]
) -> Iterator[Row]:
    """The rows as the walk gets to them; the note on total lines joins `notes` at its end."""
    unknown = header.unknown
    for line, cells in _filled(_table(grid, header, name, notes), grid, header, fill_down):
        yield Row(
            line,
            {known: cells[at] for at, known in header.known.items()},
            {text: cells[at] for at, text in unknown.items()},
        )


def clean(text: str) -> str:
    """The cell without the ' that an export put before it and without the space around it."""
    return unescape(text).replace("\xa0", " ").strip("\ufeff").strip()


def _table(grid: Grid, header: Header, name: str, notes: list[Note]) -> Iterator[Line]:
    totals, width = [], len(header.written)
    for line, texts in grid.lines():
        cells = [clean(text) for text in texts]
        if line <= header.line or not any(cells):
            continue
        if line > MAX_LINES:
            raise too_large(name)
        if _is_total(cells):
            totals.append(str(line))
            continue
        if grid.shifts and any(cells[width:]):
            raise _long(line)
        yield line, cells + [""] * (width - len(cells))
    notes += note_names("sheet-totals", _("Total lines left out: %(names)s."), totals)


def _filled(
    lines: Iterator[Line], grid: Grid, header: Header, fill_down: Collection[str]
) -> Iterator[Line]:
    """The lines, with a merged cell's value in every line that the cell covers."""
    columns = {at for at, known in header.known.items() if known in fill_down}
    starts = {(m.top, m.left): m.bottom for m in grid.merges if m.left in columns}
    reach: dict[int, tuple[int, str]] = {}
    for line, cells in lines:
        for at in columns:
            if (line, at) in starts:
                reach[at] = starts[line, at], cells[at]
            elif at in reach and line <= reach[at][0]:
                cells[at] = reach[at][1]
        yield line, cells


def _is_total(cells: list[str]) -> bool:
    first = next(filter(None, cells))
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", first)).casefold()
    return bool(_TOTAL.fullmatch(folded))


def _long(line: int) -> Refusal:
    return Refusal(
        "sheet-row-long",
        _("Line %(line)s has more cells than the header. Is there a comma inside an amount?"),
        {"line": line},
    )
