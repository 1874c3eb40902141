"""XLSX question banks: our template, and tables as trainers and quiz sites keep them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from assessments.formats.csv import can_write
from assessments.formats.question import Parsed, ParsedQuestion
from assessments.formats.table import read_table, table_of
from assessments.formats.table.lines import OLD_OFFICE, ZIP, has_table
from assessments.formats.table.writing import KIND_NAMES
from school.lib.exports import write_xlsx

__all__ = ["can_write", "code", "kinds", "label", "looks_like", "read", "suffix", "write"]

code = "xlsx"
label = _("Excel table (.xlsx)")
suffix = "xlsx"
kinds = frozenset(KIND_NAMES)


def read(data: bytes) -> Parsed:
    """All questions of the workbook's visible sheets."""
    return read_table(data, code)


def write(questions: Sequence[ParsedQuestion]) -> bytes:
    """The questions in our template, without those that a table can't say."""
    return write_xlsx(*table_of([one for one in questions if one.kind in kinds]))


def looks_like(data: bytes, name: str) -> bool:
    """A workbook, by what a zip archive lists or how old workbooks begin; or HTML with a table,
    which many programs save as .xls."""
    if data.startswith(ZIP):
        return b"xl/workbook" in data or name.lower().endswith((".xlsx", ".xlsm"))
    return data.startswith(OLD_OFFICE) or has_table(data)
