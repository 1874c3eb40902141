"""Trying a rule set out on everybody: who would move up, and what it would cost.

    cost of a move = positive net sales of the last four sales weeks × (rate then − rate now)

Rate then is the draft's rate of the tier that she would come to, rate now what her tier pays by
the rules of today. Who stays costs what the draft changes of her own tier's rate. A tier without a
stated rate is reckoned as 0. Net sales below zero earn nothing and count as 0, leader by leader.
Sums are made in whole fen; each line of the result is rounded to fen, half up, once.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Greatest, Round

from school.lib.money import FEN
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing.evaluation import stands_at
from school.standing.models import RuleSet, SalesWeek, Tier
from school.standing.rules import Rules, Step
from school.standing.weeks import FOUR_WEEKS, Window, weeks_within

BATCH = 1000
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Mover:
    """A leader who would move up, with her positive net sales of four weeks in yuan."""

    code: str
    name: str
    region: str
    from_tier: str
    to_tier: str
    net: Decimal
    cost: Decimal


@dataclass
class Cost:
    """One line of the sum: so many leaders of a tier who come to another, or stay (the same code
    twice). `already` of them would move by today's rules as well."""

    from_tier: str
    to_tier: str
    rate_now: Decimal | None
    rate_then: Decimal | None
    leaders: int = 0
    already: int = 0
    net: Decimal = NOTHING

    @property
    def cost(self) -> Decimal:
        return _rounded(self.net * self.difference)

    @property
    def difference(self) -> Decimal:
        return (self.rate_then or NOTHING) - (self.rate_now or NOTHING)

    @property
    def is_move(self) -> bool:
        return self.from_tier != self.to_tier

    def as_data(self) -> dict[str, Any]:
        names = "from_tier", "to_tier", "rate_now", "rate_then", "leaders", "already", "net", "cost"
        return {name: getattr(self, name) for name in names}


@dataclass
class Result:
    """What a dry run found. `digest` names the state of the draft that was tried."""

    on: date
    window: Window
    digest: str
    rules_now: int | None
    evaluated: int = 0
    lines: list[Cost] = field(default_factory=list)

    @property
    def moves(self) -> int:
        return sum(line.leaders for line in self.lines if line.is_move)

    @property
    def cost(self) -> Decimal:
        return sum((line.cost for line in self.lines), NOTHING)

    def as_data(self) -> dict[str, Any]:
        return {
            "on": self.on,
            "first": self.window.first,
            "ends": self.window.ends,
            "digest": self.digest,
            "rules_now": self.rules_now,
            "evaluated": self.evaluated,
            "moves": self.moves,
            "cost": self.cost,
            "lines": [line.as_data() for line in self.lines],
        }


def try_out(
    *, rule_set: RuleSet, on: date, told: Callable[[int, int], None], keep: Callable[[Mover], None]
) -> Result:
    """Evaluate everybody by these rules on this day and write nothing. `keep` gets everyone who
    would move; `told` gets how many leaders are done, of how many. A number of queries that
    depends on the tiers only."""
    draft, today = Rules(rule_set, on), _rules_of(on)
    rates = today.rates if today else {}
    result = Result(
        on, weeks_within(on, FOUR_WEEKS), digest_of(rule_set), today and today.rule_set.version
    )
    everybody = Leader.objects.studying()
    total = everybody.count()
    for tier in draft.tiers:
        stayers = Cost(tier.code, tier.code, rates.get(tier.code), draft.rates[tier.code])
        _count(stayers, everybody.filter(stands_at(tier.code)), result.window)
        result.evaluated += stayers.leaders
        if step := draft.step(tier.code):
            movers = Cost(tier.code, step.to_tier.code, rates.get(tier.code), None)
            movers.rate_then = draft.rates[step.to_tier.code]
            _move(step, today, movers, stayers, result.window, keep)
            result.lines.append(movers)
        result.lines.append(stayers)
        told(result.evaluated, total)
    return result


def _rules_of(on: date) -> Rules | None:
    try:
        return Rules.of(on)
    except Refusal:
        return None


def _fen(window: Window) -> Coalesce:
    """A leader's net sales of the window in fen, at least 0."""
    rows = SalesWeek.objects.within(*window).filter(leader=OuterRef("pk")).order_by()
    summed = rows.values("leader").annotate(net=Sum("net")).values("net")
    fen = Cast(Round(Subquery(summed) * Value(100)), BigIntegerField())
    return Greatest(Coalesce(fen, Value(0)), Value(0), output_field=BigIntegerField())


def _count(line: Cost, leaders: QuerySet[Leader], window: Window) -> None:
    found = leaders.annotate(fen=_fen(window)).aggregate(number=Count("pk"), all=Sum("fen"))
    line.leaders, line.net = found["number"], Decimal(found["all"] or 0) * FEN


def _move(
    step: Step,
    today: Rules | None,
    movers: Cost,
    stayers: Cost,
    window: Window,
    keep: Callable[[Mover], None],
) -> None:
    """Take those who qualify from the ones who stay to the ones who move."""
    already = _by_todays_rules(today, step)
    for row in _qualified(step, window):
        net = Decimal(row["fen"]) * FEN
        movers.leaders, movers.net = movers.leaders + 1, movers.net + net
        movers.already += row["pk"] in already
        stayers.leaders, stayers.net = stayers.leaders - 1, stayers.net - net
        keep(_mover(row, movers, net))


def _by_todays_rules(today: Rules | None, step: Step) -> set[int]:
    same = today.step(step.from_tier.code) if today else None
    if same is None:
        return set()
    return set(_ready(same).values_list("pk", flat=True).iterator(BATCH))


def _ready(step: Step) -> QuerySet[Leader]:
    leaders = Leader.objects.studying().filter(stands_at(step.from_tier.code))
    return leaders.annotate(**step.annotations()).filter(step.condition())


def _qualified(step: Step, window: Window) -> Iterator[dict[str, Any]]:
    ready = _ready(step).annotate(fen=_fen(window)).order_by("region__name", "code", "pk")
    return ready.values("pk", "code", "user__name", "region__name", "fen").iterator(BATCH)


def _mover(row: dict[str, Any], line: Cost, net: Decimal) -> Mover:
    return Mover(
        code=row["code"] or str(row["pk"]),
        name=row["user__name"],
        region=row["region__name"] or "",
        from_tier=line.from_tier,
        to_tier=line.to_tier,
        net=net,
        cost=_rounded(net * line.difference),
    )


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def digest_of(rule_set: RuleSet) -> str:
    """Names what the rule set says: a dry run of another state is out of date."""
    rows = (
        rule_set.rates.order_by("tier").values_list("tier", "rate"),
        rule_set.step_rules.order_by("from_tier").values_list("from_tier", "takes", "automatic"),
        rule_set.requirements.order_by("pk").values_list(
            "from_tier", "kind", "params", "threshold", "group"
        ),
    )
    said = json.dumps([list(part) for part in rows], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def titles() -> dict[str, str]:
    """The tiers' names in the reader's language."""
    return {tier.code: tier.title for tier in Tier.objects.all()}
