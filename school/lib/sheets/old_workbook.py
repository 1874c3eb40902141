"""Tables in .xls workbooks, the form before .xlsx: read whole, for they are never large."""

import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import xlrd
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.lib.sheets.grid import MAX_COLUMNS, Grid, Line, Merge, too_large, unreadable
from school.lib.sheets.workbook import shown


class _Unheard(io.TextIOBase):
    """A damaged file makes the reader talk without end."""

    def write(self, text: str) -> int:
        return len(text)


def old_workbook_grids(
    data: bytes, name: str, *, percents: bool = False
) -> tuple[list[Grid], list[str]]:
    """A grid for each visible sheet, and the names of the hidden ones."""
    try:
        # Without ragged rows, a few wrong bytes have millions of empty cells made.
        book = xlrd.open_workbook(
            file_contents=data, logfile=_Unheard(), formatting_info=True, ragged_rows=True
        )
        sheets = book.sheets()
        shown_ones = [sheet for sheet in sheets if not sheet.visibility]
        grids = [_grid(sheet, name, percents) for sheet in shown_ones]
    except Exception as error:  # A damaged workbook raises a dozen kinds of exception.
        if "encrypted" in str(error):
            message = _("%(name)s has a password. Save it without one.")
            raise Refusal("sheet-password", message, {"name": name}) from error
        raise unreadable(name) from error
    if not grids:
        raise unreadable(name)
    return grids, [sheet.name for sheet in sheets if sheet.visibility]


def _grid(sheet: Any, name: str, percents: bool) -> Grid:
    merges = sorted(
        Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    return Grid(
        partial(_lines, sheet, name, percents),
        name=sheet.name,
        merges=tuple(merges),
        expected=sheet.nrows,
    )


def _lines(sheet: Any, name: str, percents: bool) -> Iterator[Line]:
    for at in range(sheet.nrows):
        if sheet.row_len(at) > MAX_COLUMNS:
            raise too_large(name)
        try:
            yield at + 1, [_text(cell, sheet.book, percents) for cell in sheet.row(at)]
        except (ValueError, LookupError, OverflowError, xlrd.XLRDError) as error:
            raise unreadable(name) from error


def _text(cell: Any, book: Any, percents: bool) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER if percents and "%" in _format(cell, book):
            return f"{shown(cell.value * 100.0)}%"
        case xlrd.XL_CELL_DATE:
            return _day(cell.value, book.datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return shown(bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "")
    return shown(cell.value)


def _format(cell: Any, book: Any) -> str:
    return book.format_map[book.xf_list[cell.xf_index].format_key].format_str


def _day(value: float, datemode: int) -> str:
    """A value below one is a time of day."""
    moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    return shown(moment) if value >= 1 else str(moment.time())
