"""The checks of the seven-day plan and the tasting report."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments import checks
from assessments.checks import plan
from assessments.checks.words import CATEGORIES, ROLES, SENSES
from school.lib import dates

LIMITS = {
    "work": "plan", "plan_least": 8, "plan_most": 10, "plan_mix": "week", "plan_traffic": 1,
    "plan_profit": 1, "tasting_letters": 4,
}  # fmt: skip


def task(**limits):
    return SimpleNamespace(**(LIMITS | limits))


def good_day(count: int = 8, first: str = "Apples") -> list[dict[str, str]]:
    """A day that fits: products of all four categories, a traffic and a profit item."""
    codes = list(CATEGORIES)
    roles = ["traffic", "profit", *[""] * count]
    return [
        {"product": f"{first} {at}", "category": codes[at % 4], "role": roles[at]}
        for at in range(count)
    ]


def good_plan() -> dict:
    return {"days": [good_day(8 + day % 3, f"P{day}") for day in range(7)]}


def codes(found) -> list[tuple]:
    return [(one["code"], one.get("day")) for one in found]


def changed(day: int, rows: list) -> dict:
    made = good_plan()
    made["days"][day - 1] = rows
    return made


def test_a_plan_that_fits():
    assert checks.check(task(), good_plan()) == []


def test_an_empty_plan_says_one_thing():
    assert codes(checks.check(task(), {})) == [("plan-empty", None)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "plan-day-empty"),
        (good_day(7), "plan-day-few"),
        (good_day(11), "plan-day-many"),
        ([*good_day(), good_day()[0]], "plan-product-twice"),
        ([*good_day(), {"product": "Tea", "category": "", "role": ""}], "plan-no-category"),
        ([row | {"role": row["role"].replace("traffic", "")} for row in good_day()],
         "plan-traffic-few"),
        ([row | {"role": row["role"].replace("profit", "")} for row in good_day()],
         "plan-profit-few"),
    ],
)  # fmt: skip
def test_a_day_that_does_not_fit(rows, code):
    assert codes(checks.check(task(), changed(3, rows))) == [(code, 3)]


def test_categories_are_asked_of_the_week_or_of_the_day():
    no_beauty = [[row for row in day if row["category"] != "beauty"] for day in good_plan()["days"]]
    limits = {"plan_least": 1}
    one_day = {"days": [no_beauty[0], *good_plan()["days"][1:]]}
    assert checks.check(task(**limits), one_day) == []
    assert codes(checks.check(task(**limits, plan_mix="day"), one_day)) == [
        ("plan-category-missing", 1)
    ]
    found = checks.check(task(**limits), {"days": no_beauty})
    assert found == [{"code": "plan-category-missing-week", "category": "beauty"}]
    assert checks.check(task(**limits, plan_mix="free"), {"days": no_beauty}) == []


def test_limits_are_the_tasks():
    assert codes(checks.check(task(plan_most=8), good_plan()))[0] == ("plan-day-many", 2)
    assert checks.check(task(plan_traffic=0, plan_profit=0), good_plan()) == []
    assert ("plan-traffic-few", 1) in codes(checks.check(task(plan_traffic=2), good_plan()))


items = st.fixed_dictionaries(
    {
        "product": st.text(max_size=8),
        "category": st.sampled_from([*CATEGORIES, ""]),
        "role": st.sampled_from([*ROLES, ""]),
    }
)
plans = st.lists(st.lists(items, max_size=12), min_size=7, max_size=7)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["days", "product", "category", "role", "date"]), inner)
    ),
    max_leaves=12,
)
limits = st.builds(
    task,
    plan_least=st.integers(0, 5),
    plan_most=st.integers(5, 12),
    plan_mix=st.sampled_from(["day", "week", "free"]),
    plan_traffic=st.integers(0, 2),
    plan_profit=st.integers(0, 2),
)


def fits(limit, day) -> bool:
    """The rule once more, in other words, to compare with."""
    names = [row["product"].casefold() for row in day]
    return (
        limit.plan_least <= len(day) <= limit.plan_most
        and len(day) > 0
        and len(names) == len(set(names))
        and all(row["category"] for row in day)
        and (limit.plan_mix != "day" or {row["category"] for row in day} >= set(CATEGORIES))
        and [row["role"] for row in day].count("traffic") >= limit.plan_traffic
        and [row["role"] for row in day].count("profit") >= limit.plan_profit
    )


@given(plans, limits)
def test_a_day_is_named_exactly_if_it_does_not_fit(days, limit):
    kept = plan.read({"days": days})["days"]
    named = {one["day"] for one in checks.check(limit, {"days": days}) if "day" in one}
    expected = {n for n, day in enumerate(kept, start=1) if not fits(limit, day)}
    assert named == (expected if any(kept) else set())


@given(plans, limits, st.randoms())
def test_the_order_of_products_says_nothing(days, limit, chance):
    mixed = [chance.sample(day, len(day)) for day in days]

    def seen(one):
        return sorted(codes(checks.check(limit, {"days": one})), key=str)

    assert seen(days) == seen(mixed)


@given(anything)
def test_whatever_is_sent_is_read_and_can_be_read_again(raw):
    for work in ("plan", "tasting", "evidence"):
        kept = checks.read(work, raw)
        assert checks.read(work, kept) == kept
        found = checks.check(task(work=work), kept)
        assert all(checks.sentences(found))


def test_sentences_come_in_the_readers_language():
    finding = {"code": "plan-day-few", "day": 2, "count": 7, "least": 8}
    with override("en"):
        assert checks.sentences([finding]) == ["Day 2: 7 products, at least 8."]


# --- the tasting report -------------------------------------------------------------------------


def report(**fields) -> dict[str, str]:
    senses = dict.fromkeys(SENSES, "crisp and sweet")
    return {"product": "Pears", "date": dates.today().isoformat(), **senses} | fields


def test_a_report_that_is_complete():
    assert checks.check(task(work="tasting"), report(), photos=1) == []


@pytest.mark.parametrize(
    ("fields", "photos", "code"),
    [
        ({"product": " "}, 1, "tasting-product-missing"),
        ({"date": ""}, 1, "tasting-date-missing"),
        ({"date": "yesterday"}, 1, "tasting-date-missing"),
        ({"date": (dates.today() + timedelta(days=1)).isoformat()}, 1, "tasting-date-future"),
        ({"smell": ""}, 1, "tasting-sense-missing"),
        ({"taste": "ok"}, 1, "tasting-sense-short"),
        ({}, 0, "tasting-photo-missing"),
    ],
)
def test_what_a_report_lacks(fields, photos, code):
    found = checks.check(task(work="tasting"), report(**fields), photos=photos)
    assert [one["code"] for one in found] == [code]
