"""A sheet: a table that people brought, by the names that the school uses."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from school.lib.sheets.files import open_grids
from school.lib.sheets.grid import Grid
from school.lib.sheets.headers import (
    Aliases,
    Header,
    check_header,
    chosen_meanings,
    find_header,
    meanings_of,
    unit,
)
from school.lib.sheets.merges import tall_columns
from school.lib.sheets.notes import Note, note_names
from school.lib.sheets.rows import Row, clean, table_rows

# Units that make an amount another amount if nobody looks at them.
SCALED_UNITS = {"分", "fen", "角", "万元"}


@dataclass
class Sheet:
    """A table that was read.

    `headers` holds each canonical name that the file has, with its header as written; `units` the
    units that headers name; `merged` the columns with cells merged downwards; `unknown` the
    headers that mean nothing to us. `encoding` is None for a workbook. `expected` is about how
    many lines there are, for showing progress; 0 if nobody knows.
    """

    headers: dict[str, str]
    rows: Iterable[Row]
    notes: list[Note]
    encoding: str | None
    unknown: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    expected: int = 0


def read_sheet(
    data: bytes,
    name: str,
    aliases: Aliases,
    *,
    required: Collection[str] = (),
    fill_down: Collection[str] = (),
    chosen: Mapping[str, str] | None = None,
) -> Sheet:
    """The table in the file `name`, its rows as a list.

    `aliases` gives the headers under which each canonical column is known; the line with the most
    of them is the header. Cells are stripped text. Title lines, total lines and hidden sheets are
    left out and noted. `fill_down` names the columns whose merged cells count for every line they
    cover; never name an amount. `chosen` is a person's word on which header means which canonical
    column: then `aliases` are not asked.

    Refuses: sheet-empty, sheet-too-large, sheet-password, sheet-unreadable,
    sheet-encoding, sheet-quotes, sheet-columns-missing (of `required`, or all of them),
    sheet-columns-doubled, sheet-row-long.
    """
    sheet = stream_sheet(data, name, aliases, required=required, fill_down=fill_down, chosen=chosen)
    sheet.rows = list(sheet.rows)
    return sheet


def stream_sheet(
    data: bytes,
    name: str,
    aliases: Aliases,
    *,
    required: Collection[str] = (),
    fill_down: Collection[str] = (),
    chosen: Mapping[str, str] | None = None,
) -> Sheet:
    """The same as `read_sheet`, its rows to be walked through once: for many rows. The note on
    total lines comes, and a damaged line refuses, when the walk has got there."""
    grids, notes = open_grids(data, name)
    meanings = meanings_of(aliases) if chosen is None else chosen_meanings(chosen)
    grid, header = check_header(find_header(grids, meanings), aliases, required)
    notes += _notes(header, [other.name for other in grids if other is not grid])
    sheet = _sheet(grid, header, notes)
    sheet.rows = table_rows(grid, header, fill_down, name, notes)
    return sheet


def _sheet(grid: Grid, header: Header, notes: list[Note]) -> Sheet:
    headers = {known: header.written[at] for at, known in header.known.items()}
    units = {known: of for known, text in headers.items() if (of := unit(text))}
    merged = tall_columns(grid, header)
    odd = [headers[known] for known in units if units[known] in SCALED_UNITS]
    notes += note_names("sheet-unit", _("Check the unit of these columns: %(names)s."), odd)
    fused = [headers[known] for known in merged]
    notes += note_names("sheet-merged", _("Columns with merged cells: %(names)s."), fused)
    unknown = tuple(header.unknown.values())
    return Sheet(headers, (), notes, grid.encoding, unknown, units, merged, grid.expected)


def _notes(header: Header, others: list[str]) -> list[Note]:
    titles = [" ".join(filter(None, map(clean, cells))) for _line, cells in header.above]
    return [
        *note_names("sheet-title", _("Lines above the header left out: %(names)s."), titles),
        *note_names("sheet-others", _("Other sheets not read: %(names)s."), filter(None, others)),
    ]
