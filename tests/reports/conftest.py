"""What the tests of the managers' screens share: leaders with sales, cohorts and proposals."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from school.lib import dates
from school.people.models import Leader
from school.standing.cohort import place_cohorts
from school.standing.models import Evaluation, Proposal
from school.standing.samples import install_sample_rules
from tests import cast
from tests.standing.conftest import sell, week

LADDER = [50, 20, 10, 6, 4, 3, 3, 2, 2, 0]


@pytest.fixture(autouse=True)
def school_with_rules(db):
    return install_sample_rules()


def this_monday():
    return dates.week_start(dates.today())


def sell_and_place(sales: dict[Leader, object], weeks: int = 5) -> None:
    """The same sales in each of the last weeks, and two placements, so that there is a week to
    compare with."""
    monday = this_monday()
    for ago in range(weeks, 0, -1):
        sell(week(ago, monday), sales, orders=20, effective_orders=20)
    for ago in (1, 0):
        place_cohorts(on=monday - timedelta(weeks=ago))


def many(number: int, region, **fields) -> list[Leader]:
    made = []
    for at in range(number):
        code = f"M{Leader.objects.count():04d}"
        made.append(cast.leader(f"Leader {at}", code=code, region=region, **fields))
    return made


def propose(leader: Leader, rules) -> Proposal:
    evidence = [
        {
            "requirement": "group_size",
            "value": "120.00",
            "threshold": "100.00",
            "met": True,
            "source": "leader.group_members",
        }
    ]
    evaluation = Evaluation.objects.create(
        leader=leader,
        on=dates.today(),
        rule_set=rules,
        from_tier_id="preparatory",
        to_tier_id="ordinary",
        outcome=Evaluation.Outcome.PROMOTE,
        evidence=evidence,
    )
    return Proposal.objects.create(
        evaluation=evaluation,
        leader=leader,
        from_tier_id="preparatory",
        to_tier_id="ordinary",
    )


@pytest.fixture
def proposal(leader, school_with_rules):
    return propose(leader, school_with_rules)


@pytest.fixture
def queries(db):
    """How many queries a visit takes, once what is kept in memory has been loaded."""

    def count(client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count


@pytest.fixture(autouse=True)
def in_english():
    """What a request of an earlier test left switched on is no concern of these."""
    with translation.override("en"):
        yield
