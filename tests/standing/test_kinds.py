"""Kinds of requirement in words: what is asked, what she has, what is missing."""

from decimal import Decimal

import pytest
from django.utils import translation

from school.standing.kinds import registry
from school.standing.models import Requirement
from tests.standing.conftest import MONDAY


class NoReferences:
    def course(self, code):
        return None

    def quiz(self, course, slug):
        return None

    def tasks_of(self, tier):
        return []


def a(kind: str, threshold, **params):
    requirement = Requirement(kind=kind, threshold=Decimal(str(threshold)), params=params)
    return registry.find(kind)(requirement, on=MONDAY, references=NoReferences())


CASES = [
    # kind, threshold, details, value, what is asked, what she has, what is missing
    ("net_gmv", 25000, {}, 21500, "¥ 25,000 net sales in 28 days", "¥ 21,500", "¥ 3,500 to go"),
    (
        "effective_orders",
        10,
        {"window_days": 30},
        9,
        "10 orders in 30 days",
        "9 orders",
        "1 order to go",
    ),
    (
        "leader_fault_rate",
        1,
        {},
        "1.5",
        "At most 1% of orders with a case on your side",
        "1.5%",
        "0.5 percentage points too many",
    ),
    (
        "attendance",
        70,
        {},
        "66.6",
        "At 70% of the trainings in 28 days",
        "66.6%",
        "3.4 percentage points to go",
    ),
    ("repurchase", 35, {}, 20, "35% of buyers buy again", "20%", "15 percentage points to go"),
    ("group_size", 100, {}, 64, "A group of 100 people", "64 people", "36 people to go"),
    ("opened", 1, {}, 0, "Your first group-buy opened", "not yet", "Open your first group-buy."),
    (
        "courses_done",
        4,
        {"courses": ["C1"]},
        3,
        "The required courses done",
        "3 of 4 done",
        "1 course to go",
    ),
    (
        "tasks_accepted",
        2,
        {"tier": "ordinary"},
        0,
        "The tasks of your tier accepted",
        "0 of 2 accepted",
        "2 tasks to go",
    ),
    (
        "assessment_score",
        80,
        {"course": "C4", "quiz": "quiz"},
        72,
        "80 points in “C4”",
        "72 points",
        "8 points to go",
    ),
]


@pytest.mark.parametrize(
    ("kind", "threshold", "params", "value", "title", "have", "gap"),
    CASES,
    ids=[c[0] for c in CASES],
)
def test_speaks_plainly(kind, threshold, params, value, title, have, gap):
    asked, value = a(kind, threshold, **params), Decimal(str(value))
    with translation.override("en"):
        assert (asked.title(), asked.have(value), asked.gap(value)) == (title, have, gap)
        assert not asked.met(value) and asked.percent(value) < 100


@pytest.mark.parametrize(
    ("value", "have", "gap"),
    [("72.22", "72 points", "8 points to go"), ("79.99", "79 points", "1 point to go")],
)
def test_a_score_is_said_in_whole_points_that_add_up(value, have, gap):
    asked = a("assessment_score", 80, course="C4", quiz="quiz")
    with translation.override("en"):
        assert (asked.have(Decimal(value)), asked.gap(Decimal(value))) == (have, gap)
    assert not asked.met(Decimal(value))


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_at_the_threshold_nothing_is_missing(case):
    asked = a(case[0], case[1], **case[2])
    reached = asked.threshold
    assert (asked.met(reached), asked.gap(reached), asked.percent(reached)) == (True, "", 100)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_without_a_figure_nothing_is_met_and_it_says_so(case):
    asked = a(case[0], case[1], **case[2])
    assert not asked.met(None) and asked.gap(None) and asked.have(None)


def test_every_kind_is_proved_here():
    assert {code for code, _label in registry.choices()} == {case[0] for case in CASES}
