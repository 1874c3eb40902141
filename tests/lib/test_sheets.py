"""Tables of any shape become rows with names, and whatever was left out is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school.lib.exports import write_csv, write_xlsx
from school.lib.sheets import Note, Row, read_sheet, stream_sheet
from tests.lib.files import ALIASES, FIRST, HEADER, NAMED, SECOND, text_file, workbook
from tests.lib.refusals import code_of

PLAIN = text_file(HEADER, FIRST, SECOND)


def read(data, name="week.csv", **options):
    return read_sheet(data.encode() if isinstance(data, str) else data, name, ALIASES, **options)


def codes(sheet) -> list[str]:
    assert all(str(note) and "%(" not in str(note) for note in sheet.notes)
    return [note.code for note in sheet.notes]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (PLAIN.encode("utf-8-sig"), "utf-8"),
        (PLAIN.encode("gb18030"), "gb18030"),
        (PLAIN.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "utf-16"),
    ],
)
def test_encodings(data, encoding):
    sheet = read(data)
    assert sheet.encoding == encoding
    assert sheet.rows[0] == Row(2, NAMED)
    assert [row.line for row in sheet.rows] == [2, 3]
    assert codes(sheet) == []


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "；"])
def test_delimiters(delimiter):
    sheet = read(text_file(HEADER, FIRST, delimiter=delimiter), "week.xls")
    assert sheet.rows == [Row(2, NAMED)]


@pytest.mark.parametrize(
    "written",
    [
        "销售额",
        "销售额(元)",
        "销售额（元）",
        " 销售额 （ 元 ）",
        "＊销售额：",
        "\ufeff销售额[元]",
        "AMOUNT",
    ],
)
def test_one_header_in_all_its_forms(written):
    sheet = read(text_file(["团长 姓名", written], ["张三", "5"]))
    assert sheet.rows[0].cells == {"name": "张三", "amount": "5"}
    assert list(sheet.headers) == ["name", "amount"]


def test_brackets_that_hold_no_unit_keep_their_meaning():
    sheet = read(text_file(["姓名", "手机号(推荐人)"], ["张三", "13800000002"]))
    assert list(sheet.headers) == ["name"]
    assert sheet.unknown == ("手机号(推荐人)",)


def test_a_unit_that_changes_the_amount_is_pointed_out():
    sheet = read(text_file(["姓名", "销售额（分）"], ["张三", "500"]))
    assert sheet.units == {"amount": "分"}
    assert codes(sheet) == ["sheet-unit"]
    assert read(PLAIN).units == {"amount": "元"}


def test_unknown_columns_are_kept_beside():
    sheet = read(text_file(["ID", "团长等级", "姓名", ""], ["1", "金牌", "张三", ""]))
    assert sheet.unknown == ("团长等级",)
    assert sheet.rows == [Row(2, {"leader_id": "1", "name": "张三"}, {"团长等级": "金牌"})]


def test_missing_columns_are_named_as_people_know_them():
    with pytest.raises(Exception, match="手机号") as refused:
        read(text_file(["姓名", "手机"], ["张三", "1"]), required=["name", "mobile", "amount"])
    assert refused.value.code == "sheet-columns-missing"
    assert refused.value.params["list"] == ["团长手机号", "有效订单金额"]


def test_two_columns_of_one_meaning_are_refused():
    data = text_file(["姓名", "销售额", "销售额（元）"], ["张三", "1", "2"])
    assert code_of(read, data) == "sheet-columns-doubled"


@pytest.mark.parametrize("data", ["hello", "a,b\n1,2\n", "<html><body>no table</body></html>"])
def test_without_a_header_every_column_is_missing(data):
    assert code_of(read, data) == "sheet-columns-missing"
    assert code_of(read, data, required=["name"]) == "sheet-columns-missing"


def test_titles_empty_lines_and_totals_are_left_out_and_said():
    title, empty = ["2024-03-04 团长业绩", "", "", "", ""], [""] * 5
    total = ["合 计：", "", "", "12", "1229.50"]
    sheet = read(text_file(title, empty, HEADER, empty, FIRST, total, SECOND, ["Total"]))
    assert [row.line for row in sheet.rows] == [5, 7]
    assert codes(sheet) == ["sheet-title", "sheet-totals"]
    assert sheet.notes[0].params["list"] == ["2024-03-04 团长业绩"]
    assert sheet.notes[1].params["list"] == ["6", "8"]
    assert str(sheet.notes[1]) == "Total lines left out: 6, 8."


def test_a_name_that_only_contains_a_total_is_a_leader():
    sheet = read(text_file(["姓名", "ID"], ["合计姐", "1"], ["Totally", "2"]))
    assert len(sheet.rows) == 2


def test_a_line_number_is_the_one_that_an_editor_shows():
    sheet = read('ID,姓名\r\n1,"张\n三"\r\n2,李四\r\n')
    assert [(row.line, row.cells["name"]) for row in sheet.rows] == [(2, "张\n三"), (4, "李四")]


def test_cells_are_bare_and_short_lines_are_filled():
    sheet = read("ID,姓名,手机号\n 1\xa0,\u3000张三 ,\n2\n")
    assert [row.cells for row in sheet.rows] == [
        {"leader_id": "1", "name": "张三", "mobile": ""},
        {"leader_id": "2", "name": "", "mobile": ""},
    ]


def test_a_comma_inside_an_amount_does_not_move_cells():
    data = text_file(HEADER, ["1", "张三", "13800000001", "12", "1,234.50"])
    assert code_of(read, data) == "sheet-row-long"


def test_an_open_quotation_mark_does_not_swallow_the_rest():
    data = 'ID,姓名\n1,"张三\n2,李四\n'
    assert code_of(read, data) == "sheet-quotes"


def test_quotation_marks_inside_text_between_tabs():
    data = 'ID\t姓名\n1\t花"花",妈妈\n'
    assert read(data).rows[0].cells["name"] == '花"花",妈妈'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet-empty"),
        (b" \r\n", "sheet-empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet-unreadable"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "sheet-password",
        ),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "sheet-encoding"),
        (b"ID,\0\n", "sheet-unreadable"),
        (b"ID,\x81", "sheet-encoding"),
        (b"\xff\xfeI", "sheet-encoding"),
        (b'<?xml version="1.0"?><Workbook><Table><Row/></Table></Workbook>', "sheet-unreadable"),
        (b"a" * (20 * 2**20 + 1), "sheet-too-large"),
    ],
)
def test_what_is_refused(data, code):
    assert code_of(read, data, "week.xls") == code


def test_many_rows_are_read_as_they_are_walked_through():
    data = text_file(HEADER, *[FIRST] * 30).encode() + b'"'
    rows = stream_sheet(data, "week.csv", ALIASES).rows
    assert [next(rows).line for _ in range(30)] == list(range(2, 32))
    assert code_of(next, rows) == "sheet-quotes"


def test_more_lines_than_anybody_sells_in_are_refused(monkeypatch):
    monkeypatch.setattr("school.lib.sheets.rows.MAX_LINES", 3)
    assert len(read(text_file(HEADER, FIRST, SECOND)).rows) == 2
    assert code_of(read, text_file(HEADER, FIRST, SECOND, FIRST)) == "sheet-too-large"


def test_the_note_on_totals_comes_at_the_end_of_the_walk():
    data = text_file(HEADER, ["合计", "", "", "", ""], FIRST).encode()
    sheet = stream_sheet(data, "week.csv", ALIASES)
    assert codes(sheet) == []
    assert len(list(sheet.rows)) == 1
    assert codes(sheet) == ["sheet-totals"]


def test_a_note_speaks_like_a_refusal():
    assert str(Note("a", "%(n)s left", {"n": 3})) == "3 left"


def bare(text: str) -> str:
    return text.replace("\xa0", " ").strip("\ufeff").strip()


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=12)
risky = st.text(alphabet="=+-@'\" ,;\t\n1张", max_size=6)
table = st.lists(st.tuples(st.integers(1, 99_999), st.one_of(cell, risky), st.one_of(cell, risky)))


@given(table)
def test_a_csv_that_we_wrote_reads_back(rows):
    sheet = read(write_csv(["ID", "姓名", "手机号"], rows))
    assert [tuple(row.cells.values()) for row in sheet.rows] == [
        (str(number), bare(name), bare(mobile)) for number, name, mobile in rows
    ]
    assert codes(sheet) == []


@given(st.lists(st.tuples(st.integers(1, 99_999), cell), max_size=5))
def test_a_workbook_that_we_wrote_reads_back(rows):
    sheet = read(write_xlsx(["ID", "姓名"], rows))
    assert [row.cells["leader_id"] for row in sheet.rows] == [str(number) for number, _ in rows]
    assert [row.cells["name"] for row in sheet.rows] == [bare(name) for _, name in rows]


def test_workbook_and_text_give_the_same_rows():
    assert read(workbook(HEADER, FIRST, SECOND)).rows == read(PLAIN).rows
