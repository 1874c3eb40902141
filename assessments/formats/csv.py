"""CSV question banks, and tables pasted from a spreadsheet."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import Parsed, ParsedQuestion
from assessments.formats.same import same
from assessments.formats.table import read_table, table_of
from assessments.formats.table.columns import header_columns
from assessments.formats.table.lines import open_lines
from assessments.formats.table.writing import KIND_NAMES
from school.lib.exports import write_csv
from school.lib.refusal import Refusal

code = "csv"
label = _("Table as text (.csv)")
suffix = "csv"
kinds = frozenset(KIND_NAMES)
_NAMES = (".csv", ".tsv", ".tab")
_ENOUGH = 64 * 1024


def read(data: bytes) -> Parsed:
    """All questions of the table."""
    return read_table(data, code)


def can_write(question: ParsedQuestion) -> bool:
    """Whether the table reads back as the same question: it holds no pictures."""
    if question.kind not in kinds or question.pictures:
        return False
    found = read_table(write_csv(*table_of([question])), "csv").questions
    return len(found) == 1 and same(found[0], question)


def write(questions: Sequence[ParsedQuestion]) -> bytes:
    """The questions in our template, without those that a table can't say."""
    return write_csv(*table_of([one for one in questions if one.kind in kinds]))


def looks_like(data: bytes, name: str) -> bool:
    """By its name, or a header among its first lines, or tabs in most of them."""
    if data.startswith(b"PK") or data.lstrip()[:1] == b"<":
        return False
    return name.lower().endswith(_NAMES) or _has_header(data)


def _has_header(data: bytes) -> bool:
    # Cut at a line's end, so that no letter is cut in two.
    beginning = data if len(data) <= _ENOUGH else data[: data.rfind(b"\n", 0, _ENOUGH) + 1]
    try:
        sheets, _problems = open_lines(beginning)
    except Refusal:
        return False
    lines = [cells for _line, cells in sheets[0].lines[:20]]
    if any(header_columns(cells) for cells in lines):
        return True
    return len(lines) > 1 and all(len(cells) > 3 for cells in lines)
