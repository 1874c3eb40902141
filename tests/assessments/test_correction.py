"""How each kind of question is judged after its key was put right."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.correction import corrected


def words(text, feedback=""):
    return {"en": {"text": text, "feedback": feedback}}


def answer(key, text, fraction=0, **more):
    return {"key": key, "fraction": str(fraction), "texts": words(text), **more}


def question(*answers, text="Why?", feedback="", **more):
    return {"texts": words(text, feedback), "answers": list(answers), "version": 1, **more}


def mark(kind, put, fresh, value):
    kind = kinds.find(kind)
    return kind.grade(corrected(kind, put, fresh), value)


def test_a_choice_takes_over_its_worth_and_keeps_its_place_and_words():
    put = question(answer("b", "as put"), answer("a", "old", 100), answer("c", "gone", 50))
    fresh = question(answer("a", "new", 0), answer("b", "rewritten", 100), answer("d", "added", 0))
    found = corrected(kinds.find("single"), put, fresh)["answers"]
    assert [(a["key"], a["texts"]["en"]["text"], Decimal(a["fraction"])) for a in found] == [
        ("b", "as put", 100), ("a", "old", 0), ("c", "gone", 0),
    ]  # fmt: skip


def test_several_choices():
    put = question(answer("a", "a", 100), answer("b", "b", 0))
    fresh = question(answer("a", "a", 50), answer("b", "b", 50))
    assert mark("multiple", put, fresh, ["a", "b"]) == 1
    assert mark("multiple", put, fresh, ["a"]) == Decimal("0.5")


def test_a_wording_that_was_forgotten():
    put, fresh = (
        question(answer("a", "pick up", 100)),
        question(answer("a", "pick up", 100), answer("b", "collect*", 100)),
    )
    assert mark("shorttext", put, fresh, "Collecting") == 1


def test_a_number_that_was_wrong():
    put = question(answer("a", "", 100, value="240", tolerance="0"))
    fresh = question(answer("a", "", 100, value="252", tolerance="1"))
    assert [mark("number", put, fresh, typed) for typed in ("240", "251.5")] == [0, 1]


def test_an_order_that_was_wrong():
    things = [answer(key, key) for key in "bca"]
    put = question(*things, right=["a", "b", "c"])
    fresh = question(*things, right=["c", "b", "a"])
    assert mark("ordering", put, fresh, {"c": 1, "b": 2, "a": 3}) == 1
    shorter = question(answer("a", "a"), answer("c", "c"), right=["c", "a"])
    assert corrected(kinds.find("ordering"), put, shorter)["right"] == ["c", "a", "b"]


def partners(*listed):
    return [{"key": f"p{at}", "texts": words(text)} for at, text in enumerate(listed, start=1)]


def test_a_pair_that_was_wrong():
    """Partners have other keys in the bank's own order: they are found by their words."""
    put = question(answer("x", "milk"), partners=partners("dry", "cold", "warm"), pairs={"x": "p1"})
    fresh = question(answer("x", "milk"), partners=partners("cold", "dry"), pairs={"x": "p1"})
    assert mark("matching", put, fresh, {"x": "p2"}) == 1
    unlisted = question(answer("x", "milk"), partners=partners("frozen"), pairs={"x": "p1"})
    assert mark("matching", put, unlisted, {"x": "p1"}) == 1


def gap(kind, *answers, worth="1"):
    return {"kind": kind, "mark": worth, "answers": list(answers)}


def test_a_gap_that_was_wrong():
    put = question(gaps=[
        gap("single", answer("b", "b"), answer("a", "a", 100)),
        gap("shorttext", answer("c", "twelve", 100)),
    ])  # fmt: skip
    fresh = question(gaps=[
        gap("single", answer("a", "a"), answer("b", "b", 100)),
        gap("shorttext", answer("c", "12", 100), worth="3"),
    ])  # fmt: skip
    assert mark("cloze", put, fresh, {"1": "b", "2": "twelve"}) == Decimal("0.25")
    assert mark("cloze", put, fresh, {"1": "a", "2": "12"}) == Decimal("0.75")


def test_gaps_of_another_kind_stay_as_they_were():
    put = question(gaps=[gap("single", answer("a", "a", 100))])
    fresh = question(gaps=[gap("shorttext", answer("a", "b", 100))])
    assert mark("cloze", put, fresh, {"1": "a"}) == 1


@pytest.mark.parametrize("kind", ["single", "shorttext"])
def test_the_wording_stays_and_the_explanation_is_todays(kind):
    put = question(answer("a", "a", 100), text="As put", feedback="Old", penalty="0.5")
    fresh = question(answer("a", "a", 100), text="Now", feedback="New", penalty="0.1")
    found = corrected(kinds.find(kind), put, fresh)
    assert found["texts"]["en"] == {"text": "As put", "feedback": "New"}
    assert found["penalty"] == "0.5"
