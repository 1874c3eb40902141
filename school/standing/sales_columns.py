"""The sales file of the trading system: its columns, and what one of its lines says."""

import json
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from django.utils.translation import gettext_lazy as _

from school.lib import dates
from school.lib.dates import read_date
from school.lib.money import read_money
from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.lib.sheets import Row, Sheet
from school.people.roster_columns import read_count

Unit = Literal["yuan", "fen"]

COLUMNS = {
    "code": ["ID", "leader_id", "团长编号", "团长ID"],
    "nick": ["团长昵称", "wechat_nick", "微信昵称"],
    "name": ["团长姓名", "姓名"],
    "phone": ["团长手机号", "mobile", "手机号", "手机", "团长手机", "手机号码", "phone"],
    "community": ["小区信息", "小区名称"],
    "orders": ["总订单量", "下单数量"],
    "effective_orders": ["有效订单量"],
    "closed_orders": ["已关闭订单量"],
    "gross": ["订单总金额", "销售额", "sales", "total_amount"],
    "effective_amount": ["有效订单金额"],
    "refund_count": ["退款量", "refund_orders"],
    "refunds": ["退款总金额", "退款额", "refund_amount"],
    "net": ["净销售额", "net_gmv", "net_sales"],
    "week_start": ["周开始"],
    "week_end": ["周结束"],
    "open_days": ["开团天数"],
    "buyers": ["下单人数", "下单会员数"],
    "repeat_buyers": ["复购人数"],
    "new_members": ["新增人数"],
    "cases": ["售后单数"],
    "leader_fault_cases": ["团长责任售后"],
    "complaints": ["投诉数"],
    "commission": ["佣金"],
}
COUNTS = ("orders", "effective_orders", "refund_count")
OPTIONAL_COUNTS = (
    "open_days",
    "buyers",
    "repeat_buyers",
    "new_members",
    "cases",
    "leader_fault_cases",
    "complaints",
)
DATES = ("week_start", "week_end")
# What may stand once in a merged cell for several lines: never an amount or a number of things.
FILLABLE = ("code", "nick", "name", "phone", "community", "week_start", "week_end")
MONEY = ("gross", "effective_amount", "refunds", "net", "commission")
# What a header's unit says of the file's unit; other units would make an amount another amount.
UNITS = {"元": "yuan", "圆": "yuan", "yuan": "yuan", "¥": "yuan", "rmb": "yuan", "cny": "yuan"}
UNITS |= {"人民币": "yuan", "分": "fen", "fen": "fen"}


class Figures(NamedTuple):
    """The figures of a sales week, by the names of its fields; money in yuan."""

    orders: int
    effective_orders: int
    refund_count: int
    open_days: int | None
    buyers: int | None
    repeat_buyers: int | None
    new_members: int | None
    cases: int | None
    leader_fault_cases: int | None
    complaints: int | None
    gross: Decimal
    refunds: Decimal
    net: Decimal
    commission: Decimal | None


@dataclass(slots=True)
class SalesLine:
    """What a line says, read. `packed` are its cells as they came, as JSON: of fifty thousand
    lines nearly all are thrown away again, and a dictionary each would fill the memory."""

    line: int
    code: str
    name: str
    phone: str
    is_masked: bool
    packed: str = field(repr=False)
    figures: Figures | None = None
    warnings: tuple[Refusal, ...] = ()

    @property
    def cells(self) -> dict[str, str]:
        return json.loads(self.packed)


def check_sheet(sheet: Sheet, unit: Unit) -> None:
    """Refuses: sheet-columns-missing (nothing to match by, or no amount), unit-contradicts (a
    header names another unit than the one given), unit-unknown."""
    for anyone_of in (("code", "phone"), ("net", "effective_amount", "gross")):
        if not any(name in sheet.headers for name in anyone_of):
            columns = [COLUMNS[name][0] for name in anyone_of]
            message = _("One of these columns is needed: %(columns)s.")
            raise Refusal(
                "sheet-columns-missing", message, {"columns": ", ".join(columns), "list": columns}
            )
    for name, written in sheet.units.items():
        if name in MONEY:
            _check_unit(sheet.headers[name], written, unit)


def _check_unit(header: str, written: str, unit: Unit) -> None:
    says = UNITS.get(written)
    if says is None:
        raise Refusal(
            "unit-unknown",
            _("The column %(header)s counts neither in yuan nor in fen."),
            {"header": header},
        )
    if says != unit:
        raise Refusal(
            "unit-contradicts",
            _("The column %(header)s doesn't count in %(unit)s. Choose the other unit."),
            {"header": header, "unit": unit},
        )


def read_line(row: Row, *, week: date, unit: Unit, order: str | None = None) -> SalesLine:
    """One line of the file for the week that begins on `week`; `order` is how the file writes its
    dates (see `read_date`).

    Refuses: phone-scientific, phone-invalid (without an ID), what `read_money` refuses,
    count-invalid, week-differs, effective-exceeds-total, code-too-long.
    """
    cells = _plain(row)
    _check_week(cells, week, order)
    line = SalesLine(row.line, _code(cells["code"]), _name(cells), *_phone(cells), _packed(row))
    warnings: list[Refusal] = []
    line.figures = _figures(cells, row.cells, unit, warnings)
    line.warnings = tuple(warnings)
    return line


def glimpse(row: Row) -> SalesLine:
    """Whose a line that was rejected seems to be; its figures stay out."""
    cells = _plain(row)
    try:
        phone, is_masked = _phone(cells)
    except Refusal:
        phone, is_masked = "", False
    return SalesLine(row.line, cells["code"][:40], _name(cells), phone, is_masked, _packed(row))


def _packed(row: Row) -> str:
    return json.dumps(row.cells, ensure_ascii=False)


def _plain(row: Row) -> dict[str, str]:
    cells = {name: unicodedata.normalize("NFKC", row.cells.get(name, "")) for name in COLUMNS}
    return {name: " ".join(text.split()) for name, text in cells.items()}


def _name(cells: dict[str, str]) -> str:
    return (cells["name"] or cells["nick"])[:80]


def _code(text: str) -> str:
    """Spreadsheets turn an ID into a number with decimals: 1001.0 is 1001."""
    code = text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
    if len(code) > 40:
        raise Refusal("code-too-long", _("“%(text)s…” is no ID."), {"text": code[:20]})
    return code


def _check_week(cells: dict[str, str], week: date, order: str | None) -> None:
    if not cells["week_start"]:
        return
    begins = read_date(cells["week_start"], today=dates.today(), order=order).value
    if begins != week:
        message = _("This row is of the week of %(other)s, not of %(week)s.")
        raise Refusal("week-differs", message, {"other": begins, "week": week})


def _phone(cells: dict[str, str]) -> tuple[str, bool]:
    """The phone and whether it is masked. Beside an ID only a damaged number matters: it shows
    that a spreadsheet has rounded the file."""
    try:
        return read_phone(cells["phone"]), False
    except Refusal as refusal:
        if refusal.code in ("phone-masked", "phone-missing"):
            return "", refusal.code == "phone-masked"
        if refusal.code == "phone-invalid" and cells["code"]:
            return "", False
        raise


def _figures(
    cells: dict[str, str], columns: Collection[str], unit: Unit, warnings: list[Refusal]
) -> Figures:
    counts = {name: read_count(cells[name]) or 0 for name in COUNTS}
    money = {name: read_money(cells[name], unit) for name in MONEY}
    if "effective_orders" not in columns:
        # The shorter form counts orders and returned ones only.
        counts["effective_orders"] = max(counts["orders"] - counts["refund_count"], 0)
    if "effective_amount" in columns:
        money["effective_amount"] = money["effective_amount"] or Decimal(0)
    _check_effective(counts, money)
    return Figures(
        **counts,
        **{name: _known(cells[name]) for name in OPTIONAL_COUNTS},
        gross=money["gross"] or money["effective_amount"] or Decimal(0),
        refunds=money["refunds"] or Decimal(0),
        net=_net(money, warnings),
        commission=money["commission"],
    )


def _known(text: str) -> int | None:
    """A dash is written where there was nothing; a blank cell tells nothing."""
    number = read_count(text)
    return 0 if number is None and text else number


def _net(money: dict[str, Decimal | None], warnings: list[Refusal]) -> Decimal:
    """What the file calls net, else effective sales less refunds."""
    stated, effective = money["net"], money["effective_amount"]
    sold = effective if effective is not None else money["gross"]
    computed = (sold or Decimal(0)) - (money["refunds"] or Decimal(0))
    if stated is None:
        return computed
    if sold is not None and stated != computed:
        message = _("Net sales are %(net)s; sales less refunds would be %(computed)s.")
        warnings.append(Refusal("net-differs", message, {"net": stated, "computed": computed}))
    return stated


def _check_effective(counts: dict[str, int], money: dict[str, Decimal | None]) -> None:
    gross, effective = money["gross"], money["effective_amount"]
    too_much = gross is not None and effective is not None and effective > gross
    if counts["effective_orders"] > counts["orders"] or too_much:
        raise Refusal(
            "effective-exceeds-total", _("More is effective than there is in total in this row.")
        )
