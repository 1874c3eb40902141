"""Coached beside not coached: the figures, and what they are not."""

from datetime import date, datetime, time, timedelta
from math import isclose

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from school.coaching import effect_chart
from school.coaching.effect import effect, last_monday
from school.coaching.models import CoachingLimits, Contact
from school.coaching.welch import Group, difference, t_95
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.people.models import Leader
from tests import cast
from tests.coaching.conftest import days, place, today
from tests.standing.conftest import sell, week

pytestmark = pytest.mark.database
PAGE = reverse("coach:effect")


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(5, 2.5706), (10, 2.2281), (20, 2.0860), (30, 2.0423), (120, 1.9799), (10**6, 1.9600)],
)
def test_t_is_that_of_the_tables(freedom, t):
    assert isclose(t_95(freedom), t, abs_tol=0.002)


def test_the_interval_of_a_worked_example():
    """Two groups of 15 with means 20.82 and 22.98 and variances 7.9 and 3.8: 25 degrees of
    freedom, t = 2.060 by the table, a standard error of √(11.7 ÷ 15) = 0.8832."""
    found = difference(Group(15, 20.82, 7.9), Group(15, 22.98, 3.8))
    assert isclose(found.value, -2.16, abs_tol=1e-9)
    assert isclose(found.low, -2.16 - 2.060 * 0.8832, abs_tol=0.002)
    assert isclose(found.high, -2.16 + 2.060 * 0.8832, abs_tol=0.002)
    assert not found.may_be_chance


def test_equal_groups_may_be_chance():
    assert difference(Group(10, 5, 4), Group(12, 5, 9)).may_be_chance


def test_without_any_spread_there_is_nothing_to_doubt():
    found = difference(Group(10, 7, 0), Group(10, 5, 0))
    assert (found.low, found.value, found.high) == (2, 2, 2)


def monday() -> date:
    """Four complete weeks lie before it and four behind."""
    return week(4, dates.week_start(today()))


def spoken(leader, coach, on: date, outcome="reached"):
    at = datetime.combine(on, time(10), SHANGHAI)
    Contact.objects.create(leader=leader, by=coach, outcome=outcome, at=at)


def eight_weeks(changes: dict[Leader, int], complete: bool = True) -> None:
    """100 yuan in each week before the Monday, and so much more in each week from it on."""
    for ago in range(8, 0, -1):
        more = {one: 100 + (change if ago <= 4 else 0) for one, change in changes.items()}
        sell(week(ago, dates.week_start(today())), more, complete=complete)


@pytest.fixture
def groups(coach, region):
    """Twelve coached with 20 to 31 yuan more, twelve not with 0 to 11 more."""
    coached = [cast.leader(f"C{at}", region=region, coach=coach) for at in range(12)]
    others = [cast.leader(f"O{at}", region=region, coach=coach) for at in range(12)]
    eight_weeks(
        {one: 20 + at for at, one in enumerate(coached)} | {o: at for at, o in enumerate(others)}
    )
    for one in coached:
        spoken(one, coach, monday() + days(13))
    return coached, others


def found(**more):
    return effect(Leader.objects.all(), on=today(), **more)


def test_the_difference_of_the_mean_changes(groups):
    row = found().rows[0]
    assert found().monday == monday()
    assert (row.coached.n, row.others.n) == (12, 12)
    assert isclose(row.coached.mean, 25.5)
    assert isclose(row.coached.variance, 13.0)
    assert isclose(row.difference.value, 20)
    assert isclose(row.difference.low, 20 - 2.074 * (26 / 12) ** 0.5, abs_tol=0.01)


def test_late_talks_belong_to_neither_and_tries_do_not_count(groups, coach):
    _coached, others = groups
    spoken(others[0], coach, monday() + days(14))
    spoken(others[1], coach, monday() + days(1), outcome="not-reached")
    spoken(others[2], coach, monday() - days(1))
    spoken(others[3], coach, monday() + days(28))
    row = found().rows[0]
    assert (row.coached.n, row.others.n) == (12, 11)


def test_absent_weeks_are_zero_and_who_joined_since_is_left_out(groups, region, coach):
    silent = cast.leader("Silent", region=region, joined_on=monday() - days(29))
    cast.leader("New", region=region, joined_on=monday() - days(28))
    row = found().rows[0]
    assert row.others.n == 13
    assert silent.joined_on < monday() - days(28)


def test_cohorts_of_the_monday_are_compared_with_themselves(groups):
    coached, others = groups
    place(dict.fromkeys([*coached, *others[:11]], "middle") | {others[11]: "tail"}, monday())
    place(dict.fromkeys([*coached, *others], "head"), monday() + days(7))
    rows = {row.cohort: row for row in found().rows}
    assert list(rows) == ["", "middle", "tail"]
    assert (rows["middle"].coached.n, rows["middle"].others.n) == (12, 11)
    assert rows["tail"].coached is None
    assert rows["tail"].difference is None


def test_small_groups_are_not_compared(groups):
    CoachingLimits.objects.create(valid_from=today() - days(1), least_compared=13)
    assert found().rows[0].difference is None


def test_eight_complete_weeks_are_needed(coach, region):
    leader = cast.leader("One", region=region)
    assert found() is None
    eight_weeks({leader: 1}, complete=False)
    assert last_monday(today()) is None


def test_same_queries_for_few_and_many(groups, region):
    with CaptureQueriesContext(connection) as few:
        found()
    for at in range(10):
        cast.leader(f"More {at}", region=region)
    with CaptureQueriesContext(connection) as many:
        found()
    assert len(many) == len(few)


def test_the_screen_says_that_it_is_no_cause(client_of, coach, groups):
    page = client_of(coach).get(PAGE).content.decode()
    assert "A comparison, not a cause." in page
    assert "data:image/svg+xml;base64," in page
    assert "+¥\u00a020" in page
    assert "Those coached rose more, or fell less." in page


def test_a_coach_compares_only_his_leaders(client_of, groups):
    page = client_of(cast.coach("Other")).get(PAGE)
    assert page.context["rows"][0].coached[0] == 0


def test_too_few_weeks_are_said(client_of, coach, leader):
    assert "Not enough weeks yet" in client_of(coach).get(PAGE).content.decode()


def test_the_picture_has_every_interval(groups):
    rows = [effect_chart.Row(row) for row in found().rows]
    svg = effect_chart.svg(rows)
    assert svg.count("<circle") == sum(row.difference is not None for row in rows) == 2
    assert "All together" in svg
    assert "New" in svg


def test_amounts_carry_their_sign():
    assert effect_chart.signed(12.4) == "+¥\u00a012"
    assert effect_chart.signed(-12.6) == "-¥\u00a013"
    assert effect_chart.signed(0.2) == "¥\u00a00"


def test_the_last_monday_lies_four_weeks_back(groups):
    assert last_monday(today()) == monday()
    assert last_monday(today() + timedelta(days=1)) == monday()
