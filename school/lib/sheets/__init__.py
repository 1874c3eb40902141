"""Tables that people bring: CSV, text, xlsx, xls and HTML that calls itself .xls, read into rows.

`read_sheet` finds the header, says what it left out, and refuses what it would have to guess.
A file passes through the modules in this order: files, then text, workbook, old_workbook or html
(each makes grids), headers, rows, sheet. `survey_sheet` is a first look, for asking a person what
is what.
"""

from school.lib.sheets.notes import Note
from school.lib.sheets.rows import Row
from school.lib.sheets.sheet import Sheet, read_sheet, stream_sheet
from school.lib.sheets.survey import Survey, survey_sheet

__all__ = ["Note", "Row", "Sheet", "Survey", "read_sheet", "stream_sheet", "survey_sheet"]
