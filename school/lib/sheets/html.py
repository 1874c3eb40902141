"""Tables in HTML: what many systems export under the name of .xls."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from school.lib.sheets.grid import MAX_COLUMNS, MAX_LINES, Grid, Line, Merge, too_large, unreadable


def is_html(text: str) -> bool:
    return text.lstrip().startswith("<") and bool(re.search(r"<table\b", text, re.IGNORECASE))


def html_grids(text: str, encoding: str, name: str) -> list[Grid]:
    """One grid a table, in the order of the document."""
    if re.search(r"<(\w+:)?Workbook\b", text[:4000]):
        raise unreadable(name)
    page = _Page(name)
    page.feed(text)
    page.close()
    return [
        Grid(table.numbered, merges=tuple(table.merges), encoding=encoding) for table in page.tables
    ]


class _Table:
    """The cells of one table, put where a browser would put them."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = []
        self.merges: list[Merge] = []
        # Column → the last line down to which a cell from above still reaches.
        self._reach: dict[int, int] = {}

    def numbered(self) -> Iterator[Line]:
        return enumerate(self.lines, start=1)

    def add(self, text: str, across: int, down: int) -> None:
        row, line = self.lines[-1], len(self.lines)
        while self._reach.get(len(row), 0) >= line:
            row.append("")
        left = len(row)
        row.extend([text] + [""] * (across - 1))
        if across > 1 or down > 1:
            merge = Merge(line, left, line + down - 1, left + across - 1)
            self.merges.append(merge)
            self._reach |= dict.fromkeys(range(left, left + across), merge.bottom)


class _Page(HTMLParser):
    """Collects tables. Closing tags may be missing, as HTML allows; a table inside a cell is a
    table of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._start_line()
        elif tag in ("td", "th") and self._open:
            self._start_cell(dict(attrs))
        elif tag == "br":
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _start_line(self) -> None:
        self._end_cell()
        lines = self._open[-1].lines
        if len(lines) > MAX_LINES:
            raise too_large(self.name)
        lines.append([])

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        if not self._open[-1].lines:
            self._start_line()
        across, down = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
        if len(self._open[-1].lines[-1]) + across > MAX_COLUMNS:
            raise too_large(self.name)
        self._cell, self._text = (across, down), []

    def _end_cell(self) -> None:
        if self._cell and self._open:
            across, down = self._cell
            self._open[-1].add(" ".join("".join(self._text).split()), across, down)
        self._cell = None


def _span(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII) else 1
