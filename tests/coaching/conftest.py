"""What the tests of coaching share: rules, templates, placements without sales, and English."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from school.coaching.models import PlanTemplate, TemplateItem
from school.lib import dates
from school.standing.models import CohortRun, Placement, Standing
from school.standing.samples import install_sample_rules


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def school_with_rules(db):
    return install_sample_rules()


def today() -> date:
    return dates.today()


def days(number: int) -> timedelta:
    return timedelta(days=number)


def place(cohorts, on: date) -> CohortRun:
    """A run that placed these leaders in these cohorts; the latest of its week counts."""
    monday = dates.week_start(on)
    CohortRun.objects.filter(week=monday).update(current=False)
    run = CohortRun.objects.create(week=monday, on=on)
    Placement.objects.bulk_create(
        Placement(run=run, leader=leader, sales=0, cohort=cohort, state="placed", why="same")
        for leader, cohort in cohorts.items()
    )
    for leader, cohort in cohorts.items():
        Standing.objects.update_or_create(
            leader=leader, defaults={"tier_id": "ordinary", "cohort": cohort}
        )
    return run


def template(cohort: str = "tail", items=(), **fields) -> PlanTemplate:
    """A template with these parts: (kind, day) and more by name."""
    made = PlanTemplate.objects.create(cohort=cohort, name=f"Plan {cohort}", **fields)
    for at, (kind, day, more) in enumerate(items):
        more = {"title": f"{kind} by {day}", **more}
        TemplateItem.objects.create(template=made, sort_order=at, kind=kind, day=day, **more)
    return made


@pytest.fixture
def restart(db):
    """Two small things of hers, a decision of the coach's."""
    parts = [("task", 1, {}), ("task", 2, {}), ("check-in", 4, {"decides": True})]
    return template("tail", parts, days=3)


@pytest.fixture
def small_group(db):
    return template("middle", [("session", 3, {"every_days": 7})])


@pytest.fixture
def queries(db):
    """How many queries a visit takes, once what is kept in memory has been loaded."""

    def count(client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count
