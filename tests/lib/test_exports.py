"""Exports open in a spreadsheet as what they are, and compute nothing."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from school.lib.exports import csv_lines, escape, unescape, write_csv, write_xlsx

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"))
risky = st.text(alphabet="=+-@＝'\t\r\n 0123456789.,%A", max_size=8)


def cells_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "-A1", "\t=1", "\r=1", " =1", "＝1+1", "'=1", "-1-1"]
)
def test_what_a_spreadsheet_would_compute_is_escaped(text):
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-12.50", "-1,234.50", "-5%", "-", "12", "a=1", "李姐", "¥ -5", "'tis", "1-2"]
)
def test_plain_text_and_negative_numbers_stay(text):
    assert escape(text) == text


@given(st.one_of(texts, risky))
def test_no_escaped_text_starts_a_formula_and_none_is_lost(text):
    escaped = escape(text)
    is_number = not escaped.strip("-0123456789.,%")
    assert not escaped.lstrip().startswith(("=", "+", "@", "＝"))
    assert not escaped.lstrip().startswith("-") or is_number
    assert not escaped.startswith(("\t", "\r", "\n"))
    assert unescape(escaped) == text


def test_csv_opens_in_chinese_and_keeps_commas_quotes_and_breaks():
    rows = [["张,三", 'the "best"', "two\nlines"], ["=1+1", None, Decimal("-12.50")]]
    data = write_csv(["姓名", gettext_lazy("Name"), "x"], rows)
    assert data.startswith(b"\xef\xbb\xbf")
    assert cells_of(data) == [
        ["姓名", "Name", "x"],
        ["张,三", 'the "best"', "two\nlines"],
        ["'=1+1", "", "-12.50"],
    ]


def test_csv_writes_days_moments_and_large_amounts_plainly():
    moment = datetime(2024, 3, 3, 16, 5, tzinfo=UTC)
    data = write_csv(["a"], [[date(2024, 3, 4), moment, Decimal("1E+5"), 7]])
    assert cells_of(data)[1] == ["2024-03-04", "2024-03-04 00:05", "100000", "7"]


def test_csv_streams_a_line_at_a_time():
    def endless():
        while True:
            yield ["x"]

    lines = csv_lines(["a"], endless())
    assert [next(lines) for _ in range(3)] == [b"\xef\xbb\xbf", b"a\r\n", b"x\r\n"]


@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_csv_gives_back_every_text(rows):
    read = cells_of(write_csv(["a", "b"], rows))[1:]
    kept = [[text.replace("\0", "") for text in row] for row in rows]
    assert [[unescape(text) for text in row] for row in read] == kept


def test_xlsx_keeps_text_as_text_and_numbers_as_numbers():
    row = ["=1+1", "13800000001", "#N/A", "a\x00b", Decimal("-12.50"), 3, None]
    book = load_workbook(io.BytesIO(write_xlsx(["公式"] * len(row), [row])))
    header, cells = book.active.iter_rows()
    assert [cell.value for cell in cells] == ["=1+1", "13800000001", "#N/A", "ab", -12.5, 3, None]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "s", "n", "n", "n"]
    assert cells[0].quotePrefix
    assert header[0].font.bold
    assert book.active.freeze_panes == "A2"


def test_xlsx_keeps_days_as_days_and_moments_on_shanghais_clock():
    row = [date(2024, 3, 4), datetime(2024, 3, 3, 16, 5, tzinfo=UTC)]
    book = load_workbook(io.BytesIO(write_xlsx(["day", "moment"], [row])))
    _header, cells = book.active.iter_rows()
    assert [cell.data_type for cell in cells] == ["d", "d"]
    assert [str(cell.value) for cell in cells] == ["2024-03-04 00:00:00", "2024-03-04 00:05:00"]
