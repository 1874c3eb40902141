"""Texts with markup: the words that are shown, and the text that goes out again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import kinds
from assessments.bank import Bank
from assessments.drawers import Drawers
from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.models import Question
from assessments.plaintext import plain_text
from tests.assessments import cast


@pytest.mark.parametrize(
    ("text", "text_format", "words"),
    [
        ("<p>Wash <b>hands</b>.</p><p>Then&nbsp;pack.</p>", "html", "Wash hands.\nThen pack."),
        ("one<br>two", "html", "one\ntwo"),
        ("a\n   b", "html", "a b"),
        ("a\nb <i>c</i>", "moodle", "a\nb c"),
        ("1 < 2 and 3 > 2", "moodle", "1 < 2 and 3 > 2"),
        ("**Wash** hands", "markdown", "Wash hands"),
        ("<b>as it is</b>", "plain", "<b>as it is</b>"),
        ("<script>alert(1)</script>ok<style>p{}</style>", "html", "ok"),
        ("<ul><li>eggs</li><li>milk</li></ul>", "html", "eggs\nmilk"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "html", "a b"),
        ("<p>never closed <b>at all", "html", "never closed at all"),
    ],
)
def test_the_words_of_a_text(text, text_format, words):
    assert plain_text(text, text_format) == words


@given(st.text(max_size=200), st.sampled_from(["html", "moodle", "markdown", "plain", "else"]))
def test_any_text_has_words_or_none(text, text_format):
    assert isinstance(plain_text(text, text_format), str)


# --- in the bank -------------------------------------------------------------------------------


def rich(**more) -> ParsedQuestion:
    fields = {
        "kind": "single", "text": "<p>Wash <b>hands</b>?</p>", "text_format": "html",
        "general_feedback": "<i>Always.</i>", "general_feedback_format": "html",
        "language": "en", "mark": Decimal("0.3333333"), "id_number": "i" * 60,
        "extra": {"own": 1}, "name": "Hands",
        "answers": [
            ParsedAnswer("<b>yes</b>", "html", Decimal(100), "Right.", "plain"),
            ParsedAnswer("no", "plain"),
        ],
    }  # fmt: skip
    return ParsedQuestion(**fields | more)


def keep(parsed: ParsedQuestion) -> Question:
    bank = Bank(drawers=Drawers(cast.category()))
    return Question.objects.get(pk=bank.keep(bank.prepare(parsed)).question.pk)


def out(question: Question) -> ParsedQuestion:
    return kinds.find(question.kind).to_parsed(question)


@pytest.mark.django_db
def test_words_are_shown_and_the_markup_goes_out_again():
    question = keep(rich())
    assert (question.text, question.feedback) == ("Wash hands?", "Always.")
    again = out(question)
    parsed = rich()
    for name in ("text", "text_format", "general_feedback", "mark", "id_number", "extra", "name"):
        assert getattr(again, name) == getattr(parsed, name), name
    assert [(a.text, a.text_format, a.feedback) for a in again.answers] == [
        ("<b>yes</b>", "html", "Right."),
        ("no", "plain", ""),
    ]


@pytest.mark.django_db
def test_words_that_were_changed_go_out_as_they_are_now():
    question = keep(rich())
    question.text, question.mark = "Wash your hands?", Decimal(2)
    again = out(question)
    assert (again.text, again.text_format, again.mark) == ("Wash your hands?", "plain", 2)


@pytest.mark.django_db
def test_a_picture_goes_out_with_the_text_that_shows_it():
    content = cast.picture("PNG")
    shown = '<p>Look: <img src="@@PLUGINFILE@@/a.png"></p>'
    question = keep(rich(text=shown, pictures={"a.png": content}))
    assert question.picture is not None
    again = out(question)
    assert (again.text, again.pictures) == (shown, {"a.png": content})
    question.text = "Look & tell"
    assert out(question).text == (
        '<p>Look &amp; tell</p><p><img src="@@PLUGINFILE@@/a.png" alt=""></p>'
    )


@pytest.mark.django_db
def test_of_several_pictures_the_first_is_kept_and_the_others_are_told():
    pictures = {"a.png": cast.picture("PNG"), "b.png": cast.picture("PNG", (9, 9))}
    prepared = Bank(drawers=Drawers(cast.category())).prepare(rich(pictures=pictures))
    assert [problem.code for problem in prepared.problems] == ["pictures-left-out"]


@pytest.mark.parametrize("value", ["1e13", "0.0000001"])
def test_a_number_that_cannot_be_kept_costs_the_question(value):
    answers = [ParsedAnswer(fraction=Decimal(100), value=Decimal(value))]
    made = kinds.find("number").from_parsed(rich(kind="number", answers=answers))
    assert [(p.code, p.cost) for p in made.problems] == [("number-unrepresentable", True)]


def test_units_of_moodle_say_how_many_of_them_are_one():
    answers = [ParsedAnswer(fraction=Decimal(100), value=Decimal(2), unit="m")]
    units = [["cm", "100"], ["km", "0.001"]]
    parsed = rich(kind="number", answers=answers, extra={"units": units})
    assert kinds.find("number").from_parsed(parsed).fields["units"] == "cm = 0.01\nkm = 1000"


@pytest.mark.django_db
def test_units_go_out_as_they_came_or_as_they_are_now():
    answers = [ParsedAnswer(fraction=Decimal(100), value=Decimal(2), unit="m")]
    units = [["inch", "39.3701"]]
    question = keep(rich(kind="number", answers=answers, extra={"units": units}))
    assert out(question).extra == {"units": units}
    question.units = "cm = 0.01"
    assert out(question).extra == {"units": [["cm", "100"]]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "extra", [{"graderinfo": "Date?"}, {"moodle": {"graderinfo": ["<p>Date?</p>", "html"]}}]
)
def test_notes_for_the_marker_go_out_as_they_came_or_as_they_are_now(extra):
    question = keep(rich(kind="essay", answers=[], extra=extra))
    assert question.marking_notes == "Date?"
    assert out(question).extra == extra
    question.marking_notes = "Place?"
    assert out(question).extra["graderinfo"] == "Place?"
    assert out(question).extra["moodle"]["graderinfo"] == ["Place?", "plain"]


@pytest.mark.parametrize(("first", "texts"), [("true", ["True", "False"])])
def test_true_and_false_are_said_in_the_language(first, texts):
    from django.utils.translation import override

    answers = [ParsedAnswer("true", fraction=Decimal(100)), ParsedAnswer("false")]
    with override("en"):
        made = kinds.find("truefalse").from_parsed(rich(kind="truefalse", answers=answers))
    assert [answer["text"] for answer in made.answers] == texts


@pytest.mark.django_db
def test_false_in_the_first_place_goes_out_in_the_second():
    false = {"zh": "错", "en": "False", "fraction": 0}
    true = {"zh": "对", "en": "True", "fraction": 100}
    parsed = out(cast.question("truefalse", [false, true]))
    assert [(a.text, a.fraction) for a in parsed.answers] == [("true", 100), ("false", 0)]
