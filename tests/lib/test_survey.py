"""A first look: what the headers seem to mean, which cells to show, and which source it is."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from school.lib.refusal import Refusal
from school.lib.sheets import read_sheet, survey_sheet
from tests.lib.files import ALIASES, FIRST, HEADER, SECOND, text_file, workbook
from tests.lib.refusals import code_of

OTHER = ["编号", "称呼", "联系手机号", "单数", "成交(分)"]


def look(*rows, **options):
    return survey_sheet(text_file(*rows).encode(), "week.csv", ALIASES, **options)


def test_known_headers_are_guessed_and_cells_shown():
    seen = look(HEADER, FIRST, SECOND)
    assert seen.guess == {
        "leader_id": "ID",
        "name": "团长姓名",
        "mobile": "手机号",
        "orders": "有效订单量",
        "amount": "销售额(元)",
    }
    assert seen.doubtful == []
    assert seen.samples["团长姓名"] == ["张三", "李四"]
    assert seen.units == {"销售额(元)": "元"}


def test_a_header_that_says_a_known_word_and_more_is_guessed_with_doubt():
    seen = look(OTHER, FIRST)
    assert (seen.guess, seen.doubtful) == ({"mobile": "联系手机号"}, ["mobile"])


def test_what_counts_money_is_never_guessed_by_likeness():
    rows = (["ID", "上周销售额"], ["1", "5"])
    assert look(*rows).guess["amount"] == "上周销售额"
    assert look(*rows, never_alike=["amount"]).guess == {"leader_id": "ID"}


def test_a_file_of_unknown_headers_still_shows_them():
    seen = look(["三月"], ["甲", "乙", "丙"], ["1", "2", "3"])
    assert (seen.headers, seen.guess) == (["甲", "乙", "丙"], {})
    assert seen.samples == {"甲": ["1"], "乙": ["2"], "丙": ["3"]}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "；"])
def test_unknown_headers_are_parted_by_any_delimiter(delimiter):
    data = text_file(["甲", "乙"], ["1", "2"], delimiter=delimiter).encode()
    assert survey_sheet(data, "x.csv", ALIASES).headers == ["甲", "乙"]


def test_columns_with_merged_cells_are_named():
    data = workbook(HEADER, ["1", "张三"], ["2", ""], merged=["B2:B3"])
    assert survey_sheet(data, "x.xlsx", ALIASES).merged == ["团长姓名"]


def test_the_fingerprint_is_of_the_headers_alone():
    first = look(HEADER, FIRST).fingerprint
    assert (
        first
        == look([" ID ", "团长姓名", "手机号", "有效订单量", "销售额（元）"], SECOND).fingerprint
    )
    assert first != look(HEADER[::-1], FIRST).fingerprint


def test_a_chosen_column_counts_and_the_known_name_does_not():
    data = text_file([*OTHER, "销售额"], [*FIRST, "9"]).encode()
    sheet = read_sheet(data, "x.csv", ALIASES, chosen={"leader_id": "编号", "amount": "成交(分)"})
    assert sheet.rows[0].cells == {"leader_id": "1", "amount": "1234.50"}
    assert sheet.units == {"amount": "分"}


def test_a_chosen_header_that_stands_twice_is_refused():
    data = text_file(["编号", "金额", "金额"], ["1", "2", "3"]).encode()
    with_twice = {"leader_id": "编号", "amount": "金额"}
    assert code_of(read_sheet, data, "x.csv", ALIASES, chosen=with_twice) == "sheet-columns-doubled"


def test_nothing_is_refused_in_words():
    assert code_of(survey_sheet, b" ", "x.csv", ALIASES) == "sheet-empty"
    assert code_of(survey_sheet, b"PK\x03\x04x", "x.xlsx", ALIASES) == "sheet-unreadable"


def test_an_empty_sheet_has_no_headers_to_show():
    out = io.BytesIO()
    Workbook().save(out)
    assert code_of(survey_sheet, out.getvalue(), "x.xlsx", ALIASES) == "sheet-unreadable"


def test_the_number_of_lines_is_about_known():
    assert read_sheet(text_file(HEADER, FIRST).encode(), "x.csv", ALIASES).expected == 2
    assert read_sheet(workbook(HEADER, FIRST), "x.xlsx", ALIASES).expected == 2


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_anything_is_looked_at_or_refused(data):
    try:
        seen = survey_sheet(data, "x.csv", ALIASES)
    except Refusal as refusal:
        assert refusal.code and str(refusal)
    else:
        assert seen.headers
        assert set(seen.guess.values()) <= set(seen.headers) == set(seen.samples)


@given(
    st.lists(st.text("甲乙丙丁abc", min_size=1, max_size=6), min_size=1, max_size=6, unique=True)
)
def test_every_header_of_a_file_can_be_chosen(headers):
    data = text_file(headers, [str(at) for at in range(len(headers))]).encode()
    folded = {header.casefold() for header in headers}
    for at, header in enumerate(headers):
        if len(folded) == len(headers):
            sheet = read_sheet(data, "x.csv", ALIASES, chosen={"amount": header})
            assert [row.cells["amount"] for row in sheet.rows] == [str(at)]
