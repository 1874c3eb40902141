"""Workbooks of the old kind: the same table as in the new one, and files that mean harm.

`sales.xls` was written by a program of the old days: a hidden sheet, a title over the table, cells
merged downwards, a date, a share, a time of day.
"""

import random
from pathlib import Path

import pytest

from school.lib.refusal import Refusal
from school.lib.sheets import read_sheet
from school.lib.sheets.files import open_grids
from tests.lib.files import ALIASES
from tests.lib.refusals import code_of

SALES = (Path(__file__).parent / "sales.xls").read_bytes()
MORE = {"joined": ["加入日期"], "share": ["退款率"], "active": ["在岗"], "hour": ["几点"]}


def read(data: bytes = SALES, **options):
    return read_sheet(data, "sales.xls", ALIASES | MORE, **options)


def test_its_rows_are_what_the_person_saw():
    first, second = (row.cells for row in read().rows)
    assert first == {
        "leader_id": "1",
        "name": "张三",
        "mobile": "13800000001",
        "orders": "12",
        "amount": "1234.5",
        "joined": "2026-03-04",
        "share": "0.125",
        "active": "TRUE",
        "hour": "09:30:00",
    }
    assert (second["mobile"], second["orders"], second["amount"]) == ("'13800000002", "0", "-5")


def test_hidden_sheets_titles_and_merged_cells_are_said():
    sheet = read(fill_down=["name"])
    assert [row.cells["name"] for row in sheet.rows] == ["张三", "张三"]
    assert {note.code: note.params["list"] for note in sheet.notes} == {
        "sheet-hidden": ["旧表"],
        "sheet-title": ["2026 年第 11 周"],
        "sheet-merged": ["团长姓名"],
    }
    assert (sheet.encoding, sheet.merged, sheet.expected) == (None, ("name",), 4)


def test_a_share_may_be_asked_for_as_it_was_shown():
    (grid,), _notes = open_grids(SALES, "sales.xls", percents=True)
    lines = dict(grid.lines())
    assert (lines[3][6], lines[3][3]) == ("12.5%", "12")


def test_a_word_document_is_no_table():
    document = SALES.replace("Workbook".encode("utf-16-le"), "Document".encode("utf-16-le"))
    assert code_of(read, document) == "sheet-unreadable"


@pytest.mark.parametrize("seed", range(60))
def test_damage_is_refused_or_read_and_never_worse(seed):
    chance = random.Random(seed)
    data = bytearray(SALES)
    for _hit in range(chance.randint(1, 12)):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    data = data[: chance.choice([len(data), chance.randrange(600, len(data))])]
    try:
        read(bytes(data))
    except Refusal as refusal:
        assert refusal.code.startswith("sheet-")
