"""What a leader would earn at the next tier: an estimate, with its arithmetic as data."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.db.models import Exists, OuterRef, Subquery

from school.lib import dates
from school.lib.money import FEN
from school.lib.prepared import Prepared
from school.people.models import Leader
from school.standing.evaluation import tier_of
from school.standing.models import HeldRow, SalesImport, SalesWeek, Tier
from school.standing.rules import Rules
from school.standing.weeks import FOUR_WEEKS, Window, weeks_within


@dataclass(frozen=True)
class WeekSales:
    """One week of the sum: its Monday, and net sales in yuan (None where there is no figure)."""

    week_start: date
    net: Decimal | None


@dataclass(frozen=True)
class Estimate:
    """Net sales of the last four weeks × a rate, in yuan. Always shown as an estimate: it is no
    promise, and costs, taxes and deductions aren't in it. Amounts are None where no rate is
    stated; a negative sum earns nothing."""

    weeks: list[WeekSales]
    net: Decimal
    tier: Tier
    rate: Decimal | None
    amount: Decimal | None
    next_tier: Tier | None
    next_rate: Decimal | None
    next_amount: Decimal | None
    is_estimate: bool = True

    @property
    def difference(self) -> Decimal | None:
        if self.amount is None or self.next_amount is None:
            return None
        return self.next_amount - self.amount

    @property
    def weeks_known(self) -> int:
        return sum(week.net is not None for week in self.weeks)


def estimate(*, leader: Leader, on: date | None = None, rules: Rules | None = None) -> Estimate:
    """The leader's own last four sales weeks at her rate and at the next tier's.

    Refuses: rules-missing. `rules` saves reading them again where a page has them.
    """
    rules = rules or Rules.of(on or dates.today())
    weeks = _weeks(leader, rules.on)
    net = sum((week.net for week in weeks if week.net is not None), Decimal(0))
    tier = rules.tier(tier_of(leader))
    above = rules.next_tier(tier.code)
    rate, next_rate = rules.rates.get(tier.code), rules.rates.get(above.code) if above else None
    return Estimate(
        weeks=weeks,
        net=net,
        tier=tier,
        rate=rate,
        amount=_earned(net, rate),
        next_tier=above,
        next_rate=next_rate,
        next_amount=_earned(net, next_rate),
    )


def _weeks(leader: Leader, on: date) -> list[WeekSales]:
    window = weeks_within(on, FOUR_WEEKS)
    files = {row["week_start"]: row for row in _files_in(window).rows(leader.pk)}
    return [WeekSales(monday, _net(files.get(monday), leader)) for monday in window.mondays()]


def _net(file: dict | None, leader: Leader) -> Decimal | None:
    """Her sales in a week. Who isn't in a complete file at all, and was there, sold nothing."""
    if file is None or file["net"] is not None:
        return file and file["net"]
    there = leader.joined_on is None or leader.joined_on <= file["week_start"]
    return Decimal(0) if file["complete"] and there and not file["held"] else None


@lru_cache(maxsize=8)
def _files_in(window: Window) -> Prepared:
    """What counts of each week, with her row of it and whether one of hers is held back."""
    files = SalesImport.objects.filter(state=SalesImport.State.CURRENT).order_by("week_start")
    files = files.filter(week_start__gte=window.first, week_start__lte=window.last)

    def of(leader_id: int):
        hers = {"leader": leader_id, "sales_import": OuterRef("pk")}
        return files.values(
            "week_start",
            "complete",
            net=Subquery(SalesWeek.objects.filter(**hers).values("net")[:1]),
            held=Exists(HeldRow.objects.filter(**hers)),
        )

    return Prepared(of)


def _earned(net: Decimal, rate: Decimal | None) -> Decimal | None:
    return None if rate is None else (max(net, Decimal(0)) * rate).quantize(FEN, ROUND_HALF_UP)
