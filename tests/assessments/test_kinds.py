"""Each kind of question: what it takes, what it gives, what it says."""

from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import kinds
from assessments.kinds.number import read_number
from assessments.kinds.shorttext import meets
from assessments.kinds.typed import fold
from school.lib.refusal import Refusal

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
FRACTIONS = st.decimals(-100, 100, places=5)


def version(language: str, *answers, text: str = "Why?", **fields):
    """A question of the bank, without a database."""
    rows = [
        SimpleNamespace(
            translation_key=answer.get("key") or uuid4(),
            text=answer.get("text", ""),
            fraction=Decimal(answer.get("fraction", 0)),
            feedback=answer.get("feedback", ""),
            value=answer.get("value"),
            tolerance=answer.get("tolerance", Decimal(0)),
            unit=answer.get("unit", ""),
            match=answer.get("match", ""),
            gap=answer.get("gap"),
            area=answer.get("area", ""),
        )
        for answer in answers
    ]
    gaps = [SimpleNamespace(**gap) for gap in fields.pop("gaps", [])]
    fields = {
        "feedback": "Because.", "shuffle": True, "case_sensitive": False, "units": "",
        "marking_notes": "", "picture": None,
    } | fields  # fmt: skip
    return SimpleNamespace(
        text=text, locale=SimpleNamespace(language_code=language), latest_revision_id=7,
        answers=SimpleNamespace(all=lambda: rows), gaps=SimpleNamespace(all=lambda: gaps),
        **fields,
    )  # fmt: skip


def frozen(kind: str, *answers, **fields):
    return kinds.find(kind).freeze([version("en", *answers, **fields)])


def keys(question) -> list[str]:
    return [answer["key"] for answer in question["answers"]]


def grade(kind: str, question, value) -> Decimal:
    return kinds.find(kind).grade(question, value)


ALL_KINDS = [
    "single", "multiple", "truefalse", "shorttext", "number", "matching", "ordering", "cloze",
    "place", "essay", "file", "description",
]  # fmt: skip


def test_the_registry_knows_the_kinds():
    assert [code for code, _label in kinds.choices()] == ALL_KINDS


@pytest.mark.parametrize("code", ALL_KINDS)
def test_a_kind_has_its_template(code):
    from django.template.loader import get_template

    assert get_template(kinds.find(code).template)


# --- choices -----------------------------------------------------------------------------------


def test_single_choice_gives_what_the_chosen_answer_is_worth():
    question = frozen("single", {"fraction": 100}, {"fraction": 50}, {"fraction": 0})
    marks = [grade("single", question, key) for key in keys(question)]
    assert marks == [1, Decimal("0.5"), 0]
    assert grade("single", question, None) == 0


def test_three_thirds_are_a_whole():
    question = frozen("multiple", *[{"fraction": "33.33333"}] * 3, {"fraction": -50})
    right, wrong = keys(question)[:3], keys(question)[3]
    assert grade("multiple", question, right) == 1
    assert grade("multiple", question, right[:2]) == Decimal("0.6667")
    assert grade("multiple", question, [*right, wrong]) == Decimal("0.5")
    assert grade("multiple", question, [wrong]) == 0


@given(st.lists(FRACTIONS, min_size=1, max_size=8), st.data())
def test_multiple_choice_is_never_below_0_nor_above_1(fractions, data):
    question = frozen("multiple", *[{"fraction": fraction} for fraction in fractions])
    chosen = data.draw(st.sets(st.sampled_from(keys(question))))
    assert 0 <= grade("multiple", question, sorted(chosen)) <= 1


@given(st.lists(FRACTIONS, min_size=1, max_size=6), st.data())
def test_adding_a_wrong_choice_never_helps(fractions, data):
    question = frozen("multiple", *[{"fraction": f} for f in fractions], {"fraction": -10})
    *others, wrong = keys(question)
    chosen = data.draw(st.lists(st.sampled_from(others), unique=True))
    assert grade("multiple", question, [*chosen, wrong]) <= grade("multiple", question, chosen)


@pytest.mark.parametrize("raw", ["forged", ["forged"], 7, {"a": 1}, True])
def test_a_forged_choice_is_refused(raw):
    for code in ("single", "multiple"):
        with pytest.raises(Refusal) as refused:
            kinds.find(code).read(frozen(code, {"fraction": 100}, {"fraction": 0}), raw)
        assert refused.value.code == "answer-unreadable"


@given(ANYTHING)
def test_whatever_a_client_sends_is_read_or_refused(raw):
    for code in ("single", "multiple", "truefalse", "shorttext", "number"):
        question = frozen(code, {"text": "yes", "fraction": 100, "value": 1}, {"value": 2})
        try:
            value = kinds.find(code).read(question, raw)
        except Refusal as refusal:
            assert refusal.code == "answer-unreadable"
        else:
            assert 0 <= grade(code, question, value) <= 1


def test_translations_of_a_choice_are_found_by_key_then_by_place():
    first, second = uuid4(), uuid4()
    zh = version("zh-hans", {"text": "一", "key": first}, {"text": "二", "key": second})
    swapped = version("en", {"text": "two", "key": second}, {"text": "one", "key": first})
    typed = version("en", {"text": "one"}, {"text": "two"})
    for en in (swapped, typed):
        question = kinds.find("single").freeze([zh, en])
        pairs = [[t["text"] for t in a["texts"].values()] for a in question["answers"]]
        assert pairs == [["一", "one"], ["二", "two"]]


def test_feedback_is_that_of_the_choice_in_the_language():
    question = frozen("single", {"fraction": 100, "feedback": "Yes."}, {"feedback": "Not quite."})
    assert kinds.find("single").feedback(question, keys(question)[1], "en") == ["Not quite."]
    assert kinds.find("single").feedback(question, None, "en") == []


# --- short text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [
        ("pick up", "Pick  UP "),
        ("pick up*", "pick up tomorrow"),
        ("*自提*", "明天到自提点"),
        ("＊自提", "去自提"),
        ("12%", "１２％"),
        ("WeChat", "ＷｅＣｈａｔ"),
        (r"5\*", "5*"),
        ("a*b*c", "a-b-b-c"),
    ],
)
def test_wordings_that_meet(pattern, typed):
    assert meets(pattern, typed)


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [("pick up", "pick"), ("ab*ba", "aba"), (r"5\*", "55"), ("a*b*c", "acb"), ("自提*", "去自提")],
)
def test_wordings_that_do_not_meet(pattern, typed):
    assert not meets(pattern, typed)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(exclude_characters="*＊\\"), min_size=1).filter(str.strip))
def test_a_wording_meets_itself_in_capitals_and_with_stars(text):
    assert meets(text, text)
    assert meets("*", text)
    assert meets(f"*{text}*", f"so {text} so")


def test_the_wordings_of_both_languages_count():
    kind = kinds.find("shorttext")
    zh = version("zh-hans", {"text": "自提", "fraction": 100})
    en = version("en", {"text": "pick up", "fraction": 100}, {"text": "pickup", "fraction": 80})
    question = kind.freeze([zh, en])
    assert kind.grade(question, "Pick Up") == kind.grade(question, "自提") == 1
    assert kind.grade(question, "pickup") == Decimal("0.8")
    assert kind.reviewed(question, "x", "en")["right"] == "pick up"


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("25000", 25000), ("25,000", 25000), ("¥25,000.00", 25000), ("２５０００元", 25000),
        ("2.5万", 25000), ("2.5 万元", 25000), ("-3", -3), ("－3", -3), ("12 %", 12),
        ("about 8", 8), ("+4", 4),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "many", "1 2", "1.2.3", "1e9", "8-10", "--3", "3 or 4", "9" * 60]
)
def test_what_is_no_number(typed):
    assert read_number(typed) is None


@given(
    st.decimals(-(10**6), 10**6, places=3),
    st.decimals(0, 1000, places=3),
    st.decimals(-2000, 2000, places=3),
)
def test_tolerance_is_as_far_as_it_says(value, tolerance, off):
    question = frozen("number", {"value": value, "tolerance": tolerance, "fraction": 100})
    assert grade("number", question, f"{value + off:f}") == (1 if abs(off) <= tolerance else 0)


# --- what a trainer is told --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("single", [{"text": "a", "fraction": 100}]),
        ("single", [{"text": "a", "fraction": 90}, {"text": "b"}]),
        ("single", [{"text": "a", "fraction": 100}, {"text": " "}]),
        ("multiple", [{"text": "a", "fraction": 50}, {"text": "b"}]),
        ("truefalse", [{"text": "a", "fraction": 100}, {"text": "b"}, {"text": "c"}]),
        ("shorttext", [{"text": "a", "fraction": 50}]),
        ("number", [{"fraction": 100}]),
        ("number", [{"value": 1, "fraction": 50}]),
        ("number", [{"value": 1, "fraction": 100, "tolerance": -1}]),
    ],
)
def test_answers_that_make_no_question(code, answers):
    assert kinds.find(code).problem(version("en", *answers).answers.all())


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("single", [{"text": "a", "fraction": 100}, {"text": "b"}]),
        ("multiple", [{"text": x, "fraction": "33.33333"} for x in "abc"] + [{"text": "d"}]),
        ("truefalse", [{"text": "a", "fraction": 100}, {"text": "b"}]),
        ("shorttext", [{"text": "a", "fraction": 100}]),
        ("number", [{"value": 1, "fraction": 100}]),
    ],
)
def test_answers_that_make_a_question(code, answers):
    assert kinds.find(code).problem(version("en", *answers).answers.all()) is None
