"""A prepared query answers like the queryset that it was made from."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Count, OuterRef, Subquery

from school.lib.prepared import Prepared, prepared
from school.people.models import Leader
from school.standing.models import SalesImport, SalesWeek
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def of(pk: int):
    weeks = SalesWeek.objects.filter(leader=OuterRef("pk")).order_by("pk")
    return Leader.objects.filter(pk=pk).values(
        "user__name",
        "joined_on",
        "on_leave",
        net=Subquery(weeks.values("net")[:1]),
        weeks=Count("sales_weeks"),
    )


@pytest.fixture
def leaders():
    made = [cast.leader(name, joined_on=date(2026, 3, 9)) for name in ("Li Mei", "Wang Fang")]
    file = SalesImport.objects.create(week_start=date(2026, 3, 9), version=1, file_name="a.csv")
    for leader, net in zip(made, ("0.10", "12345.67"), strict=True):
        SalesWeek.objects.create(
            sales_import=file, leader=leader, week_start=date(2026, 3, 9), net=Decimal(net)
        )
    return made


def test_it_gives_the_same_rows_and_types_for_each_number(leaders):
    ready = Prepared(of)
    for leader in leaders:
        rows = ready.rows(leader.pk)
        assert rows == list(of(leader.pk))
        assert [type(value) for value in rows[0].values()] == [str, date, bool, Decimal, int]


def test_a_number_that_nobody_has_gives_no_row(leaders):
    assert Prepared(of).rows(0) == []
    assert Prepared(of).rows(2**70) == []


def test_instances_come_with_what_is_joined_and_annotated(leaders, django_assert_num_queries):
    def named(pk: int):
        found = Leader.objects.filter(pk=pk).select_related("user", "coach")
        return found.annotate(weeks=Count("sales_weeks"))

    ready = Prepared(named)
    for leader in leaders:
        with django_assert_num_queries(1):
            (found,) = ready.rows(leader.pk)
            assert found.user.name == leader.user.name
            assert (found.coach, found.weeks) == (None, 1)
        assert found == leader and not found._state.adding


def test_two_numbers_and_a_moment(leaders):
    def after(first: int, moment: datetime, second: int):
        files = SalesImport.objects.filter(pk__in=[first, second], at__gt=moment)
        return files.order_by("pk").values("pk")

    ready, file = Prepared(after), SalesImport.objects.get()
    minute = timedelta(minutes=1)
    assert ready.rows(0, file.at - minute, file.pk) == [{"pk": file.pk}]
    assert ready.rows(file.pk, file.at - minute, 0) == [{"pk": file.pk}]
    assert ready.rows(file.pk, file.at + minute, file.pk) == []


def test_values_keep_their_names_whatever_their_order(leaders):
    def mixed(pk: int):
        found = Leader.objects.filter(pk=pk).annotate(weeks=Count("sales_weeks"))
        return found.values("pk", "weeks", "user__name")

    pk = leaders[0].pk
    assert Prepared(mixed).rows(pk) == [{"pk": pk, "weeks": 1, "user__name": "Li Mei"}]


def test_the_sql_is_written_once(leaders):
    asked = []

    @prepared
    def names(pk):
        asked.append(pk)
        return Leader.objects.filter(pk=pk).values("user__name")

    assert [names(leader.pk) for leader in leaders] == [
        [{"user__name": "Li Mei"}],
        [{"user__name": "Wang Fang"}],
    ]
    assert len(asked) == 1
