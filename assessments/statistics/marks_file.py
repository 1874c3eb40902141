"""The marks of an exam sat on paper, from a file.

The first row names the questions, the second says what each is worth, and each further row is one
attempt. An empty mark is a question left out, and so 0. A column with nothing in the second row is
not a question, nor is a first column with words there: names and classes may stand in the file.
"""

import csv
import io
import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from assessments.statistics.sheet import MarkSheet
from school.lib.refusal import Refusal
from school.lib.sheets.text import decode

DELIMITERS = ",;\t；"
# More digits than a mark has; they also keep the sums small.
MOST = Decimal(1_000_000)
MOST_PLACES = 6


def read_marks(data: bytes, name: str = "") -> MarkSheet:
    """The sheet of a marks file: CSV in UTF-8, UTF-16 or GB18030.

    Refuses: sheet-encoding, marks-empty (no header, no maxima or no attempt), mark-unreadable,
    mark-too-high; the latter two name line and question.
    """
    lines = _lines(decode(data, name)[0])
    if len(lines) < 3:
        raise Refusal(
            "marks-empty",
            _("Needed are a row of names, a row of maximum marks, and a row for each attempt."),
        )
    (_n, names), (_m, seconds), *attempts = lines
    places = [at for at in range(len(names)) if _is_question(seconds, at)]
    if not places:
        raise Refusal("marks-empty", _("The second row has no maximum marks."))
    maxima = [_mark(seconds, at, lines[1][0], names) for at in places]
    rows = [
        [_given(cells, at, line, names, most) for at, most in zip(places, maxima, strict=True)]
        for line, cells in attempts
    ]
    return MarkSheet.of([names[at].strip() or str(at + 1) for at in places], maxima, rows)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that have something in them, with their line numbers."""
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found.append((reader.line_num, cells))
    return found


def _cell(cells: list[str], at: int) -> str:
    text = cells[at] if at < len(cells) else ""
    return unicodedata.normalize("NFKC", text).strip()


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > MOST or -number.as_tuple().exponent > MOST_PLACES:
        return None
    return number


def _is_question(maxima: list[str], at: int) -> bool:
    """Whether a column has a maximum; if it can't be read as one, the file is refused later."""
    text = _cell(maxima, at)
    return bool(text) and (at > 0 or _number(text) is not None)


def _mark(cells: list[str], at: int, line: int, names: list[str]) -> Decimal:
    text = _cell(cells, at)
    number = _number(text or "0")
    if number is None:
        raise Refusal(
            "mark-unreadable",
            _("Line %(line)s, “%(name)s”: “%(text)s” is not a mark."),
            {"line": line, "name": names[at].strip(), "text": text},
        )
    return number


def _given(cells: list[str], at: int, line: int, names: list[str], most: Decimal) -> Decimal:
    mark = _mark(cells, at, line, names)
    if mark > most:
        raise Refusal(
            "mark-too-high",
            _("Line %(line)s, “%(name)s”: %(mark)s is more than the maximum, %(most)s."),
            {"line": line, "name": names[at].strip(), "mark": mark, "most": most},
        )
    return mark
