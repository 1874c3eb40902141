"""What she would earn at the next tier: her own four weeks, with the sum as data."""

from decimal import Decimal

import pytest

from school.standing.estimate import estimate
from school.standing.models import HeldRow, SalesImport, Standing
from tests.standing.conftest import MONDAY, sell, week

pytestmark = pytest.mark.django_db


def test_multiplies_her_own_four_weeks_by_the_next_rate(leader, rules):
    Standing.objects.create(leader=leader, tier_id="ordinary")
    for ago, net in ((1, "1000.50"), (2, "2000"), (3, "500"), (5, "9999")):
        sell(week(ago), {leader: net})

    found = estimate(leader=leader, on=MONDAY)

    assert [(one.week_start, one.net) for one in found.weeks] == [
        (week(4), None),
        (week(3), Decimal(500)),
        (week(2), Decimal(2000)),
        (week(1), Decimal("1000.50")),
    ]
    assert (found.net, found.weeks_known) == (Decimal("3500.50"), 3)
    assert (found.tier.code, found.rate, found.amount) == (
        "ordinary",
        Decimal("0.12"),
        Decimal("420.06"),
    )
    assert (found.next_rate, found.next_amount) == (Decimal("0.14"), Decimal("490.07"))
    assert found.difference == Decimal("70.01") and found.is_estimate


def test_promises_nothing_where_no_rate_is_stated(leader, rules):
    sell(week(1), {leader: 100})
    found = estimate(leader=leader, on=MONDAY)
    assert (found.rate, found.amount, found.difference) == (None, None, None)
    assert found.next_amount == Decimal("12.00")


def test_has_nothing_above_the_highest_tier(leader, rules):
    Standing.objects.create(leader=leader, tier_id="core")
    found = estimate(leader=leader, on=MONDAY)
    assert (found.next_tier, found.next_amount, found.amount) == (None, None, Decimal("0.00"))


def test_more_refunds_than_sales_earn_nothing(leader, rules):
    sell(week(1), {leader: -50})
    found = estimate(leader=leader, on=MONDAY)
    assert (found.net, found.next_amount) == (Decimal(-50), Decimal("0.00"))


def test_a_complete_file_without_her_says_that_she_sold_nothing(leader, other_leader, rules):
    leader.joined_on = week(3)
    for ago in (4, 3, 2):
        sell(week(ago), {other_leader: 100})
    sell(week(1), {other_leader: 100}, complete=False)
    held = SalesImport.objects.get(week_start=week(2))
    HeldRow.objects.create(sales_import=held, leader=leader, row=2, why="leader-twice", cells={})

    found = estimate(leader=leader, on=MONDAY)

    assert [one.net for one in found.weeks] == [None, Decimal(0), None, None]
    assert found.weeks_known == 1
