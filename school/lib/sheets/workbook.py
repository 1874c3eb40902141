"""Tables in .xlsx workbooks, read a line at a time."""

import io
import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from functools import partial
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from school.lib.sheets.grid import (
    MAX_COLUMNS,
    MAX_UNPACKED,
    Grid,
    Line,
    Merge,
    too_large,
    unreadable,
)

MAX_PARTS = 2_000
# No spreadsheet has more lines; a file that says so wants us to count for hours.
LAST_LINE = 2**20
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_LONGEST_MERGE_TAG = 200


def workbook_grids(
    data: bytes, name: str, *, percents: bool = False
) -> tuple[list[Grid], list[str]]:
    """A grid for each visible sheet, and the names of the hidden ones."""
    _guard(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        grids = [_grid(sheet, name, percents) for sheet in visible]
    except Exception as error:  # A damaged workbook raises a dozen kinds of exception.
        raise unreadable(name) from error
    if not grids:
        raise unreadable(name)
    return grids, hidden


def _guard(data: bytes, name: str) -> None:
    """A small file may unpack to gigabytes: what its directory admits is checked first, and
    unpacking stops at what the directory says."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except BadZipFile as error:
        raise unreadable(name) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large(name)


def _grid(sheet: ReadOnlyWorksheet, name: str, percents: bool) -> Grid:
    # The size that a file claims for its sheet is often wrong and may be meant to harm.
    claimed = min(sheet.max_row or 0, LAST_LINE)
    sheet.reset_dimensions()
    return Grid(
        partial(_lines, sheet, name, percents),
        name=sheet.title,
        merges=_merges(sheet),
        expected=claimed,
    )


def _lines(sheet: ReadOnlyWorksheet, name: str, percents: bool) -> Iterator[Line]:
    rows = enumerate(sheet.iter_rows(values_only=not percents), start=1)
    text = _formatted if percents else shown
    while True:
        try:
            line, row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # As above: the damage may sit in the middle.
            raise unreadable(name) from error
        if len(row) > MAX_COLUMNS or line > LAST_LINE:
            raise too_large(name)
        yield line, [text(value) for value in row]


def _formatted(cell: Any) -> str:
    """A cell's value, with a percentage as one."""
    value = cell.value
    if isinstance(value, int | float) and "%" in (getattr(cell, "number_format", "") or ""):
        return f"{shown(value * 100.0)}%"
    return shown(value)


def shown(value: Any) -> str:
    """The value as the person saw it: a spreadsheet shows 15 digits and no noise behind them."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return format(Decimal(f"{value:.15g}"), "f")
        case datetime() if value.time() == time():
            return value.date().isoformat()
    return str(value)


def _merges(sheet: ReadOnlyWorksheet) -> tuple[Merge, ...]:
    """The merged ranges stand behind the rows, where the reader by lines never comes."""
    found: set[bytes] = set()
    with sheet._get_source() as source:
        tail = b""
        while chunk := source.read(2**20):
            found.update(_MERGE.findall(tail + chunk))
            tail = chunk[-_LONGEST_MERGE_TAG:]
    boundaries = sorted(range_boundaries(ref.decode()) for ref in found)
    return tuple(Merge(top, left - 1, bottom, right - 1) for left, top, right, bottom in boundaries)
