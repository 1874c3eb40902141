"""The group health check: numbers, what they say, and a plan."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from school.coaching import health
from school.coaching.health_words import ADVICE, NUMBERS, SCREENS
from school.coaching.models import Area, HealthCheck, HealthLimit, PlanItem
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests.coaching.conftest import days, today
from tests.standing.conftest import sell, week

START = reverse("coaching:health")
PLAN = reverse("coaching:health_plan")
GOOD = {
    "members": 200, "joined": 10, "gone": 4, "active": 90, "posts": 15, "answered": 10,
    "buyers": 50, "repeat": 20,
}  # fmt: skip


def screen(number):
    return reverse("coaching:health_numbers", args=[number])


def begun(leader, **numbers):
    check = health.begin(leader=leader)
    health.put(check=check, numbers=GOOD | numbers)
    return check


def levels(check):
    return {finding.area: str(finding.level) for finding in health.diagnose(check)}


def code_of(rule, **asked):
    with pytest.raises(Refusal) as refused:
        rule(**asked)
    return refused.value.code


def test_what_the_school_knows_stands_there_already(leader):
    monday = dates.week_start(today())
    for ago in (1, 2):
        row = {"net": 5, "buyers": 30 + ago, "repeat_buyers": 9, "new_members": 3}
        sell(week(ago, monday), {leader: row})
    check = health.begin(leader=leader)
    assert health.figures_of(check) == {"members": 120, "joined": 6, "buyers": 31, "repeat": 9}
    assert set(check.figures.values_list("from_sales", flat=True)) == {True}
    health.put(check=check, numbers={"members": 130, "joined": 6})
    assert dict(check.figures.values_list("code", "from_sales")) == {
        "members": False, "joined": True, "buyers": True, "repeat": True,
    }  # fmt: skip


def test_one_is_under_way_at_a_time(leader):
    assert health.begin(leader=leader) == health.begin(leader=leader)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"active": 201}, "more-than-members"),
        ({"joined": 201}, "more-than-members"),
        ({"active": 49}, "more-than-active"),
        ({"repeat": 51}, "more-than-buyers"),
        ({"answered": 11}, "more-than-ten"),
    ],
)
def test_numbers_that_cannot_be(leader, numbers, code):
    check = health.begin(leader=leader)
    assert code_of(health.put, check=check, numbers=GOOD | numbers) == code
    assert health.figures_of(check) == GOOD | numbers
    assert code_of(health.diagnose, check=check) == "numbers-missing"


def test_each_screen_tells_its_own_problems_and_keeps_what_was_typed(client_of, leader):
    monday = dates.week_start(today())
    sell(week(1, monday), {leader: {"net": 5, "buyers": 60, "repeat_buyers": 9}})
    client = client_of(leader)
    client.post(START)
    few = {"members": 50, "joined": 2, "gone": 1, "active": 30}
    assert client.post(screen(1), few).headers["location"] == screen(2)
    assert client.post(screen(2), {"posts": 3, "answered": 9}).headers["location"] == screen(3)
    typed = {"buyers": 60, "repeat": 61}
    told = client.post(screen(3), typed)
    assert told.status_code == 422
    assert told.context["form"].errors == {
        "buyers": ["That is more than there are in your group."],
        "repeat": ["That is more than have bought."],
    }
    assert client.get(PLAN).headers["location"] == screen(3)
    again = client.get(screen(3)).context["form"]
    assert {code: again[code].value() for code in typed} == typed
    assert client.post(screen(1), few | {"members": 70, "active": 65}).status_code == 302
    assert client.post(screen(3), typed | {"repeat": 9}).headers["location"] == PLAN


def test_a_number_of_a_later_screen_is_no_problem_of_an_earlier_one(leader):
    check = begun(leader)
    health.put(check=check, numbers={"members": 45, "joined": 1, "gone": 0, "active": 20})
    assert list(health.problems(health.figures_of(check))) == ["buyers"]
    assert code_of(health.diagnose, check=check) == "numbers-missing"


def test_the_figures_of_the_areas():
    assert health.values_of(GOOD) == {
        "growth": Decimal("3.0"),
        "active": Decimal("45.0"),
        "posts": 15,
        "answers": 10,
        "buying": Decimal("55.6"),
        "returning": Decimal("40.0"),
    }


@given(st.fixed_dictionaries({code: st.integers(0, 500) for code in health.NUMBERS}))
def test_any_numbers_have_figures(numbers):
    values = health.values_of(numbers)
    assert set(values) == set(Area.values)
    assert values["buying"] <= 100


@pytest.mark.parametrize(
    ("active", "level"), [(39, "look"), (40, "fine"), (79, "fine"), (80, "strong")]
)
def test_limits_belong_to_the_better_side(leader, active, level):
    check = begun(leader, active=active, buyers=10, repeat=5)
    assert levels(check)["active"] == level


def test_a_school_has_its_own_limits_and_finished_checks_keep_theirs(leader):
    check = begun(leader, posts=10)
    assert levels(check)["posts"] == "fine"
    health.finish(check=check, due={}, on=today())
    HealthLimit.objects.create(area="posts", fine_from=20, strong_from=30)
    check.refresh_from_db()
    assert levels(check)["posts"] == "fine"
    assert levels(begun(leader, posts=10))["posts"] == "look"


def test_two_actions_where_all_is_well_three_where_much_is_not(leader):
    check = begun(leader)
    assert len(health.propose(health.diagnose(check), today())) == 2
    health.put(check=check, numbers=GOOD | {"posts": 0, "answered": 0, "gone": 20, "repeat": 0})
    steps = health.propose(health.diagnose(check), today())
    assert len(steps) == 3
    assert {step.area for step in steps} <= {"posts", "answers", "growth", "returning"}
    assert [(step.due_on - today()).days for step in steps] == [3, 7, 14]


def test_it_ends_in_a_plan_that_the_coach_sees(leader, coach):
    check = begun(leader, posts=0, answered=0)
    items = health.finish(check=check, due={"posts": today() + days(5)}, on=today())
    assert {(item.kind, item.doer, item.check_up) for item in items} == {("task", "leader", check)}
    assert today() + days(5) in {item.due_on for item in items}
    assert all(item.title and item.title_en for item in items)
    assert Notice.objects.get(user=coach).title == "Li Mei has looked at her group"
    check.refresh_from_db()
    assert check.findings.count() == 6
    for rule, more in (
        (health.finish, {"due": {}, "on": today()}),
        (health.put, {"numbers": GOOD}),
    ):
        assert code_of(rule, check=check, **more) == "check-finished"


def test_days_are_near_and_numbers_are_all_there(leader):
    check = begun(leader, posts=0)
    for day in (today() - days(1), today() + days(31)):
        assert code_of(health.finish, check=check, due={"posts": day}, on=today()) == "day-not-near"
    assert not PlanItem.objects.exists()
    check.figures.filter(code="gone").delete()
    assert code_of(health.finish, check=check, due={}, on=today()) == "numbers-missing"


def test_every_number_and_area_has_its_words():
    assert set(NUMBERS) == set(health.NUMBERS)
    assert len(SCREENS) == len(health.SCREENS)
    assert set(ADVICE) == set(Area.values)


def test_on_her_phone_from_the_first_number_to_the_plan(client_of, leader, coach):
    client = client_of(leader)
    assert "Begin" in client.get(START).content.decode()
    assert client.get(PLAN).status_code == 404
    assert client.post(START).headers["location"] == screen(1)
    assert client.get(PLAN).headers["location"] == screen(1)
    wrong = client.post(screen(1), GOOD | {"active": 999})
    assert (wrong.status_code, "999" in wrong.content.decode()) == (422, True)
    for number in (1, 2, 3):
        answer = client.post(screen(number), GOOD | {"posts": 2})
    assert answer.headers["location"] == PLAN
    page = client.get(PLAN).content.decode()
    assert "There are few posts." in page
    assert "Post one product a day for a week" in page
    steps = health.propose(health.diagnose(HealthCheck.objects.get()), today())
    done = client.post(PLAN, {step.area: str(step.due_on) for step in steps})
    check = HealthCheck.objects.get()
    assert done.headers["location"] == reverse("coaching:health_result", args=[check.pk])
    assert "Look here" in client.get(START).content.decode()
    coachs = client_of(coach).get(reverse("coach:leader", args=[leader.pk])).content.decode()
    assert "There are few posts." in coachs
    assert "from her health check" in coachs


def test_beside_the_one_before(client_of, leader):
    for posts in (2, 9):
        check = begun(leader, posts=posts)
        health.finish(check=check, due={}, on=today())
    page = client_of(leader).get(reverse("coaching:health_result", args=[check.pk]))
    assert {row["area"]: row["before"] for row in page.context["rows"]}["Your posts"] == "2"
    assert "before: 2" in page.content.decode()


def test_nobody_elses(client_of, leader, other_leader):
    check = begun(leader)
    health.finish(check=check, due={}, on=today())
    address = reverse("coaching:health_result", args=[check.pk])
    assert client_of(other_leader).get(address).status_code == 404
    assert client_of(leader).get(screen(4)).status_code == 404
