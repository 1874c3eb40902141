"""Workbooks and HTML tables: hidden sheets, merged cells, numbers, and files that mean harm."""

import io
import re
from datetime import date, datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from school.lib.sheets import read_sheet
from tests.lib.files import ALIASES, FIRST, HEADER, NAMED, SECOND, repacked, text_file, workbook
from tests.lib.refusals import code_of

SHEET = "xl/worksheets/sheet1.xml"


def read(data, name="week.xlsx", **options):
    return read_sheet(data, name, ALIASES, **options)


def test_hidden_sheets_are_left_out_and_said():
    sheet = read(workbook(HEADER, FIRST, hidden=["旧表"]))
    assert [row.cells for row in sheet.rows] == [NAMED]
    assert [(note.code, note.params["list"]) for note in sheet.notes] == [
        ("sheet-hidden", ["旧表"])
    ]
    assert sheet.encoding is None


def test_the_sheet_with_the_table_is_found_and_the_others_named():
    book = load_workbook(io.BytesIO(workbook(["说明"], ["姓名 = 真实姓名"], title="说明")))
    table = book.create_sheet("数据")
    table.append(HEADER)
    table.append(FIRST)
    out = io.BytesIO()
    book.save(out)
    sheet = read(out.getvalue())
    assert sheet.rows[0].cells == NAMED
    assert [(note.code, note.params["list"]) for note in sheet.notes] == [
        ("sheet-others", ["说明"])
    ]


def test_of_two_tables_the_fuller_is_taken_and_of_equals_the_first():
    book = load_workbook(io.BytesIO(workbook(["ID", "姓名"], ["9", "九"], title="短")))
    for title, row in (("甲", FIRST), ("乙", SECOND)):
        table = book.create_sheet(title)
        table.append(HEADER)
        table.append(row)
    out = io.BytesIO()
    book.save(out)
    sheet = read(out.getvalue())
    assert [row.cells for row in sheet.rows] == [NAMED]
    assert sheet.notes[0].params["list"] == ["短", "乙"]


def test_cells_read_as_the_person_saw_them():
    header = [*HEADER, "日期", "时间", "是"]
    moment = datetime.fromisoformat("2024-03-04T09:05:00")
    row = [1.0, "张三", 13800000001, 0.1 + 0.2, 1.38e10, date(2024, 3, 4), moment, True]
    [read_row] = read(workbook(header, row)).rows
    assert list(read_row.cells.values()) == ["1", "张三", "13800000001", "0.3", "13800000000"]
    assert list(read_row.extra.values()) == ["2024-03-04", "2024-03-04 09:05:00", "TRUE"]


def test_margin_notes_beside_a_workbooks_table_do_no_harm():
    sheet = read(workbook(HEADER, [*FIRST, None, "已核对"], SECOND))
    assert len(sheet.rows) == 2


def test_merged_cells_are_noted_and_filled_only_when_asked():
    rows = [HEADER, FIRST, ["2", None, "13800000002", "0", None], SECOND]
    data = workbook(*rows, merged=["B2:B3", "E2:E3"])
    sheet = read(data)
    assert [note.code for note in sheet.notes] == ["sheet-merged"]
    assert sheet.merged == ("name", "amount")
    assert [row.cells["name"] for row in sheet.rows] == ["张三", "", "李四"]
    filled = read(data, fill_down=["name"])
    assert [row.cells["name"] for row in filled.rows] == ["张三", "张三", "李四"]
    assert [row.cells["amount"] for row in filled.rows] == ["1234.50", "", "-5"]


def test_a_merged_title_is_a_title_and_no_merged_column():
    data = workbook(["三月第一周"], [], HEADER, FIRST, merged=["A1:E2"])
    assert [note.code for note in read(data).notes] == ["sheet-title"]


def test_cells_merged_along_a_line_cover_no_other_line():
    data = workbook(HEADER, FIRST, ["2", "李四", None, "0", "5"], merged=["B3:C3"])
    assert read(data).merged == ()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        workbook(HEADER, FIRST)[:-200],
        repacked(workbook(HEADER, FIRST), SHEET, lambda xml: xml[: len(xml) // 2]),
        repacked(workbook(HEADER, FIRST), "xl/workbook.xml", lambda xml: b"<x/>"),
        repacked(
            workbook(HEADER, FIRST),
            SHEET,
            lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml.replace(b"</v>", b"&b;</v>", 1),
        ),
    ],
    ids=["no zip", "cut short", "half a sheet", "another workbook.xml", "an entity"],
)
def test_damaged_workbooks_are_refused(data):
    assert code_of(read, data) == "sheet-unreadable"


def test_any_other_archive_is_refused():
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert code_of(read, out.getvalue()) == "sheet-unreadable"


def test_a_small_file_that_unpacks_to_gigabytes_is_refused():
    out = io.BytesIO(workbook(HEADER, FIRST))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(201):
            part.write(bytes(2**20))
    assert len(out.getvalue()) < 2**20
    assert code_of(read, out.getvalue()) == "sheet-too-large"


@pytest.mark.parametrize(
    ("pattern", "claim"),
    [(rb'r="3"', b'r="99999999"'), (rb'r="E3"', b'r="XFD3"')],
)
def test_lines_and_columns_beyond_any_table_are_refused(pattern, claim):
    data = repacked(
        workbook(HEADER, FIRST, SECOND), SHEET, lambda xml: re.sub(pattern, claim, xml, count=1)
    )
    assert code_of(read, data) == "sheet-too-large"


def test_a_wrong_claim_about_the_size_hides_no_rows():
    def shrink(xml):
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', xml)

    assert len(read(repacked(workbook(HEADER, FIRST, SECOND), SHEET, shrink)).rows) == 2


HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>
<table border=1><tr><td colspan=5>三月 &amp; 四月</td></tr>
<tr>{header}<tr><td>1<td rowspan="2">张<br>三</td><td>&nbsp;13800000001</td><td>12<td>1&#44;234.50
<tr><td>2</td><td>13800000002</td><td>0</td><td>-5</td></tr></table></body></html>"""


def test_html_that_calls_itself_xls():
    data = HTML.format(header="".join(f"<th>{text}</th>" for text in HEADER)).encode("gb18030")
    sheet = read(data, "week.xls", fill_down=["name"])
    assert [list(row.cells.values()) for row in sheet.rows] == [
        ["1", "张 三", "13800000001", "12", "1,234.50"],
        ["2", "张 三", "13800000002", "0", "-5"],
    ]
    assert [note.code for note in sheet.notes] == ["sheet-title", "sheet-merged"]
    assert sheet.encoding == "gb18030"


def test_the_table_with_the_header_is_taken_of_several():
    row = "".join(f"<td>{text}</td>" for text in FIRST)
    head = "".join(f"<td>{text}</td>" for text in HEADER)
    data = f"<table><tr><td>菜单<table><tr>{head}</tr><tr>{row}</tr></table></td></tr></table>"
    assert [row.cells for row in read(data.encode(), "a.xls").rows] == [NAMED]


@pytest.mark.parametrize("span", ["999999", "-1", "0", "x", ""])
def test_spans_that_mean_harm_or_nothing(span):
    data = f'<table><tr><td>ID</td><td colspan="{span}">姓名</td></tr><tr><td>1<td>张三</table>'
    if span == "999999":
        assert code_of(read, data.encode()) == "sheet-too-large"
    else:
        assert read(data.encode()).rows[0].cells == {"leader_id": "1", "name": "张三"}


def test_text_that_calls_itself_xlsx_is_read_as_what_it_is():
    assert len(read(text_file(HEADER, FIRST).encode()).rows) == 1
