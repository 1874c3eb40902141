"""The cohorts in numbers: only of those whom one may see, with what has moved."""

from datetime import timedelta

import pytest

from school.standing.cohort import place_cohorts
from school.standing.models import Standing
from school.standing.summary import cohort_summary
from tests import cast
from tests.standing.conftest import MONDAY, leaders, sell_four_weeks
from tests.standing.test_cohort import CHECK_LIST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiers")]
NEXT = MONDAY + timedelta(weeks=1)


@pytest.fixture
def placed(region):
    group = leaders(10, region=region)
    elsewhere = cast.leader(region=cast.region("Far", city="Away"))
    sold = dict(zip(group, CHECK_LIST, strict=True)) | {elsewhere: 1000}
    sell_four_weeks(sold)
    place_cohorts(on=MONDAY)
    sell_four_weeks(sold | {group[1]: 0}, NEXT)
    place_cohorts(on=NEXT)
    return group


def test_counts_shares_and_changes_of_the_region(placed, manager):
    summary = cohort_summary(on=NEXT + timedelta(days=2), user=manager)

    assert (summary.week, summary.last_week, summary.total) == (NEXT, MONDAY, 10)
    assert [(row.cohort, row.count, row.change) for row in summary.rows] == [
        ("head", 1, -1),
        ("middle", 5, 0),
        ("tail", 4, 1),
        ("new", 0, 0),
    ]
    assert summary.row("head").sales == 50 and summary.row("head").share == 50 / 80
    assert (summary.moves["head", "tail"], summary.moved) == (1, 1)


def test_the_first_week_has_no_change(placed, manager):
    summary = cohort_summary(on=MONDAY, user=manager)
    assert summary.last_week is None and {row.change for row in summary.rows} == {None}


def test_before_the_first_placement_there_is_nothing(placed, manager):
    assert cohort_summary(on=MONDAY - timedelta(days=1), user=manager) is None


def test_others_see_nothing_of_the_region(placed):
    stranger = cast.manager(regions=[cast.region("Far", city="Away")])
    assert cohort_summary(on=NEXT, user=stranger).total == 1


def test_standings_are_seen_by_scope(placed, manager, operations, other_leader):
    assert Standing.objects.visible_to(manager).count() == 10
    assert Standing.objects.visible_to(operations).count() == 11
    assert set(Standing.objects.visible_to(placed[0].user)) == {placed[0].standing}


def test_takes_few_queries(placed, manager, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        cohort_summary(on=NEXT, user=manager)
