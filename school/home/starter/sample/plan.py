"""Who is in the sample school and what has happened to her: decided here, written elsewhere.

Everything follows from a seed and from today, so that a sample school always looks the same and
always looks fresh.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from school.home.starter.sample import money
from school.home.starter.sample.script import phone, script
from school.lib.dates import week_start

SEED = 20_260
LEADERS = 240
WEEKS = 8
FIRST_PHONE = 1000
# How many of each hundred leaders sell something else, or keep a shop.
KINDS = ("mother", "mother", "mother", "shop", "other")
READY_NEWCOMERS = 7
# The classes are mostly in the first two regions, the older leaders mostly in the third, so that
# each coach has about eighty.
OLDER_REGIONS = "021202120212012"
COURSES = 5


@dataclass
class Plan:
    """One leader. `net` is yuan in each of the eight weeks, `finished` how many of C1 to C5 she
    is through with, `final` her tries at the final assessment in per cent."""

    phone: str
    name: str
    region: str
    community: str
    kind: str
    group_members: int
    code: str
    joined_on: date
    intake: int | None = None
    tier: str = "preparatory"
    tier_since: date | None = None
    status: str = "active"
    on_leave: bool = False
    finished: int = 0
    steps_into_next: int = 0
    final: list[int] = field(default_factory=list)
    net: list[int] = field(default_factory=list)
    orders: list[int] | None = None
    diligence: float = 0.8
    care: float = 0.004
    loyalty: float = 0.35
    is_cast: bool = False

    @property
    def four_weeks(self) -> int:
        return sum(self.net[-4:])


def make_plans(today: date) -> list[Plan]:
    """Everybody, the cast first."""
    chance = Random(SEED)
    cast = [_cast_member(entry, at, today) for at, entry in enumerate(script()["cast"])]
    names = _names(chance, {plan.name for plan in cast})
    newcomers = _newcomers(chance, names, today)
    older = _older(chance, names, today, LEADERS - len(cast) - len(newcomers))
    plans = [*cast, *newcomers, *older]
    for at, plan in enumerate(plans):
        plan.code = f"T{at + 1:04d}"
    return plans


def _cast_member(entry: dict[str, Any], at: int, today: date) -> Plan:
    first = week_start(today)
    joined = first - timedelta(weeks=3 if entry.get("intake") else 50 + 9 * at)
    known = {name: value for name, value in entry.items() if name != "phone"}
    return Plan(
        phone=phone(entry["phone"]),
        code="",
        joined_on=joined,
        status="probation" if entry["tier"] == "preparatory" else "active",
        tier_since=None if entry["tier"] == "preparatory" else first - timedelta(weeks=12 + at),
        diligence=0.95,
        care=0.002,
        loyalty=0.42,
        is_cast=True,
        **known,
    )


def _names(chance: Random, taken: set[str]) -> list[str]:
    """Names that nobody else in the school has, shuffled."""
    words = script()
    names = [last + first for last in words["surnames"] for first in words["given"]]
    names = [name for name in names if name not in taken]
    chance.shuffle(names)
    return names


def _somebody(chance: Random, names: list[str], number: int, region: dict, joined: date) -> Plan:
    return Plan(
        phone=phone(FIRST_PHONE + number),
        name=names[number],
        region=region["key"],
        community=chance.choice(region["communities"]),
        kind=chance.choice(KINDS),
        group_members=int(min(500, max(38, chance.gauss(190, 90)))),
        code="",
        joined_on=joined,
        diligence=min(0.98, max(0.15, chance.gauss(0.74, 0.17))),
        care=max(0.0, chance.gauss(0.004, 0.003)),
        loyalty=min(0.6, max(0.12, chance.gauss(0.36, 0.08))),
    )


def _newcomers(chance: Random, names: list[str], today: date) -> list[Plan]:
    plans, regions = [], script()["regions"]
    for intake in script()["intakes"]:
        start = week_start(today) - timedelta(weeks=intake["weeks_ago"])
        for place in range(intake["size"] - (intake["number"] == 12)):
            joined = start + timedelta(days=chance.randrange(-2, 4))
            region = regions[place % 5 % 3]
            plan = _somebody(chance, names, len(plans), region, joined)
            plan.intake = intake["number"]
            _study(chance, plan, intake["finished"])
            _rise(chance, plan, today)
            plans.append(plan)
    _make_ready(chance, plans)
    return plans


def _study(chance: Random, plan: Plan, shares: list[float]) -> None:
    """How far she is: one draw against each course's share of finishers, so that who is through
    with a later one is through with the earlier ones."""
    draw = chance.random()
    plan.finished = sum(draw < share for share in shares)
    plan.steps_into_next = chance.randrange(0, 4) if plan.finished < COURSES else 0
    if plan.finished >= 4:
        plan.final = _tries(chance)


def _tries(chance: Random) -> list[int]:
    last = chance.choice([83, 83, 88, 92, 92, 96, 100])
    return [last] if chance.random() < 0.7 else [chance.choice([54, 62, 67, 75]), last]


def _rise(chance: Random, plan: Plan, today: date) -> None:
    """A newcomer's tier and sales: most who are through were moved up two months after joining."""
    weeks = (today - plan.joined_on).days // 7
    promoted = plan.finished >= 4 and weeks > 8 and chance.random() < 0.85
    plan.tier = "ordinary" if promoted else "preparatory"
    if promoted:
        plan.tier_since = plan.joined_on + timedelta(days=chance.randrange(42, 56))
        plan.status = "active"
    else:
        plan.status = "onboarding" if plan.finished == 0 and weeks < 4 else "probation"
    month = chance.lognormvariate(7.9 if promoted else 6.2, 0.9)
    plan.net = money.weekly(chance, month, known_weeks=weeks, grows=True)
    if not promoted and chance.random() < 0.35:
        plan.net = [0] * WEEKS


def _make_ready(chance: Random, plans: list[Plan]) -> None:
    """Some newcomers have all it takes for the next tier and wait for a manager's word."""
    waiting = [p for p in plans if p.intake == 11 and p.tier == "preparatory"]
    for plan in waiting[:READY_NEWCOMERS]:
        plan.finished, plan.steps_into_next = 4, 1
        plan.final = [chance.choice([83, 88, 92])]
        plan.group_members = max(plan.group_members, chance.randrange(104, 190))
        plan.net = money.weekly(chance, chance.uniform(1500, 5200), known_weeks=8, grows=True)
        plan.status, plan.diligence = "probation", 0.9


def _older(chance: Random, names: list[str], today: date, count: int) -> list[Plan]:
    """Those who came before the classes: their months are spread over a heavy tail."""
    regions, first = script()["regions"], LEADERS - 4 - count
    months = money.heavy_tail(count)
    plans = []
    for number in range(count):
        joined = today - timedelta(weeks=chance.randrange(22, 80), days=chance.randrange(7))
        region = regions[int(OLDER_REGIONS[number % len(OLDER_REGIONS)])]
        plan = _somebody(chance, names, first + number, region, joined)
        _settle(chance, plan, months[number], today)
        plans.append(plan)
    _retire(plans)
    chance.shuffle(plans)
    return plans


def _settle(chance: Random, plan: Plan, month: float, today: date) -> None:
    plan.net = money.weekly(chance, month, known_weeks=WEEKS, grows=chance.random() < 0.2)
    plan.tier = _tier(chance, plan.four_weeks)
    plan.tier_since = today - timedelta(weeks=chance.randrange(6, 20))
    plan.finished = 5 if plan.tier in ("advanced", "core") else chance.choice([4, 4, 5, 5, 5])
    plan.final = _tries(chance)
    if plan.four_weeks > 25_000:
        plan.diligence, plan.care = max(plan.diligence, 0.82), min(plan.care, 0.0035)
        plan.group_members = max(plan.group_members, chance.randrange(260, 500))


def _tier(chance: Random, month: int) -> str:
    """Sales lead to tiers with a lag: some stand a step lower than their last month."""
    if month >= 42_000:
        return chance.choice(["core", "core", "core", "core", "advanced"])
    if month >= 25_000:
        return chance.choice(["advanced", "advanced", "core", "ordinary"])
    return "advanced" if month > 14_000 and chance.random() < 0.25 else "ordinary"


def _retire(plans: list[Plan]) -> None:
    """A few are on leave, a few have left."""
    quiet = sorted(plans, key=lambda plan: plan.four_weeks)
    for plan in quiet[:4]:
        plan.status, plan.net = "left", [0] * WEEKS
    for plan in quiet[4:6]:
        plan.status, plan.net = "eliminated", [0] * WEEKS
    for plan in quiet[60:63]:
        plan.on_leave = True
