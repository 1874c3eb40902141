from school.people.models import Leader
from school.reports.risk import at_risk, latest_week
from tests.reports.conftest import many, this_monday
from tests.standing.conftest import sell, week


def sold(leader, *nets) -> None:
    """Her weeks, the latest last."""
    for ago, net in zip(range(len(nets), 0, -1), nets, strict=True):
        sell(week(ago, this_monday()), {leader: net})


def risk_of(*nets):
    leader = Leader.objects.get()
    sold(leader, *nets)
    (found,) = at_risk(Leader.objects.all(), [latest_week()])
    return len(found.silent), len(found.falling)


def test_forty_per_cent_under_her_usual_is_at_risk(leader):
    assert risk_of(100, 100, 100, 100, 60) == (0, 1)


def test_a_little_less_is_not(leader):
    assert risk_of(100, 100, 100, 100, "60.01") == (0, 0)


def test_nothing_sold_is_silence(leader):
    assert risk_of(100, 100, 100, 100, 0) == (1, 0)


def test_more_refunds_than_sales_is_silence(leader):
    assert risk_of(100, 100, 100, 100, -5) == (1, 0)


def test_who_never_sold_is_not_lost(leader):
    assert risk_of(0, 0, 0, 0, 0) == (0, 0)


def test_on_leave_is_not_watched(leader):
    Leader.objects.update(on_leave=True)
    assert risk_of(100, 100, 100, 100, 0) == (0, 0)


def test_two_weeks_side_by_side(leader):
    sold(leader, 100, 100, 100, 100, 50, 100)
    monday = this_monday()
    now, before = at_risk(Leader.objects.all(), [week(1, monday), week(2, monday)])
    assert (now.count, before.count) == (0, 1)


def test_one_query_for_any_number(region, django_assert_num_queries):
    leaders = many(30, region)
    for ago in (3, 2, 1):
        sell(week(ago, this_monday()), dict.fromkeys(leaders, ago))
    with django_assert_num_queries(1):
        at_risk(Leader.objects.all(), [week(1, this_monday()), week(2, this_monday())])


def test_no_week_before_the_first_import(db):
    assert latest_week() is None
