"""Tables for people's spreadsheets: CSV and xlsx in which no cell can turn into a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from school.lib.dates import SHANGHAI

BOM = "\ufeff".encode()
# What spreadsheets take for the start of a formula, full-width forms and leading blanks included.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r\n]")
_HARMLESS = re.compile(r"-(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?|-+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_csv(headers: Iterable[Any], rows: Iterable[Iterable[Any]]) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark, safe to open in a spreadsheet."""
    return b"".join(csv_lines(headers, rows))


def csv_lines(headers: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The same as `write_csv`, a line at a time, for streaming many rows."""
    yield BOM
    line = io.StringIO()
    writer = csv.writer(line)
    for row in _with(headers, rows):
        writer.writerow([escape(_text(value)) for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def write_xlsx(headers: Iterable[Any], rows: Iterable[Iterable[Any]]) -> bytes:
    """The table as a workbook of one sheet: numbers and days as such, all else as plain text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for at, row in enumerate(_with(headers, rows)):
        sheet.append([_cell(sheet, value, bold=at == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def escape(text: str) -> str:
    """The text with a ' before it where a spreadsheet would compute it. Plain negative numbers
    stay numbers. `unescape` gives back exactly what went in."""
    return f"'{text}" if _computes(text) else text


def unescape(text: str) -> str:
    """The text as it was before `escape`; any other text as it is."""
    return text[1:] if text.startswith("'") and _computes(text[1:]) else text


def _computes(text: str) -> bool:
    return bool(_FORMULA.match(text)) and not _HARMLESS.fullmatch(text)


def _with(headers: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[Iterable[Any]]:
    yield headers
    yield from rows


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case datetime():
            return _local(value).isoformat(" ", "minutes")
        case date():
            return value.isoformat()
    return _CONTROL.sub("", str(value))


def _local(moment: datetime) -> datetime:
    """The clock on the wall in Shanghai: spreadsheets know no time zones."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None) if moment.tzinfo else moment


def _cell(sheet: Any, value: Any, *, bold: bool) -> Any:
    """What openpyxl should write: the bare value where it can only be read one way."""
    if isinstance(value, datetime):
        return _local(value)
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    text = _text(value)
    if not bold and not text.startswith("#") and not _computes(text):
        return text
    cell = WriteOnlyCell(sheet, text)
    # Typed as text, and kept as text when somebody edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.font = Font(bold=bold)
    return cell
