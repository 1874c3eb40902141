"""The weekly sales import: what is read, matched, rejected, replaced; every mess with a file."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from school.lib.refusal import Refusal
from school.standing.models import HeldRow, SalesImport, SalesWeek
from school.standing.sales import import_sales
from tests import cast

WEEK = date(2026, 3, 2)
LONG = (
    "ID,团长昵称,团长姓名,团长手机号,小区信息,总订单量,有效订单量,已关闭订单量,"
    "订单总金额（元）,有效订单金额（元）,待付款量,退款量,退款总金额（元）"
)
SHORT = (
    "ID,团长昵称,团长姓名,团长手机号,小区信息,团长等级,下单会员数,下单数量,销售额(元),"
    "退款量,退款额(元),净销售额(元)"
)
OWN = (
    "leader_id,name,mobile,orders,effective_orders,gross,effective_amount,refund_count,refunds,"
    "week_start,week_end,open_days,buyers,repeat_buyers,new_members,cases,leader_fault_cases,"
    "complaints,commission"
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def li(region):
    return cast.leader("Li Mei", region=region, code="1001")


@pytest.fixture
def wang(region):
    return cast.leader("Wang Fang", region=region, code="1002")


def take(*lines: str, encoding: str = "utf-8", name: str = "sales.csv", **options):
    options = {"week": WEEK} | options
    return import_sales(data="\n".join(lines).encode(encoding), name=name, **options)


def row(leader, *, code=None, phone=None, **changed) -> str:
    cells = {
        "code": leader.code if code is None else code,
        "nick": "",
        "name": leader.name,
        "phone": leader.user.phone[3:] if phone is None else phone,
        "community": "",
        "orders": "12",
        "effective": "10",
        "closed": "2",
        "gross": "360.00",
        "amount": "300.00",
        "pending": "0",
        "refunds": "1",
        "refunded": "20.50",
    } | changed
    return ",".join(f'"{cell}"' for cell in cells.values())


def test_takes_over_the_long_form(li):
    result = take(LONG, row(li))

    week = SalesWeek.objects.get()
    assert (week.leader, week.week_start, week.current) == (li, WEEK, True)
    assert (week.orders, week.effective_orders, week.refund_count) == (12, 10, 1)
    assert (week.gross, week.refunds, week.net) == (
        Decimal("360.00"),
        Decimal("20.50"),
        Decimal("279.50"),
    )
    assert week.leader_fault_cases is None
    assert (result.rows, result.accepted, result.total_net) == (1, 1, Decimal("279.50"))
    assert not (result.unmatched or result.rejected or result.warnings)


def test_takes_over_the_short_form_and_ignores_its_tier(li):
    take(SHORT, "1001,,Li Mei,,,核心,8,12,360,2,60,300")
    week = SalesWeek.objects.get()
    assert (week.orders, week.effective_orders, week.buyers) == (12, 10, 8)
    assert (week.gross, week.net) == (360, 300)
    assert not hasattr(li, "standing") or li.standing.tier_id == "preparatory"


def test_takes_over_our_own_form(li):
    take(OWN, "1001,Li Mei,,12,10,360,300,1,20,2026-03-02,2026-03-08,5,9,3,4,2,1,0,33.6")
    week = SalesWeek.objects.get()
    assert (week.open_days, week.buyers, week.repeat_buyers, week.new_members) == (5, 9, 3, 4)
    assert (week.cases, week.leader_fault_cases, week.complaints) == (2, 1, 0)
    assert week.commission == Decimal("33.60")


def test_net_can_be_negative(li):
    assert take(LONG, row(li, refunded="500")).total_net == -200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_every_encoding(li, encoding):
    assert take(LONG, row(li), encoding=encoding).accepted == 1


@pytest.mark.parametrize("delimiter", ["\t", "；", ";"])
def test_reads_every_delimiter(li, delimiter):
    lines = [line.replace('"', "").replace(",", delimiter) for line in (LONG, row(li))]
    assert take(*lines).accepted == 1


def test_reads_a_workbook_with_title_and_total(li):
    book = Workbook()
    sheet = book.active
    sheet.append(["三月第一周团长销售"])
    sheet.append(LONG.split(","))
    sheet.append(["1001", "", "Li Mei", "", "", 12, 10, 2, 360, 300, 0, 1, 20.5])
    sheet.append(["合计", "", "", "", "", 12, 10, 2, 360, 300, 0, 1, 20.5])
    file = io.BytesIO()
    book.save(file)
    result = import_sales(data=file.getvalue(), name="sales.xlsx", week=WEEK)
    assert (result.rows, result.accepted, result.total_net) == (1, 1, Decimal("279.50"))
    assert {warning["code"] for warning in result.warnings} == {"sheet-title", "sheet-totals"}


@pytest.mark.parametrize(
    ("written", "read"),
    [("¥1,234.50", "1234.50"), ("1.2万", "12000"), ("３００", "300"), ("-", "0")],
)
def test_reads_amounts_as_people_write_them(li, written, read):
    take(LONG, row(li, gross="20000", amount=written, refunded="-"))
    assert SalesWeek.objects.get().net == Decimal(read)


def test_reads_fen_when_told_so(li):
    header = LONG.replace("（元）", "")
    assert take(
        header, row(li, gross="36000", amount="30000", refunded="50"), unit="fen"
    ).total_net == (Decimal("299.50"))


def test_refuses_a_unit_that_the_header_contradicts(li):
    with pytest.raises(Refusal) as refusal:
        take(LONG, row(li), unit="fen")
    assert refusal.value.code == "unit-contradicts"


def test_warns_when_the_magnitude_looks_wrong(li):
    result = take(LONG, row(li, gross="3600000", amount="3000000"))
    assert [warning["code"] for warning in result.warnings] == ["magnitude"]


def test_rejects_a_phone_that_a_spreadsheet_rounded(li):
    result = take(LONG, row(li, phone="1.38E+10"))
    assert [(entry["row"], entry["code"]) for entry in result.rejected] == [(2, "phone-scientific")]
    assert not SalesWeek.objects.exists()


@pytest.mark.parametrize("form", ["{}", "+86{}", "'{}", "+86 {}"])
def test_matches_by_phone_however_it_is_written(li, form):
    local = li.user.phone[3:]
    assert take(LONG, row(li, code="", phone=form.format(local))).accepted == 1


def test_a_masked_phone_matches_by_id_only(li):
    masked = "138****" + li.user.phone[-4:]
    result = take(LONG, row(li, code="", phone=masked))
    assert [entry["why"] for entry in result.unmatched] == ["phone-masked"]
    assert take(LONG, row(li, phone=masked)).accepted == 1


def test_the_id_outranks_the_phone(li, wang):
    result = take(LONG, row(li, phone=wang.user.phone))
    assert SalesWeek.objects.get().leader == li
    assert [warning["code"] for warning in result.warnings] == ["phone-of-another"]


def test_another_id_is_another_person_whatever_the_phone(li):
    result = take(LONG, row(li, code="9999"))
    assert [entry["why"] for entry in result.unmatched] == ["id-differs"]


def test_a_name_alone_never_matches(li):
    result = take(LONG, row(li, code="", phone=""))
    assert [entry["why"] for entry in result.unmatched] == ["nothing-to-match"]


def test_an_unknown_leader_is_held(li):
    stranger = "13800000999"
    result = take(LONG, row(li), row(li, code="777", phone=stranger, name="Stranger"))
    assert result.accepted == 1
    assert result.unmatched == [
        {
            "row": 3,
            "leader_id": "777",
            "name": "Stranger",
            "phone": "138****0999",
            "why": "unknown-leader",
        }
    ]
    held = HeldRow.objects.get()
    assert (held.row, held.code, held.leader, held.why) == (3, "777", None, "unknown-leader")
    assert held.cells["name"] == "Stranger"


def test_leaders_who_left_are_kept(li):
    li.status = li.Status.LEFT
    li.save()
    assert take(LONG, row(li)).accepted == 1


def test_rejects_more_effective_than_total_and_does_not_take_it_for_absent(li, wang):
    result = take(LONG, row(li, effective="13"), row(wang), complete=True)
    assert [(entry["row"], entry["code"]) for entry in result.rejected] == [
        (2, "effective-exceeds-total")
    ]
    assert (result.accepted, result.absent_as_zero) == (1, 0)
    assert HeldRow.objects.get().leader == li


def test_identical_rows_count_once(li):
    result = take(LONG, row(li), row(li))
    assert (result.accepted, result.total_net) == (1, Decimal("279.50"))
    assert [(entry["row"], entry["code"]) for entry in result.warnings] == [(3, "rows-merged")]


def test_different_rows_of_one_leader_are_both_rejected(li, wang):
    result = take(LONG, row(li), row(li, amount="250"), row(wang))
    assert [(entry["row"], entry["code"]) for entry in result.rejected] == [
        (2, "leader-twice"),
        (3, "leader-twice"),
    ]
    assert SalesWeek.objects.get().leader == wang


def test_counts_who_is_absent_from_a_complete_file(li, wang):
    assert take(LONG, row(li), complete=True).absent_as_zero == 1
    assert take(LONG, row(li)).absent_as_zero == 0


def test_the_same_week_again_is_a_new_version_and_the_old_one_stays(li, wang):
    take(LONG, row(li), row(wang))
    take(LONG, row(li, amount="100", refunded="0"))

    assert list(
        SalesImport.objects.order_by("version").values_list("version", "state", "accepted")
    ) == [(1, "replaced", 2), (2, "current", 1)]
    assert SalesWeek.objects.count() == 3
    assert [(week.leader, week.net) for week in SalesWeek.objects.current()] == [(li, 100)]


def test_a_file_of_which_nothing_can_be_taken_over_replaces_nothing(li):
    take(LONG, row(li))
    result = take(LONG, row(li, code="777", phone=""), complete=True)
    assert [warning["code"] for warning in result.warnings] == ["rows-none"]
    assert (SalesImport.objects.count(), SalesWeek.objects.current().count()) == (1, 1)
    assert len(result.unmatched) == 1


@pytest.mark.parametrize(("amount", "warned"), [("1800", True), ("1799", False), ("199", True)])
def test_warns_when_the_total_jumps_by_80_per_cent(li, amount, warned):
    take(LONG, row(li, gross="1000", amount="1000", refunded="0", orders="100"), week=WEEK)
    following = date(2026, 3, 9)
    result = take(
        LONG, row(li, gross="2000", amount=amount, refunded="0", orders="100"), week=following
    )
    assert ("total-jump" in {warning["code"] for warning in result.warnings}) is warned


def test_rejects_a_row_of_another_week(li):
    own = "1001,Li Mei,,12,10,360,300,1,20,2026-02-23,2026-03-01,5,9,3,4,2,1,0,33"
    assert [entry["code"] for entry in take(OWN, own).rejected] == ["week-differs"]


def test_refuses_a_day_that_is_no_monday(li):
    with pytest.raises(Refusal) as refusal:
        take(LONG, row(li), week=date(2026, 3, 4))
    assert refusal.value.code == "week-not-monday"
    assert "2026-03-02" in str(refusal.value)


def test_refuses_a_file_without_amounts_or_without_leaders(li):
    for header in ("ID,总订单量", "团长姓名,净销售额"):
        with pytest.raises(Refusal) as refusal:
            take(header, "1,2")
        assert refusal.value.code == "sheet-columns-missing"


def test_a_dry_run_answers_the_same_and_leaves_nothing(li, wang):
    lines = (LONG, row(li), row(wang, code="777", phone=""))
    tried = take(*lines, complete=True, dry_run=True)
    assert not SalesImport.objects.exists() and not HeldRow.objects.exists()
    assert tried == take(*lines, complete=True)


def test_takes_the_same_queries_for_any_number(region, django_assert_num_queries):
    lines = [row(cast.leader(region=region, code=f"Q{at}")) for at in range(40)]
    take(LONG, lines[0], complete=True)
    with CaptureQueriesContext(connection) as few:
        take(LONG, *lines[:2], complete=True)
    with django_assert_num_queries(len(few)):
        take(LONG, *lines, complete=True)
