"""What is written as GIFT, Moodle XML or Aiken reads back as the same questions."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.formats import aiken, gift, moodlexml
from assessments.formats.question import ParsedAnswer, ParsedQuestion
from tests.assessments.formats.exchange import (
    HUNDRED,
    assert_all_told,
    feedbacks,
    numbers,
    questions,
    settled,
    texts,
    tolerances,
    words,
)


def back(format_module, written: list[ParsedQuestion]) -> list[ParsedQuestion]:
    parsed = format_module.read(format_module.write(written))
    assert_all_told(parsed)
    assert [(p.code, str(p.message)) for p in parsed.problems] == []
    return [settled(question) for question in parsed.questions]


# GIFT has no word for these, and a description has no answers to explain.
def in_gift(question: ParsedQuestion) -> ParsedQuestion:
    told = question.kind != "description"
    return replace(question, general_feedback=question.general_feedback if told else "")


@given(st.lists(questions(), max_size=3))
def test_gift(drawn):
    said = [in_gift(question) for question in drawn if gift.can_write(question)]
    assert back(gift, said) == [settled(question) for question in said]


@given(st.lists(questions(), max_size=3))
def test_gift_says_nearly_everything(drawn):
    """What it can't say is text that looks like the arrow of a pair, or like an old brace."""
    for question in drawn:
        if not gift.can_write(question):
            texts_of_all = [question.text, *(a.text + a.feedback for a in question.answers)]
            assert any(mark in text for text in texts_of_all for mark in ("->", "｛", "｝"))


@given(st.decimals(0, 20, places=2), st.sampled_from([None, Decimal("0.1"), Decimal("0.3333333")]))
def test_marks_and_penalties_in_moodle_xml(mark, penalty):
    question = ParsedQuestion("essay", "Why?", "html", mark=mark, penalty=penalty)
    assert back(moodlexml, [question]) == [settled(question)]


@st.composite
def moodles(draw) -> ParsedQuestion:
    """A question with what only Moodle XML says beside the rest."""
    kinds = ["single", "multiple", "truefalse", "shorttext", "number", "matching", "essay"]
    question = draw(questions(tuple(kinds)))
    pictures = draw(st.dictionaries(st.sampled_from(["a.png", "图 1.jpg"]), st.binary(min_size=1)))
    return replace(
        question,
        shuffle=draw(st.booleans()),
        case_sensitive=question.kind == "shorttext" and draw(st.booleans()),
        language=draw(st.sampled_from(["", "en", "zh-hans"])),
        pictures=pictures,
        extra=draw(st.sampled_from([{}, {"hidden": True}, {"moodle": {"answernumbering": "abc"}}])),
    )


@given(st.lists(moodles(), min_size=1, max_size=3))
def test_moodle_xml(drawn):
    assert back(moodlexml, drawn) == [settled(question) for question in drawn]


@st.composite
def orderings(draw) -> ParsedQuestion:
    answers = draw(st.lists(texts, min_size=2, max_size=12))
    return ParsedQuestion(
        "ordering", draw(texts), answers=[ParsedAnswer(a, "html", HUNDRED) for a in answers]
    )


points = st.lists(st.integers(0, 500), min_size=2, max_size=2)
areas = st.one_of(
    st.builds(
        lambda point, radius: {"shape": "circle", "points": [point], "radius": radius},
        points,
        st.integers(1, 99),
    ),
    st.builds(
        lambda corner, width, height: {
            "shape": "rectangle",
            "points": [corner, [corner[0] + width, corner[1] + height]],
            "radius": 0,
        },
        points,
        st.integers(1, 99),
        st.integers(1, 99),
    ),
    st.lists(points, min_size=3, max_size=6).map(
        lambda corners: {"shape": "polygon", "points": corners, "radius": 0}
    ),
)


@st.composite
def places(draw) -> ParsedQuestion:
    answers = [
        ParsedAnswer(draw(words), "plain", Decimal(worth), draw(feedbacks), area=draw(areas))
        for worth in draw(st.permutations([100, 0, 50]))
    ]
    return ParsedQuestion("place", draw(texts), answers=answers, pictures={"shop.png": b"shop"})


@st.composite
def clozes(draw) -> ParsedQuestion:
    form = draw(st.sampled_from(["html", "plain", "moodle"]))
    gaps = draw(st.lists(gap_of(form), min_size=1, max_size=3))
    between = words.map(lambda text: text.translate(str.maketrans("[]{}<&", "()()()")))
    pieces = [f"{draw(between)} [[{number}]]" for number in range(1, len(gaps) + 1)]
    mark = sum(gap.mark for gap in gaps)
    return ParsedQuestion("cloze", " ".join(pieces), form, gaps=gaps, mark=Decimal(mark))


@st.composite
def gap_of(draw, form: str) -> ParsedQuestion:
    kind = draw(st.sampled_from(["shorttext", "number", "single"]))
    text_format = form if kind == "single" else "plain"
    worths = [100, *draw(st.lists(st.sampled_from([0, 50]), min_size=1, max_size=2))]
    plain = words.map(lambda text: text.replace("&", "+").replace("<", "+"))
    answers = []
    for worth in worths:
        answer = ParsedAnswer("", text_format, Decimal(worth), draw(plain), form)
        if kind == "number":
            answer.value, answer.tolerance = draw(numbers), draw(tolerances)
        else:
            answer.text = draw(plain)
        answers.append(answer)
    return ParsedQuestion(
        kind,
        "",
        answers=answers,
        mark=Decimal(draw(st.integers(1, 20))),
        case_sensitive=kind == "shorttext" and draw(st.booleans()),
        shuffle=kind == "single" and draw(st.booleans()),
        extra=draw(st.sampled_from([{}, {"layout": "vertical"}])) if kind == "single" else {},
    )


@given(orderings() | places() | clozes())
def test_kinds_that_only_moodle_xml_says(question):
    if moodlexml.can_write(question):
        assert back(moodlexml, [question]) == [settled(question)]


@given(clozes())
def test_moodle_xml_says_all_gaps_but_those_with_a_backslash(question):
    said = [text for gap in question.gaps for a in gap.answers for text in (a.text, a.feedback)]
    assert moodlexml.can_write(question) is not any("\\" in text for text in said)


@given(st.lists(questions(("single", "multiple", "truefalse")), max_size=4))
def test_aiken_keeps_the_words_and_what_is_right(drawn):
    said = [question for question in drawn if aiken.can_write(question)]
    found = aiken.read(aiken.write(said))
    assert found.problems == []
    assert [_aiken(question) for question in found.questions] == [_aiken(q) for q in said]


def _aiken(question: ParsedQuestion) -> tuple:
    answers = [(answer.text, answer.fraction > 0) for answer in question.answers]
    return question.kind, question.text, question.general_feedback, answers


@given(st.lists(questions(), max_size=3))
def test_from_gift_to_moodle_xml_and_back(drawn):
    said = [in_gift(question) for question in drawn if gift.can_write(question)]
    through = moodlexml.read(moodlexml.write(gift.read(gift.write(said)).questions)).questions
    assert back(gift, through) == [settled(question) for question in said]
