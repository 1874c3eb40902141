"""The page of the ladder: what is missing, what to do next, what the next tier is worth."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from school.home.ladder import Ladder
from school.lib import dates
from school.people.models import Leader
from school.standing.models import Requirement, Standing, StepRule
from school.standing.samples import install_sample_rules
from tests import cast
from tests.standing.conftest import sell

pytestmark = pytest.mark.django_db
LAST_WEEK = dates.week_start(dates.today()) - timedelta(days=7)


@pytest.fixture
def shown(client_of, leader):
    return lambda: client_of(leader).get("/ladder/").text


def at_tier(leader: Leader, code: str) -> Leader:
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": code})
    return Leader.objects.select_related("standing").get(pk=leader.pk)


def test_without_rules_it_says_that_they_come(shown):
    assert "The rules are being written" in shown()


def test_each_missing_thing_has_its_next_step(shown):
    install_sample_rules()
    text = shown()
    assert "What Ordinary asks" in text
    assert "You have 120 people" in text
    assert '<a class="btn btn--quiet btn--small" href="/courses/">To the courses</a>' in text
    assert '<a class="btn btn--quiet btn--small" href="/figures/">Look at the weeks</a>' in text
    assert "10 orders to go" in text


def test_what_is_met_asks_nothing(shown):
    rules = install_sample_rules()
    Requirement.objects.filter(rule_set=rules).exclude(kind="group_size").delete()
    text = shown()
    assert "btn--small" not in text
    assert "Your manager looks at it next" in text


def two_in_a_group(rules) -> None:
    """Of the first step only the orders are left, and beside them the group's size or courses."""
    asked = Requirement.objects.filter(rule_set=rules, from_tier="preparatory")
    asked.exclude(kind__in=["effective_orders", "group_size", "courses_done"]).delete()
    asked.exclude(kind="effective_orders").update(group="A")


def test_of_a_group_one_is_enough(shown, leader):
    two_in_a_group(install_sample_rules())
    Leader.objects.update(group_members=20)
    text = shown()
    assert "Any one of these is enough" in text
    assert "2 things to go to Ordinary" in text
    assert "To the courses" in text


def test_in_a_group_that_is_met_nothing_is_left_to_do(shown):
    two_in_a_group(install_sample_rules())
    text = shown()
    assert "1 thing to go to Ordinary" in text
    assert "To the courses" not in text
    assert "Look at the weeks" in text


def test_where_the_step_takes_any_one_is_left_to_do(shown, leader):
    rules = install_sample_rules()
    StepRule.objects.create(
        rule_set=rules, from_tier_id="preparatory", to_tier_id="ordinary", takes="any"
    )
    Leader.objects.update(group_members=20)
    text = shown()
    assert "1 thing to go to Ordinary" in text
    assert "Any one of these is enough" in text


def test_the_sum_is_shown_week_by_week_and_marked_an_estimate(shown, leader):
    install_sample_rules()
    at_tier(leader, "ordinary")
    for ago, net in enumerate(("1000", "2000", "3000.50", "-500")):
        sell(LAST_WEEK - timedelta(weeks=ago), {leader: Decimal(net)})
    text = shown()
    # 5,500.50 × 14 % = 770.07; × 12 % = 660.06; 110.01 more
    for said in (
        "¥\u00a01,000",
        "-¥\u00a0500",
        "¥\u00a05,500.50",
        "14%",
        "¥\u00a0770.07",
        "¥\u00a0660.06",
        "¥\u00a0110.01",
    ):
        assert said in text
    assert "An estimate" in text
    assert "It is no promise" in text


def test_a_week_that_is_not_known_is_said(leader):
    install_sample_rules()
    sell(LAST_WEEK, {leader: 1000})
    lines = Ladder.of(leader).worth.weeks
    assert [line["value"] for line in lines].count("¥\u00a01,000") == 1
    assert len(lines) == 4


def test_before_the_first_sales_it_says_what_will_stand_there(shown):
    install_sample_rules()
    assert "When your first sales week is in" in shown()


def test_on_the_highest_rung_it_reckons_at_her_own_rate(shown, leader):
    install_sample_rules()
    at_tier(leader, "core")
    sell(LAST_WEEK, {leader: 1000})
    text = shown()
    assert "What your sales bring you" in text
    assert "¥\u00a0160" in text


def test_no_word_of_cohorts_or_failing(shown, leader):
    install_sample_rules()
    at_tier(leader, "ordinary")
    Standing.objects.update(cohort="tail")
    text = shown().lower()
    for word in ("tail", "fail", "cohort"):
        assert word not in text


def test_visitors_log_in_first(client):
    assert client.get("/ladder/").headers["Location"] == "/accounts/login/?next=/ladder/"


def test_a_trainer_is_sent_to_her_place(client_of, trainer):
    assert client_of(trainer).get("/ladder/").headers["Location"] == "/start/"


def test_the_page_takes_as_many_queries_however_much_there_is(client_of, leader):
    install_sample_rules()
    client = client_of(leader)

    def queries() -> int:
        client.get("/ladder/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/ladder/").status_code == 200
        return len(seen)

    few = queries()
    for ago in range(6):
        sell(LAST_WEEK - timedelta(weeks=ago), {leader: 10, cast.leader(): 5})
    assert queries() == few
    assert few <= 12
