"""What the tests of standing share: sales weeks and rules without files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from school.people.models import Leader
from school.standing.models import SalesImport, SalesWeek
from school.standing.samples import install_sample_rules, install_tiers
from tests import cast

MONDAY = date(2026, 3, 30)
# On PostgreSQL a statement over everybody asks for room first.
ROOM = int(connection.vendor == "postgresql")


def week(ago: int, monday: date = MONDAY) -> date:
    """The Monday of the sales week so many weeks before."""
    return monday - timedelta(weeks=ago)


def sell(start: date, sales: dict[Leader, object], *, complete: bool = True, **figures):
    """One week's sales as an import would leave them; `figures` go for every leader."""
    versions = SalesImport.objects.filter(week_start=start)
    versions.update(state=SalesImport.State.REPLACED)
    SalesWeek.objects.filter(week_start=start).update(current=False)
    made = SalesImport.objects.create(
        week_start=start, version=versions.count() + 1, complete=complete, file_name="sales.csv"
    )
    rows = []
    for leader, sold in sales.items():
        row = sold if isinstance(sold, dict) else {"net": Decimal(str(sold))}
        rows.append(
            SalesWeek(sales_import=made, leader=leader, week_start=start, **(figures | row))
        )
    SalesWeek.objects.bulk_create(rows)
    return made


def sell_four_weeks(sales: dict[Leader, object], monday: date = MONDAY) -> None:
    """Four complete weeks before `monday`; all is sold in the last of them, and 0 before."""
    for ago in (4, 3, 2):
        sell(week(ago, monday), dict.fromkeys(sales, 0))
    sell(week(1, monday), sales)


def leaders(number: int, **fields) -> list[Leader]:
    return [cast.leader(f"Leader {at}", code=f"L{at:04d}", **fields) for at in range(number)]


@pytest.fixture
def tiers(db):
    install_tiers()


@pytest.fixture
def rules(db):
    return install_sample_rules()
