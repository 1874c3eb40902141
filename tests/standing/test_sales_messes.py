"""Sales files as messy as they come, each as a file: read, asked about, or refused in words."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from school.lib.refusal import Refusal
from school.people.bringing.reading import Reading
from school.standing.models import SalesWeek
from school.standing.sales import import_sales
from tests import cast

WEEK = date(2024, 3, 4)
HEADER = [
    "ID",
    "团长姓名",
    "团长手机号",
    "总订单量",
    "有效订单量",
    "有效订单金额（元）",
    "退款总金额（元）",
]
ROW = ["1001", "李梅", "13800000001", "12", "10", "300", "20.50"]
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def li(region):
    return cast.leader("李梅", region=region, code="1001")


def text(*rows: list, delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(map(str, row)) for row in rows)


def workbook(*rows: list, merged: tuple = (), hidden: tuple = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    for name in hidden:
        sheet = book.create_sheet(name, 0)
        sheet.append(HEADER)
        sheet.append(["1001", "李梅", "", 99, 99, 9999, 0])
        sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(data: bytes | str, name: str = "sales.csv", **options):
    data = data.encode() if isinstance(data, str) else data
    return import_sales(data=data, name=name, **({"week": WEEK} | options))


def codes(entries: list[dict]) -> list[str]:
    return [entry["code"] for entry in entries]


@pytest.mark.parametrize(
    "data",
    [
        text(HEADER, ROW).encode("utf-8-sig"),
        text(HEADER, ROW).encode("utf-8"),
        text(HEADER, ROW).encode("gb18030"),
        text(HEADER, ROW).encode("utf-16"),
        text(HEADER, ROW, delimiter="\t").encode("utf-16"),
        text(HEADER, ROW, delimiter="；").encode("gb18030"),
        workbook(HEADER, ROW),
    ],
    ids=["bom", "utf-8", "gb18030", "utf-16", "utf-16 tabs", "full-width semicolons", "xlsx"],
)
def test_reads_every_kind_of_file(data):
    assert take(data, "sales.xls").total_net == Decimal("279.50")


def test_reads_html_that_calls_itself_xls():
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, ROW)
    )
    assert take(f"<html><table>{rows}</table></html>", "sales.xls").accepted == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLD_EXCEL, "sheet-unreadable"),
        (OLD_EXCEL + "EncryptedPackage".encode("utf-16-le"), "sheet-password"),
        (b"%PDF-1.7\n\0\0", "sheet-unreadable"),
        (b"  \n", "sheet-empty"),
        (b"\xff\xff\x81\x00", "sheet-encoding"),
    ],
)
def test_refuses_the_rest_with_a_reason(data, code):
    with pytest.raises(Refusal) as refused:
        take(data, "sales.xls")
    assert refused.value.code == code
    assert "sales.xls" in str(refused.value)


@pytest.mark.parametrize(
    ("amount", "net"),
    [
        ("３００．５０", "300.50"),
        ('"¥1,234.50"', "1234.50"),
        ("￥300", "300"),
        ("\u00a0300\u00a0", "300"),
        ("1.2万", "12000"),
        ("300元", "300"),
        ("-", "0"),
        ("—", "0"),
        ("(20)", "-20"),
    ],
)
def test_reads_amounts_as_people_write_them(amount, net):
    row = ["1001", "李梅", "", "9999", "10", amount, "-"]
    assert take(text(HEADER, row)).total_net == Decimal(net)


@pytest.mark.parametrize("amount", ["1.2E+05", "12..5", "三百", "1.005"])
def test_rejects_amounts_that_it_would_have_to_guess(amount):
    result = take(text(HEADER, ["1001", "", "", "12", "10", amount, "0"]))
    assert len(result.rejected) == 1 and not SalesWeek.objects.exists()


def test_merged_names_are_filled_down_when_asked_and_amounts_never():
    header = ["团长姓名", "ID", "有效订单量", "总订单量", "有效订单金额"]
    data = workbook(
        header, ["李梅", "1001", 1, 1, 30], ["", "", 2, 2, ""], merged=("B2:B3", "E2:E3")
    )
    asked = Reading(fill_down=("code",))
    result = take(data, "sales.xlsx", reading=asked)
    # Both lines are hers by the merged ID; the amount stands in the first line alone, so that
    # they differ, and nobody can say which of them is right.
    assert codes(result.rejected) == ["leader-twice", "leader-twice"]
    unasked = take(data, "sales.xlsx")
    assert [entry["why"] for entry in unasked.unmatched] == ["nothing-to-match"]
    assert unasked.total_net == 30
    assert "sheet-merged" in codes(unasked.warnings)


def test_hidden_sheets_titles_and_totals_are_left_out_and_said():
    data = workbook(["三月销售"], HEADER, ROW, ["合计", "", "", 12, 10, 300, 20.5], hidden=("旧",))
    result = take(data, "sales.xlsx")
    assert (result.rows, result.total_net) == (1, Decimal("279.50"))
    assert set(codes(result.warnings)) == {"sheet-hidden", "sheet-title", "sheet-totals"}


@pytest.mark.parametrize(
    "written",
    ["2024/3/4", "2024年3月4日", "20240304", "45355", "1709510400", "24/3/4", "2024-03-04"],
)
def test_a_week_column_is_read_however_it_writes_the_day(written):
    result = take(text([*HEADER, "周开始"], [*ROW, written]))
    assert (result.accepted, result.rejected) == (1, [])


def test_a_day_that_can_be_read_in_two_ways_is_asked_about():
    data = text([*HEADER, "周开始"], [*ROW, "03/04/2024"])
    assert codes(take(data).rejected) == ["date-ambiguous"]
    assert codes(take(data, reading=Reading(order="dmy")).rejected) == ["week-differs"]
    assert take(data, reading=Reading(order="mdy")).accepted == 1


def test_a_leader_who_is_not_in_our_books_is_held_with_her_cells():
    result = take(text(HEADER, ROW, ["77", "王芳", "13800000077", 1, 1, 5, 0]))
    assert result.accepted == 1
    assert result.unmatched[0] == {
        "row": 3,
        "leader_id": "77",
        "name": "王芳",
        "phone": "138****0077",
        "why": "unknown-leader",
    }


def test_a_person_may_say_what_a_column_means():
    header = ["编号", "甲", "乙"]
    chosen = Reading(columns={"code": "编号", "net": "乙"})
    assert take(text(header, ["1001", "5", "300"]), reading=chosen).total_net == 300


def test_rows_are_read_one_at_a_time(monkeypatch):
    """Of a large file never all rows are in memory: each is let go before the next."""
    from school.standing import sales

    open_rows = {"now": 0, "most": 0}

    class Watched:
        def __init__(self, row):
            self.line, self.cells = row.line, row.cells
            open_rows["now"] += 1
            open_rows["most"] = max(open_rows["most"], open_rows["now"])

        def __del__(self):
            open_rows["now"] -= 1

    real = sales.stream_sheet

    def watched(*args, **kwargs):
        sheet = real(*args, **kwargs)
        sheet.rows = map(Watched, sheet.rows)
        return sheet

    monkeypatch.setattr(sales, "stream_sheet", watched)
    rows = [[f"X{at}", "", "", 1, 1, 1, 0] for at in range(300)]
    result = take(workbook(HEADER, *rows), "sales.xlsx", dry_run=True)
    assert (result.rows, len(result.unmatched)) == (300, 300)
    assert open_rows["most"] <= 2
