"""Eight weeks of sales, as files that go through the real import."""

import csv
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from random import Random

from django.utils import timezone

from school.home.starter.sample.plan import SEED, WEEKS, Plan
from school.lib.dates import SHANGHAI, week_start
from school.people.models import User
from school.standing.models import SalesImport
from school.standing.sales import import_sales

HEADER = [
    "ID", "团长姓名", "团长手机号", "小区信息", "总订单量", "有效订单量", "订单总金额（元）",
    "有效订单金额（元）", "退款量", "退款总金额（元）", "净销售额（元）", "开团天数", "下单人数",
    "复购人数", "新增人数", "售后单数", "团长责任售后", "投诉数", "佣金（元）",
]  # fmt: skip
RATES = {
    "ordinary": Decimal("0.12"),
    "advanced": Decimal("0.14"),
    "core": Decimal("0.16"),
}
SELLING = {"probation", "active"}


def mondays(today: date) -> list[date]:
    """The Mondays of the eight weeks that are over."""
    this_week = week_start(today)
    return [this_week - timedelta(weeks=WEEKS - at) for at in range(WEEKS)]


def write_sales(plans: list[Plan], today: date, by: User) -> None:
    chance = Random(SEED + 1)
    for at, monday in enumerate(mondays(today)):
        import_sales(
            data=_file(plans, at, chance).encode("utf-8-sig"),
            name=f"团长销售-{monday:%Y%m%d}.csv",
            week=monday,
            complete=True,
            by=by,
        )
        _came_in(monday)


def _came_in(week: date) -> None:
    """A week's file came on the Monday after it."""
    morning = datetime.combine(week + timedelta(days=7), time(9, 12), tzinfo=SHANGHAI)
    at = min(morning, timezone.now())
    SalesImport.objects.filter(week_start=week).update(at=at)


def _file(plans: list[Plan], week: int, chance: Random) -> str:
    """Leaders without orders are absent, as in the trading system's own files."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADER)
    for plan in plans:
        if plan.net[week] > 0 and plan.status in SELLING:
            rows.writerow(_row(plan, week, chance))
    return out.getvalue()


def _row(plan: Plan, week: int, chance: Random) -> list:
    net = Decimal(plan.net[week])
    effective = plan.orders[week] if plan.orders else max(1, round(net / chance.randint(29, 38)))
    orders = effective + round(effective * chance.uniform(0.01, 0.05))
    refund_count = round(effective * chance.uniform(0, 0.03))
    refunds = (net * Decimal(refund_count) / Decimal(effective)).quantize(Decimal("0.01"))
    buyers = max(1, round(effective * chance.uniform(0.5, 0.62)))
    again = min(buyers, round(buyers * plan.loyalty * chance.uniform(0.95, 1.1)))
    cases = refund_count + round(effective * chance.uniform(0, 0.012))
    fault = min(cases, _rounded(chance, orders * plan.care))
    return [
        plan.code, plan.name, plan.phone, plan.community, orders, effective,
        net + refunds, net + refunds, refund_count, refunds, net,
        chance.choice([4, 5, 5, 6, 6, 7]), buyers, again, chance.randrange(0, 6),
        cases, fault, int(chance.random() < 0.02),
        (net * RATES.get(plan.tier, Decimal(0))).quantize(Decimal("0.01")),
    ]  # fmt: skip


def _rounded(chance: Random, number: float) -> int:
    """Up or down at random, so that small shares are right on average."""
    whole = int(number)
    return whole + (chance.random() < number - whole)
