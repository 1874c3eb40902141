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

    def task(self, course, slug):
        return None

    def tasks_of(self, tier):
        return []

    def course_link(self, code):
        return ""


def a(kind: str, threshold, **params):
    requirement = Requirement(kind=kind, threshold=Decimal(str(threshold)), params=params)
    return registry.find(kind)(requirement, on=MONDAY, references=NoReferences())


CASES = [
    # kind, threshold, details, value, what is asked, what she has, what is missing
    (
        "net_gmv",
        25000,
        {},
        21500,
        "¥\u00a025,000 net sales in 28 days",
        "¥\u00a021,500",
        "¥\u00a03,500 to go",
    ),
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
    (
        "assessment_average",
        75,
        {"quizzes": ["C1/quiz", "C2/quiz"]},
        "45.5",
        "75 points on average in 2 quizzes",
        "45 points",
        "30 points to go",
    ),
    (
        "assessment_best",
        90,
        {"quizzes": ["C1/quiz", "C2/quiz", "C3/quiz"]},
        89,
        "90 points in one of 3 quizzes",
        "89 points",
        "1 point to go",
    ),
    (
        "certificate",
        1,
        {"course": "C4", "valid_days": 365},
        0,
        "The certificate of “C4”",
        "not yet",
        "Finish its quiz; the certificate counts for 365 days.",
    ),
    (
        "chosen_tasks",
        2,
        {"tasks": ["C5/plan", "C6/review"]},
        1,
        "2 tasks accepted",
        "1 of 2 accepted",
        "1 task to go",
    ),
    (
        "average_order",
        35,
        {},
        "32.5",
        "¥\u00a035 an order on average",
        "¥\u00a032.50",
        "¥\u00a02.50 to go",
    ),
    (
        "refund_rate",
        3,
        {},
        "4.25",
        "At most 3% of orders given back",
        "4.25%",
        "1.25 percentage points too many",
    ),
    ("open_days", 20, {}, 14, "Open on 20 of 28 days", "14 days", "6 days to go"),
    (
        "active_buyers",
        30,
        {},
        "24.25",
        "30 people buying each week",
        "24.25 people",
        "5.75 people to go",
    ),
    (
        "new_members",
        20,
        {"window_days": 14},
        19,
        "20 people new in your group in 14 days",
        "19 people",
        "1 person to go",
    ),
    (
        "complaints",
        1,
        {},
        3,
        "At most 1 complaint in 28 days",
        "3 complaints",
        "2 complaints too many",
    ),
    ("days_in_tier", 60, {}, 45, "60 days in your tier", "45 days", "15 days to go"),
    ("mentored", 1, {}, 0, "Mentored: 1 newcomer", "0 newcomers", "1 newcomer to go"),
    (
        "hosted",
        2,
        {"window_days": 90},
        1,
        "Hosted: 2 topic nights in 90 days",
        "1 topic night",
        "1 topic night to go",
    ),
    (
        "no_open_case",
        0,
        {},
        2,
        "No open case",
        "2 open cases",
        "It waits until the case is closed.",
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
