"""The kinds whose answers have parts, and those that a person marks."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import kinds
from assessments.area import read_area
from assessments.kinds.file import KeptFile
from school.lib.refusal import Refusal
from tests.assessments.test_kinds import ALL_KINDS, ANYTHING, frozen, grade, version

PAIRS = [
    {"text": "traffic item", "match": "draws people"},
    {"text": "profit item", "match": "earns"},
    {"text": "fresh food", "match": "draws people"},
    {"match": "is never sold"},
]
STEPS = [{"text": word} for word in ("greet", "taste", "post", "pack")]
GAPS = [
    {"kind": "single", "mark": Decimal(1)},
    {"kind": "shorttext", "mark": Decimal(2)},
    {"kind": "number", "mark": Decimal(1)},
]
GAP_ANSWERS = [
    {"gap": 1, "text": "12%", "fraction": 100},
    {"gap": 1, "text": "14%", "fraction": 0},
    {"gap": 2, "text": "pick*up", "fraction": 100, "feedback": "Yes."},
    {"gap": 3, "value": Decimal(100), "tolerance": Decimal(5), "fraction": 100},
]
GAP_TEXT = "The rate is [[1]], she goes to [[2]] and needs [[3]] members."
AREAS = [
    {"text": "date", "area": "circle 50,50 10", "fraction": 100},
    {"text": "price", "area": "rectangle 0,0 30,30", "fraction": 50, "feedback": "Nearly."},
    {"text": "label", "area": "polygon 80,80 100,80 100,100", "fraction": 0},
]


class Pictured:
    """A picture of the CMS, twice as wide as high."""

    description = "a label"

    def get_rendition(self, _spec):
        return SimpleNamespace(url="/media/p.webp", width=800, height=400)


def put(code: str):
    return {
        "matching": lambda: frozen("matching", *PAIRS),
        "ordering": lambda: frozen("ordering", *STEPS),
        "cloze": lambda: frozen("cloze", *GAP_ANSWERS, text=GAP_TEXT, gaps=GAPS),
        "place": lambda: frozen("place", *AREAS, picture=Pictured()),
        "description": lambda: frozen("description"),
        "essay": lambda: frozen("essay", marking_notes="Names the date."),
        "file": lambda: frozen("file"),
    }.get(code, lambda: frozen(code, {"text": "yes", "fraction": 100, "value": 1}, {"value": 2}))()


def right(code: str, question):
    """An answer that brings everything."""
    if code == "matching":
        return dict(question["pairs"])
    if code == "ordering":
        return {key: at for at, key in enumerate(question["right"], start=1)}
    if code == "cloze":
        return {"1": question["gaps"][0]["answers"][0]["key"], "2": "Pick it up", "3": "103"}
    return {"x": 50, "y": 50}


PARTS = ["matching", "ordering", "cloze", "place"]


# --- what holds for all ------------------------------------------------------------------------


@pytest.mark.parametrize("code", PARTS)
def test_a_full_answer_gives_one_and_an_empty_one_nothing(code):
    kind, question = kinds.find(code), put(code)
    value = kind.read(question, right(code, question))
    assert kind.grade(question, value) == 1
    assert kind.grade(question, None) == 0
    assert kind.read(question, {}) is None
    assert kind.read(question, None) is None


@pytest.mark.parametrize("code", ALL_KINDS)
@given(raw=ANYTHING)
def test_whatever_a_client_sends_is_read_or_refused(code, raw):
    kind, question = kinds.find(code), put(code)
    try:
        value = kind.read(question, raw)
    except Refusal as refusal:
        assert refusal.code == "answer-unreadable"
    else:
        found = kind.grade(question, value)
        assert found is None if kind.by_person and value else 0 <= found <= 1
        assert isinstance(kind.response(question, value, "en"), str)


@pytest.mark.parametrize("code", PARTS)
@given(data=st.data())
def test_any_known_answer_is_worth_between_nothing_and_everything(code, data):
    kind, question = kinds.find(code), put(code)
    value = kind.read(question, data.draw(ANSWERS[code](question)))
    assert 0 <= kind.grade(question, value) <= 1
    assert kind.read(question, value) == value
    kind.shown(question, value, "en")
    kind.reviewed(question, value, "en")


def _partly(keys, values):
    return st.dictionaries(st.sampled_from(sorted(keys)), values)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9)
ANSWERS = {
    "matching": lambda q: _partly(q["pairs"], st.sampled_from([p["key"] for p in q["partners"]])),
    "ordering": lambda q: _partly(q["right"], st.integers(1, 4) | st.sampled_from(["1", "4", ""])),
    "cloze": lambda q: _partly("23", WORDS),
    "place": lambda q: st.fixed_dictionaries({"x": st.floats(0, 100), "y": st.integers(0, 100)}),
}  # fmt: skip


FORGED = {
    "matching": [{"x": "p1"}, {"p1": "p1"}, ["p1"], "p1"],
    "ordering": [{"x": 1}, [1, 2]],
    "cloze": [{"9": "a"}, {"1": "forged"}, {"2": 7}, "a"],
    "place": [{"area": "x"}, {"x": 5}, {"x": -1, "y": 2}, {"x": 5, "y": 101}, {"x": "NaN", "y": 1},
              {"x": True, "y": 1}, {"z": 1}],
    "file": [{"key": "x", "suffix": "jpg"}, "x", True],
    "description": ["x", {"a": 1}],
    "essay": [5, ["x"], "x" * 10_001, "\0"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "raw"), [(c, raw) for c, raws in FORGED.items() for raw in raws])
def test_a_forged_value_is_refused(code, raw):
    with pytest.raises(Refusal) as refused:
        kinds.find(code).read(put(code), raw)
    assert refused.value.code == "answer-unreadable"


@pytest.mark.parametrize("raw", [0, 5, "5", "0", "-1", 1.5, True, "１"])
def test_a_place_in_the_order_that_does_not_exist_is_refused(raw):
    question = put("ordering")
    with pytest.raises(Refusal):
        kinds.find("ordering").read(question, {question["right"][0]: raw})


@pytest.mark.parametrize("code", PARTS)
def test_a_form_says_the_same_as_the_script(code):
    kind, question = kinds.find(code), put(code)
    sent = right(code, question)
    form = {"slot": "1", **{f"answer-{name}": str(one) for name, one in sent.items()}}
    assert kind.read_form(question, form) == kind.read(question, sent)


def test_freezing_is_of_json_and_by_the_same_chance_the_same():
    import json
    from random import Random

    for code in PARTS:
        once, again = (
            kinds.find(code).freeze([VERSIONS[code]], Random(4)) for _time in range(2)
        )  # fmt: skip
        assert json.loads(json.dumps(once)) == once == again


VERSIONS = {
    "matching": version("en", *PAIRS),
    "ordering": version("en", *STEPS),
    "cloze": version("en", *GAP_ANSWERS, text=GAP_TEXT, gaps=GAPS),
    "place": version("en", *AREAS, picture=Pictured()),
}


# --- each by itself ----------------------------------------------------------------------------


def test_each_right_pair_brings_its_share():
    question = put("matching")
    one, two, _three = question["pairs"]
    pairs = dict(question["pairs"])
    assert grade("matching", question, {one: pairs[one]}) == Decimal("0.3333")
    assert grade("matching", question, pairs | {two: pairs[one]}) == Decimal("0.6667")


def test_a_partner_of_two_things_is_listed_once_and_keys_tell_nothing():
    question = put("matching")
    words = [p["texts"]["en"]["text"] for p in question["partners"]]
    assert words == ["draws people", "earns", "is never sold"]
    assert [p["key"] for p in question["partners"]] == ["p1", "p2", "p3"]


@given(st.permutations(range(4)))
def test_the_order_is_worth_its_right_joints(places):
    question = put("ordering")
    order = [question["right"][at] for at in places]
    joints = sum(
        order.index(question["right"][at]) + 1 == order.index(question["right"][at + 1])
        for at in range(3)
    )
    value = {key: at for at, key in enumerate(order, start=1)}
    assert grade("ordering", question, value) == (Decimal(joints) / 3).quantize(Decimal("0.0001"))


def test_one_thing_in_a_wrong_place_costs_its_joints_only():
    question = put("ordering")
    a, b, c, d = question["right"]
    last_first = {d: 1, a: 2, b: 3, c: 4}
    assert grade("ordering", question, last_first) == Decimal("0.6667")


def test_things_are_never_put_in_their_right_order():
    for _time in range(30):
        question = put("ordering")
        assert [thing["key"] for thing in question["answers"]] != question["right"]


def test_a_gap_weighs_its_marks():
    question = put("cloze")
    assert grade("cloze", question, {"2": "pick it up"}) == Decimal("0.5")
    assert grade("cloze", question, {"3": "95"}) == Decimal("0.25")
    assert grade("cloze", question, {"3": "94"}) == 0
    assert kinds.find("cloze").feedback(question, {"2": "pickup"}, "en") == ["Yes."]


def test_a_gap_text_is_cut_where_its_gaps_are():
    parts = kinds.find("cloze").shown(put("cloze"), {"2": "pick"}, "en")["parts"]
    assert [part.get("gap") or part["text"] for part in parts] == [
        "The rate is ", "1", ", she goes to ", "2", " and needs ", "3", " members.",
    ]  # fmt: skip
    assert parts[3]["value"] == "pick"
    assert [option["text"] for option in parts[1]["options"]] == ["12%", "14%"]


@pytest.mark.parametrize(
    ("x", "y", "worth"),
    [(50, 50, 1), (59, 50, 1), (50, 69, 1), (50, 71, 0), (61, 50, 0), (10, 10, "0.5"), (95, 85, 0)],
)
def test_a_spot_counts_in_the_shape_that_holds_it(x, y, worth):
    """The picture is twice as wide as high, so a circle is twice as high in per cent."""
    assert grade("place", put("place"), {"x": x, "y": y}) == Decimal(worth)


def test_a_place_may_be_chosen_by_its_number():
    question, kind = put("place"), kinds.find("place")
    for answer in question["answers"]:
        value = kind.read(question, {"area": answer["key"], "x": "1", "y": "1"})
        assert kind.grade(question, value) == Decimal(answer["fraction"]) / 100


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=3, max_size=9),
    st.integers(1, 50),
)
def test_a_place_is_read_as_it_is_written(points, radius):
    written = [
        "polygon " + " ".join(f"{x},{y}" for x, y in points),
        f"circle {points[0][0]},{points[0][1]} {radius}",
        f"rectangle {points[0][0]},{points[0][1]} {points[1][0]},{points[1][1]}",
    ]
    for text in written:
        assert str(read_area(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "circle 50,50", "rectangle 1,1", "circle 101,50 3", "star 1,1 2", "polygon 1,1 2,2"],
)
def test_what_is_no_place(text):
    assert read_area(text) is None


@pytest.mark.parametrize("code", ["essay", "file"])
def test_a_person_says_what_a_long_answer_is_worth(code):
    assert grade(code, put(code), None) == 0
    assert grade(code, put(code), {"key": "k", "suffix": "jpg"} if code == "file" else "a") is None


def test_a_file_is_read_only_from_what_the_server_kept():
    from uuid import uuid4

    key = uuid4()
    value = kinds.find("file").read(put("file"), KeptFile(key, "pdf"))
    assert value == {"key": str(key), "suffix": "pdf"}


def test_notes_for_the_marker_are_frozen():
    assert put("essay")["notes"] == {"en": "Names the date."}


# --- numbers with units, capital letters -------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "worth"),
    [("2000", 1), ("2000 g", 1), ("2kg", 1), ("２ＫＧ", 1), ("4 斤", 1), ("2", 0), ("2 m", 0)],
)
def test_units_are_converted(typed, worth):
    answer = {"value": Decimal(2000), "unit": "g", "fraction": 100}
    question = frozen("number", answer, units="kg = 1000\n斤＝500")
    assert grade("number", question, typed) == worth


def test_a_unit_that_cannot_be_read_is_said():
    question = SimpleNamespace(units="kg 1000", text="", picture=None, gaps=[])
    rows = version("en", {"value": 1, "fraction": 100}).answers.all()
    assert kinds.find("number").problem(rows, question)


def test_capital_letters_count_where_they_should():
    question = frozen("shorttext", {"text": "WeChat", "fraction": 100}, case_sensitive=True)
    assert grade("shorttext", question, "ＷｅＣｈａｔ") == 1
    assert grade("shorttext", question, "wechat") == 0


# --- what a trainer is told --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "answers", "fields"),
    [
        ("matching", [{"text": "a", "match": "b"}], {}),
        ("matching", [{"text": "a", "match": ""}, {"text": "b", "match": "c"}], {}),
        ("matching", [{"match": "b"}, {"match": "c"}], {}),
        ("ordering", [{"text": "a"}], {}),
        ("ordering", [{"text": "a"}, {"text": " "}], {}),
        ("cloze", GAP_ANSWERS, {"text": "no gap", "gaps": GAPS}),
        ("cloze", GAP_ANSWERS, {"text": GAP_TEXT + "[[3]]", "gaps": GAPS}),
        ("cloze", GAP_ANSWERS[:3], {"text": GAP_TEXT, "gaps": GAPS}),
        ("cloze", [*GAP_ANSWERS, {"text": "stray"}], {"text": GAP_TEXT, "gaps": GAPS}),
        ("cloze", [{**a, "fraction": 0} for a in GAP_ANSWERS], {"text": GAP_TEXT, "gaps": GAPS}),
        ("place", AREAS, {}),
        ("place", AREAS[:1], {"picture": Pictured()}),
        ("place", [*AREAS, {"area": "circle"}], {"picture": Pictured()}),
        ("place", AREAS[1:], {"picture": Pictured()}),
        ("description", [{"text": "a"}], {}),
    ],
)
def test_answers_that_make_no_question(code, answers, fields):
    assert told(code, answers, fields)


@pytest.mark.parametrize(
    ("code", "answers", "fields"),
    [
        ("matching", PAIRS, {}),
        ("ordering", STEPS, {}),
        ("cloze", GAP_ANSWERS, {"text": GAP_TEXT, "gaps": GAPS}),
        ("place", AREAS, {"picture": Pictured()}),
        ("essay", [], {}),
        ("file", [], {}),
        ("description", [], {}),
    ],
)
def test_answers_that_make_a_question(code, answers, fields):
    assert told(code, answers, fields) is None


def told(code, answers, fields):
    made = version("en", *answers, **fields)
    facts = SimpleNamespace(
        text=made.text, picture=made.picture, units=made.units, gaps=made.gaps.all()
    )
    return kinds.find(code).problem(made.answers.all(), facts)
