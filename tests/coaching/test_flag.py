"""Who needs somebody, by rule."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import StepCompletion
from school.coaching.flag import at_risk, latest_week, raise_flags, rows_of, words
from school.coaching.models import CoachingLimits, Flag
from school.jobs.models import Job
from school.lib import dates
from school.people.models import Leader
from school.standing.models import HeldRow, SalesImport
from school.standing.models.case import Case
from school.standing.signals import sales_imported
from tests import cast
from tests.coaching.conftest import days, today
from tests.standing.conftest import sell, week

pytestmark = pytest.mark.database


def monday():
    return dates.week_start(today())


def sold(leader, *nets, **figures) -> None:
    """Her weeks, the latest last."""
    for ago, net in zip(range(len(nets), 0, -1), nets, strict=True):
        row = net if isinstance(net, dict) else {"net": Decimal(str(net)), "effective_orders": 9}
        sell(week(ago, monday()), {leader: row}, **figures)


def learn(leader, days_ago: int = 0) -> None:
    import uuid

    StepCompletion.objects.create(
        leader=leader,
        course_key=uuid.uuid4(),
        step_key=uuid.uuid4(),
        completed_at=timezone.now() - timedelta(days=days_ago),
    )


def rules_of(leader) -> set[str]:
    return set(Flag.objects.open().filter(leader=leader).values_list("rule", flat=True))


def raised(leader, *nets, **figures) -> set[str]:
    learn(leader)
    sold(leader, *nets, **figures)
    raise_flags(on=today())
    return rules_of(leader)


class TestFall:
    def test_forty_per_cent_under_her_usual(self, leader):
        assert raised(leader, 100, 100, 100, 100, 60) == {"fall"}
        flag = Flag.objects.get()
        assert (flag.value, flag.usual, flag.since) == (60, 100, week(1, monday()))
        assert len(rows_of(flag)) == 5
        assert words(flag) == "Sold ¥\u00a060 last week; her mean before was ¥\u00a0100."

    def test_a_little_less_is_not(self, leader):
        assert raised(leader, 100, 100, 100, 100, "60.01") == set()

    def test_more_refunds_than_sales(self, leader):
        assert raised(leader, 100, 100, 100, 100, -5) == {"fall"}

    def test_who_never_sold_is_not_lost(self, leader):
        assert "fall" not in raised(leader, 0, 0, 0, 0, 0)

    def test_the_limit_of_the_day_counts(self, leader):
        CoachingLimits.objects.create(valid_from=today() - days(1), fall_percent=50)
        CoachingLimits.objects.create(valid_from=today() + days(1), fall_percent=10)
        assert raised(leader, 100, 100, 100, 100, 55) == set()
        sold(leader, 100, 100, 100, 100, 50)
        raise_flags(on=today())
        assert rules_of(leader) == {"fall"}


class TestClosed:
    def test_absent_in_a_complete_week(self, leader, other_leader):
        sold(other_leader, 100, 100)
        learn(leader)
        raise_flags(on=today())
        flag = Flag.objects.get(leader=leader, rule="closed")
        assert (flag.value, flag.since) == (14, week(2, monday()))
        assert words(flag) == "No opening for 14 days."

    def test_orders_stand_for_openings_that_are_not_told(self, leader):
        assert raised(leader, {"net": 0, "effective_orders": 1}) == set()

    def test_open_days_count_more_than_orders(self, leader):
        shut = {"net": 5, "effective_orders": 3, "open_days": 0}
        assert "closed" in raised(leader, shut)

    def test_an_incomplete_file_says_nothing(self, leader, other_leader):
        sold(other_leader, 100, complete=False)
        learn(leader)
        raise_flags(on=today())
        assert rules_of(leader) == set()

    def test_who_joined_since_is_given_time(self, other_leader):
        new = cast.leader("New", joined_on=monday() - days(2))
        sold(other_leader, 100)
        raise_flags(on=today())
        assert rules_of(new) == set()

    def test_two_weeks_where_the_school_asks_for_them(self, leader, other_leader):
        CoachingLimits.objects.create(valid_from=today() - days(1), closed_days=14)
        sold(leader, 100, 0)
        sell(week(1, monday()), {other_leader: 5})
        learn(leader)
        raise_flags(on=today())
        assert "closed" not in rules_of(leader)


class TestComplaints:
    def test_two_in_sales_files(self, leader):
        one = {"net": 9, "effective_orders": 1, "complaints": 1}
        assert raised(leader, one, one) == {"complaints"}

    def test_one_is_not_enough(self, leader):
        one = {"net": 9, "effective_orders": 1, "complaints": 1}
        assert raised(leader, one) == set()

    def test_two_cases_of_her_tone(self, leader):
        for _number in range(2):
            self.case(leader)
        self.case(leader, kind="service")
        assert raised(leader, 100) == {"complaints"}
        assert words(Flag.objects.get()) == "2 complaints lately."

    def test_the_same_one_in_both_counts_once(self, leader):
        self.case(leader)
        one = {"net": 9, "effective_orders": 1, "complaints": 1}
        assert raised(leader, one) == set()

    @staticmethod
    def case(leader, kind="attitude"):
        Case.objects.create(
            leader=leader, kind=kind, text="-", happened_on=today(), opened_at=timezone.now()
        )


class TestIdle:
    def test_twenty_one_days(self, leader):
        learn(leader, days_ago=21)
        raise_flags(on=today())
        flag = Flag.objects.get()
        assert (flag.rule, flag.since) == ("idle", today() - days(21))

    def test_twenty_are_not(self, leader):
        learn(leader, days_ago=20)
        assert raise_flags(on=today()) == 0

    def test_a_newcomer_is_given_time(self, db):
        cast.leader("New", joined_on=today() - days(20))
        old = cast.leader("Old", joined_on=today() - days(21))
        raise_flags(on=today())
        assert list(Flag.objects.values_list("leader", "since")) == [(old.pk, today() - days(21))]


class TestLife:
    def test_twice_changes_nothing(self, leader):
        raised(leader, 100, 100, 100, 100, 0)
        before = list(Flag.objects.values())
        raise_flags(on=today())
        assert list(Flag.objects.values()) == before

    def test_it_ends_when_the_rule_no_longer_holds(self, leader):
        raised(leader, 100, 100, 100, 100, 50)
        sold(leader, 100, 100, 100, 100, 90)
        raise_flags(on=today())
        flag = Flag.objects.get()
        assert flag.ended_on == today()

    def test_it_stands_and_keeps_its_day_while_the_figure_changes(self, leader):
        raised(leader, 100, 100, 100, 100, 50)
        sold(leader, 100, 100, 100, 100, 40)
        raise_flags(on=today() + days(1))
        flag = Flag.objects.get()
        assert (flag.value, flag.raised_on, flag.ended_on) == (40, today(), None)

    def test_a_row_that_was_held_back_neither_raises_nor_ends(self, leader, other_leader):
        raised(leader, 100, 100, 100, 100, 50)
        again = sell(week(1, monday()), {other_leader: 5})
        HeldRow.objects.create(sales_import=again, leader=leader, row=2, why="contradiction")
        raise_flags(on=today())
        assert rules_of(leader) == {"fall"}

    def test_on_leave_and_left_are_not_watched(self, leader):
        raised(leader, 100, 100, 100, 100, 0)
        Leader.objects.filter(pk=leader.pk).update(on_leave=True)
        raise_flags(on=today())
        assert rules_of(leader) == set()

    def test_without_sales_only_learning_is_looked_at(self, leader):
        learn(leader, 30)
        raise_flags(on=today())
        assert rules_of(leader) == {"idle"}

    def test_same_statements_for_few_and_many(self, leader):
        def number():
            with CaptureQueriesContext(connection) as seen:
                raise_flags(on=today())
            return len(seen)

        sold(leader, 100, 50)
        few = number()
        lots = [cast.leader(f"Leader {at}") for at in range(30)]
        sell(week(1, monday()), dict.fromkeys([leader, *lots], 5))
        assert number() == few
        assert Flag.objects.count() > 30


def test_at_risk_counts_leaders_once(leader):
    raised(leader, 100, 100, 100, 100, {"net": 0, "effective_orders": 0})
    found = at_risk(Leader.objects.all(), today())
    assert (found.count, found.closed, found.fallen) == (1, 1, 1)
    assert at_risk(Leader.objects.all(), today() - days(1)).count == 0


def test_new_sales_make_it_look_again(leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sales_imported.send(SalesImport, sales_import=None)
    assert Job.objects.get(kind="coaching.flags").state == Job.State.DONE


def test_no_week_before_the_first_import(db):
    assert latest_week() is None


def test_limits_begin_today_or_later(db):
    with pytest.raises(ValidationError):
        CoachingLimits(valid_from=today() - days(1)).clean()
