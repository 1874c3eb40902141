"""Weeks that are closed: who may lock them, what is refused, and that opening says why."""

import pytest

from school.lib.refusal import Refusal
from school.standing import period
from school.standing.models import PeriodEvent, SalesImport, SalesPeriod
from school.standing.sales import import_sales
from tests.standing.imports.conftest import HEADER, WEEK, row

pytestmark = pytest.mark.django_db


def take(**options):
    data = "\n".join([HEADER, row("1001", 100)]).encode()
    return import_sales(data=data, name="week.csv", week=WEEK, **options)


def code_of(function, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        function(**kwargs)
    assert "%(" not in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_locked_week_takes_nothing(li, operations, dry_run):
    period.lock(week=WEEK, by=operations)
    assert code_of(take, dry_run=dry_run) == "week-locked"
    assert not SalesImport.objects.exists()


def test_opened_again_for_a_reason_it_takes_files(li, operations):
    period.lock(week=WEEK, by=operations, reason="Commissions are paid")
    period.unlock(week=WEEK, by=operations, reason=" A refund was forgotten ")
    assert take().accepted == 1
    told = PeriodEvent.objects.values_list("what", "reason", "by")
    assert list(told) == [
        ("unlocked", "A refund was forgotten", operations.pk),
        ("locked", "Commissions are paid", operations.pk),
    ]


def test_other_weeks_stay_open(li, operations):
    period.lock(week=WEEK.replace(day=9), by=operations)
    assert take().accepted == 1


def test_locking_twice_is_locking_once(operations):
    for _time in range(2):
        period.lock(week=WEEK, by=operations)
    assert (SalesPeriod.objects.count(), PeriodEvent.objects.count()) == (1, 1)


def test_what_is_refused(operations, manager):
    assert code_of(period.lock, week=WEEK, by=manager) == "not-allowed"
    assert code_of(period.lock, week=WEEK.replace(day=3), by=operations) == "week-not-monday"
    unlock = {"week": WEEK, "by": operations}
    assert code_of(period.unlock, **unlock, reason="x") == "week-not-locked"
    period.lock(week=WEEK, by=operations)
    assert code_of(period.unlock, **unlock, reason="  ") == "reason-missing"
    assert code_of(period.unlock, week=WEEK, by=manager, reason="x") == "not-allowed"
