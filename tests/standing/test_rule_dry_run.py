"""A dry run: who would move, and the arithmetic of what it costs."""

from decimal import Decimal

import pytest

from school.people.models import Leader
from school.standing.dry_run import Mover, try_out
from school.standing.models import (
    Evaluation,
    Proposal,
    Requirement,
    RuleSet,
    Standing,
    TierChange,
    TierRate,
)
from school.standing.rule_set import draft_from
from tests import cast
from tests.standing.conftest import MONDAY, sell_four_weeks

pytestmark = [pytest.mark.django_db, pytest.mark.database]
QUERIES = 19


@pytest.fixture
def draft(rules) -> RuleSet:
    """Only sales count: ¥10,000 for advanced."""
    made = draft_from(rule_set=rules)
    for one in (rules, made):
        Requirement.objects.filter(rule_set=one).exclude(kind="net_gmv").delete()
    Requirement.objects.filter(rule_set=made, from_tier="ordinary").update(threshold=10_000)
    return made


def sellers(**nets) -> dict[str, Leader]:
    made = {code: cast.leader(code=code) for code in nets}
    for code, leader in made.items():
        tier = {"o": "ordinary", "a": "advanced", "p": "preparatory"}[code[0]]
        Standing.objects.create(leader=leader, tier_id=tier)
    sell_four_weeks({made[code]: net for code, net in nets.items()})
    return made


def tried(draft):
    movers: list[Mover] = []
    told: list[tuple[int, int]] = []
    result = try_out(
        rule_set=draft, on=MONDAY, told=lambda *done: told.append(done), keep=movers.append
    )
    return result, movers, told


def line(result, from_tier: str, to_tier: str):
    return next(one for one in result.lines if (one.from_tier, one.to_tier) == (from_tier, to_tier))


def test_the_cost_of_moves_is_their_sales_times_the_difference_of_rates(draft):
    sellers(o1="12000.00", o2="25000.55", o3="9999.99", a1=100)
    result, movers, _told = tried(draft)
    up = line(result, "ordinary", "advanced")
    assert (up.leaders, up.already, up.net) == (2, 1, Decimal("37000.55"))
    assert up.cost == Decimal("740.01"), "37,000.55 × 0.02 = 740.011"
    assert [(one.code, one.net, one.cost) for one in movers] == [
        ("o1", Decimal("12000.00"), Decimal("240.00")),
        ("o2", Decimal("25000.55"), Decimal("500.01")),
    ]
    stays = line(result, "ordinary", "ordinary")
    assert (stays.leaders, stays.net, stays.cost) == (1, Decimal("9999.99"), 0)
    assert (result.evaluated, result.moves, result.cost) == (4, 2, Decimal("740.01"))


def test_a_changed_rate_costs_those_who_stay_too(draft):
    TierRate.objects.filter(rule_set=draft, tier="ordinary").update(rate=Decimal("0.13"))
    sellers(o1=12_000, o2=1_000)
    result, _movers, _told = tried(draft)
    assert line(result, "ordinary", "ordinary").cost == Decimal("10.00")
    assert line(result, "ordinary", "advanced").cost == Decimal("240.00")
    assert result.cost == Decimal("250.00")


def test_a_negative_sum_earns_nothing(draft):
    sellers(o1=-500, o2=1_000)
    TierRate.objects.filter(rule_set=draft, tier="ordinary").update(rate=Decimal("0.13"))
    result, _movers, _told = tried(draft)
    assert line(result, "ordinary", "ordinary").net == Decimal(1_000)


def test_a_tier_without_a_rate_is_reckoned_as_nothing(draft):
    Requirement.objects.create(
        rule_set=draft,
        from_tier_id="preparatory",
        to_tier_id="ordinary",
        kind="effective_orders",
        threshold=0,
    )
    sellers(p1=1_000)
    result, _movers, _told = tried(draft)
    up = line(result, "preparatory", "ordinary")
    assert (up.rate_now, up.rate_then, up.cost) == (None, Decimal("0.12"), Decimal("120.00"))


def test_it_writes_nothing_and_tells_how_far_it_is(draft):
    sellers(o1=12_000, o2=3, a1=5)
    _result, _movers, told = tried(draft)
    assert told[-1] == (3, 3)
    for model in (Evaluation, Proposal, TierChange):
        assert not model.objects.exists()


def test_who_waits_for_an_answer_is_counted_as_well(draft, rules):
    leader = sellers(o1=12_000)["o1"]
    evaluation = Evaluation.objects.create(
        leader=leader,
        on=MONDAY,
        rule_set=rules,
        from_tier_id="ordinary",
        to_tier_id="advanced",
        outcome="promote",
    )
    Proposal.objects.create(
        evaluation=evaluation, leader=leader, from_tier_id="ordinary", to_tier_id="advanced"
    )
    assert tried(draft)[0].moves == 1


@pytest.mark.parametrize("number", [1, 25])
def test_as_many_queries_for_many_leaders(draft, number, django_assert_num_queries):
    sellers(**{f"o{at}": 12_000 for at in range(number)})
    with django_assert_num_queries(QUERIES):
        assert tried(draft)[0].moves == number
