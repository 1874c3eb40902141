"""Tables in text files: which encoding, and where a cell ends."""

import codecs
import csv
import io
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.lib.sheets.grid import Grid, Line, unreadable

DELIMITERS = (",", "\t", ";", "；")
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding: by its byte-order mark, else UTF-8, else GB18030."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _strictly(data, [encoding], name)
    return _strictly(data, ["utf-8", "gb18030"], name)


def text_grids(text: str, encoding: str) -> list[Grid]:
    """One grid a delimiter; the header decides later which of them is the table."""
    lines = text.count("\n")
    return [
        Grid(partial(_lines, text, delimiter), encoding=encoding, shifts=True, expected=lines)
        for delimiter in DELIMITERS
    ]


def _strictly(data: bytes, encodings: list[str], name: str) -> tuple[str, str]:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise unreadable(name)
        return text.removeprefix("\ufeff"), encoding
    raise Refusal(
        "sheet-encoding",
        _("The characters of %(name)s can't be read. Save it as UTF-8 or as .xlsx."),
        {"name": name},
    )


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    # Strict, because a quotation mark that is never closed would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refusal(
            "sheet-quotes",
            _('A quotation mark (") in line %(line)s is not closed or out of place.'),
            {"line": line},
        ) from error
