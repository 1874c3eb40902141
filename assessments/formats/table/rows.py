"""The lines of a sheet that are questions, with what the headings around them say."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import Problem, told
from assessments.formats.table.columns import LOOK_AHEAD, Columns, guess_columns, header_columns
from assessments.formats.table.lines import SheetLines
from assessments.formats.table.words import kind_of, section_kind

UNCLEAR = _(
    "There is no column of answers that we know. Name them: 题型, 题干, 选项A, 选项B, 答案."
)
# The line of explanations under the header of a quiz site's template.
_TEMPLATE_HINTS = ("text of the question", "请填写题", "此处填写")


@dataclass
class Row:
    """A line that should be a question. `options` has each choice in its column's place, empty
    ones too; `section` is the kind that a heading above or the sheet's name announced."""

    line: int
    cells: dict[str, str]
    options: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    feedbacks: dict[int, str] = field(default_factory=dict)
    lettered: bool = True
    section: str = ""

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


def sheet_rows(sheet: SheetLines, problems: list[Problem]) -> Iterator[Row]:
    """The rows of one sheet. Titles, headers and headings of sections are no questions."""
    start, columns = _find(sheet)
    if columns is None:
        line = sheet.lines[0][0] if sheet.lines else 0
        problems.append(Problem(line, "columns-unclear", UNCLEAR, cost=False))
        return
    section = section_kind(sheet.name) or kind_of(sheet.name)
    for line, cells in sheet.lines[start:]:
        if (again := header_columns(cells)) and again.known() * 2 >= columns.known():
            columns = again
        elif (heading := _heading(cells, columns)) is not None:
            if kind := section_kind(heading):
                section = kind
            else:
                problems.append(_left_out(line, heading))
        elif not _is_hint(cells, columns):
            yield _row(line, cells, columns, section)


def _left_out(line: int, text: str) -> Problem:
    message = told(_("This line was taken for a heading: %(text)s"), {"text": text[:60]})
    return Problem(line, "heading", message, cost=False)


def _find(sheet: SheetLines) -> tuple[int, Columns | None]:
    """Where the rows begin, and what their columns are."""
    for at, (_line, cells) in enumerate(sheet.lines[:LOOK_AHEAD]):
        if columns := header_columns(cells):
            return at + 1, columns
    return 0, guess_columns([cells for _line, cells in sheet.lines])


def _heading(cells: list[str], columns: Columns) -> str | None:
    """The text of a line that is a heading: it stands alone, and either names a kind or is not in
    the column of questions."""
    filled = [at for at, cell in enumerate(cells) if cell]
    if len(filled) != 1:
        return None
    text = cells[filled[0]]
    return text if section_kind(text) or filled[0] != columns.fields["text"] else None


def _is_hint(cells: list[str], columns: Columns) -> bool:
    text = _cell(cells, columns.fields["text"]).casefold()
    return text.startswith(_TEMPLATE_HINTS)


def _row(line: int, cells: list[str], columns: Columns, section: str) -> Row:
    return Row(
        line=line,
        cells={name: _cell(cells, at) for name, at in columns.fields.items()},
        options=[_cell(cells, at) for at in columns.options],
        wrong=[text for at in columns.wrong if (text := _cell(cells, at))],
        feedbacks={place: _cell(cells, at) for place, at in columns.feedbacks.items()},
        lettered=columns.lettered,
        section=section,
    )


def _cell(cells: list[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
