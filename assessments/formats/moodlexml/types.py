"""Moodle's types of questions, each with how it becomes one of ours."""

from collections.abc import Callable
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.moodlexml.cloze import read_cloze
from assessments.formats.moodlexml.gaps import read_ddwtos, read_gapselect
from assessments.formats.moodlexml.markers import read_markers
from assessments.formats.moodlexml.texts import flag_at, said_at, said_in, text_at, text_in
from assessments.formats.numbers import need_number
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.formats.weights import HUNDRED, in_plain, read_weight
from school.lib.refusal import Refusal

Reader = Callable[[ParsedQuestion, Element], list[Problem]]
_TRUE = {"true", "t", "对", "正确", "是", "vrai", "wahr", "verdadero"}
_FALSE = {"false", "f", "错", "错误", "否", "faux", "falsch", "falso"}


def weight_of(answer: Element) -> Decimal:
    """What the answer is worth. Refuses weight-illegal."""
    raw = answer.get("fraction", "")
    if not raw.strip():
        old = text_at(answer, "fraction")
        raw = in_plain(need_number(old).number * HUNDRED) if old else "0"
    weight = read_weight(raw)
    if weight is None:
        message = _("%(weight)s is no weight between -100 and 100 per cent.")
        raise Refusal("weight-illegal", message, {"weight": raw[:40]})
    return weight


def _answer(question: ParsedQuestion, element: Element, plain: bool = False) -> ParsedAnswer:
    said = said_in(element, question.text_format)
    feedback = said_at(element, "feedback", question.text_format)
    form = "plain" if plain else said.format
    return ParsedAnswer(
        text=said.text,
        text_format=form,
        fraction=weight_of(element),
        feedback=feedback.text,
        feedback_format=feedback.format if feedback.text and feedback.format != form else "",
    )


def _multichoice(question: ParsedQuestion, element: Element) -> list[Problem]:
    question.kind = "single" if flag_at(element, "single", True) else "multiple"
    question.answers = [_answer(question, answer) for answer in element.findall("answer")]
    return []


def _truefalse(question: ParsedQuestion, element: Element) -> list[Problem]:
    """By the words of the answers, or by their order where those are in another language."""
    question.kind = "truefalse"
    answers = [_answer(question, answer, plain=True) for answer in element.findall("answer")]
    if len(answers) != 2:
        raise Refusal("answer-missing", _("True and false are not both there."))
    if answers[0].text.lower() in _FALSE or answers[1].text.lower() in _TRUE:
        answers.reverse()
    for answer, word in zip(answers, ("true", "false"), strict=True):
        answer.text = word
    question.answers = answers
    return []


def _shortanswer(question: ParsedQuestion, element: Element) -> list[Problem]:
    question.kind = "shorttext"
    question.case_sensitive = flag_at(element, "usecase", False)
    answers = [_answer(question, answer, plain=True) for answer in element.findall("answer")]
    question.answers = [answer for answer in answers if answer.text]
    return []


def _numerical(question: ParsedQuestion, element: Element) -> list[Problem]:
    question.kind = "number"
    unit = _unit(question, element)
    for row in element.findall("answer"):
        answer = _answer(question, row, plain=True)
        if answer.text in ("*", "") and not answer.fraction:
            question.extra["otherwise"] = answer.feedback
            if answer.feedback_format not in ("", question.text_format):
                question.extra["otherwise_format"] = answer.feedback_format
            continue
        number = need_number(answer.text)
        tolerance = text_at(row, "tolerance")
        answer.value, answer.unit, answer.text = number.number, unit or number.unit, ""
        answer.tolerance = abs(need_number(tolerance).number) if tolerance else Decimal(0)
        question.answers.append(answer)
    return []


def _unit(question: ParsedQuestion, element: Element) -> str:
    """The unit in which the answers are; the others are kept."""
    units = [
        (text_at(unit, "unit_name"), text_at(unit, "multiplier") or "1")
        for unit in element.findall("units/unit")
    ]
    if not units:
        return ""
    first = next((name for name, factor in units if need_number(factor).number == 1), units[0][0])
    others = [list(unit) for unit in units if unit[0] != first]
    if others:
        question.extra["units"] = others
    return first


def _matching(question: ParsedQuestion, element: Element) -> list[Problem]:
    question.kind = "matching"
    for pair in element.findall("subquestion"):
        said = said_in(pair, question.text_format)
        match = text_in(pair.find("answer"))
        if said.text or match:
            worth = HUNDRED if said.text else Decimal(0)
            question.answers.append(ParsedAnswer(said.text, said.format, worth, match=match))
    return []


def _ordering(question: ParsedQuestion, element: Element) -> list[Problem]:
    """In the order of their fractions, which are places here: 1, 2, 3."""
    question.kind = "ordering"
    rows = element.findall("answer")
    places = [row.get("fraction", "") for row in rows]
    if all(place.replace(".", "", 1).isdecimal() for place in places):
        rows = sorted(rows, key=lambda row: float(row.get("fraction", "0")))
    said = [said_in(row, question.text_format) for row in rows]
    question.answers = [ParsedAnswer(text, form, HUNDRED) for text, form in said]
    return []


def _essay(question: ParsedQuestion, element: Element) -> list[Problem]:
    """Without a field to write in, it is a question for a file."""
    without_text = text_at(element, "responseformat") == "noinline"
    question.kind = "file" if without_text else "essay"
    return []


def _description(question: ParsedQuestion, element: Element) -> list[Problem]:
    question.kind = "description"
    question.mark = Decimal(0)
    return []


TYPES: dict[str, Reader] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "cloze": read_cloze,
    "multianswer": read_cloze,
    "gapselect": read_gapselect,
    "ddwtos": read_ddwtos,
    "ddmarker": read_markers,
    "essay": _essay,
    "description": _description,
}
