"""Gaps inside a text: `{1:SHORTANSWER:=Paris~%50%London#nearly}`."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.gift.escapes import hide_in_html, show
from assessments.formats.moodlexml.texts import number_at
from assessments.formats.numbers import need_number
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.formats.weights import HUNDRED, read_weight
from school.lib.refusal import Refusal

_START = re.compile(r"\{\s{0,9}(\d{0,4})\s{0,9}:\s{0,9}([A-Z]{2,13}(?:_[A-Z]{1,2})?)\s{0,9}:", re.I)
_EMPTY = re.compile(r"\{\s{0,9}\d{0,4}\s{0,9}:\s{0,9}[A-Z]{2,13}(?:_[A-Z]{1,2})?\s{0,9}:?\s{0,9}\}")
_END = re.compile(r"(?<!\\)\}")
_SPLIT = re.compile(r"(?<!\\)~")
_ANSWER = re.compile(r"\s*(?:(?P<right>=)|%(?P<weight>[-+]?[\d.,]{1,12})%)?(?P<text>.*)", re.DOTALL)
_FEEDBACK = re.compile(r"(?<!\\)#")
_ESCAPED = re.compile(r"\\([~#{}=/\"\\])")
_LOOKALIKE = re.compile(r"\[\[(?=\d{1,4}\]\])")
_TYPES = {
    **dict.fromkeys(("SHORTANSWER", "SA", "MW"), ("shorttext", "")),
    **dict.fromkeys(("SHORTANSWER_C", "SAC", "MWC"), ("shorttext", "C")),
    **dict.fromkeys(("NUMERICAL", "NM"), ("number", "")),
    **dict.fromkeys(("MULTICHOICE", "MC"), ("single", "")),
    **dict.fromkeys(("MULTICHOICE_S", "MCS"), ("single", "S")),
    **dict.fromkeys(("MULTICHOICE_V", "MCV"), ("single", "V")),
    **dict.fromkeys(("MULTICHOICE_VS", "MCVS"), ("single", "VS")),
    **dict.fromkeys(("MULTICHOICE_H", "MCH"), ("single", "H")),
    **dict.fromkeys(("MULTICHOICE_HS", "MCHS"), ("single", "HS")),
}
_SEVERAL = re.compile(r"MULTIRESPONSE|MR", re.I)


def read_cloze(question: ParsedQuestion, element: Element) -> list[Problem]:
    """Take the gaps out of the text. Refuses cloze-unreadable, gap-unknown."""
    question.kind = "cloze"
    parts, place = [], 0
    text = question.text
    while start := _START.search(text, place):
        end = _END.search(text, start.end())
        if not end:
            raise Refusal("cloze-unreadable", _("One of its gaps has no end."))
        parts.append(_plain(question, text[place : start.start()]))
        question.gaps.append(_gap(question, start, text[start.end() : end.start()]))
        parts.append(f"[[{len(question.gaps)}]]")
        place = end.end()
    if _EMPTY.search(text):
        raise Refusal("cloze-unreadable", _("One of its gaps has no answers."))
    if not question.gaps:
        raise Refusal("cloze-unreadable", _("It has no gap to fill."))
    question.text = "".join([*parts, _plain(question, text[place:])])
    if number_at(element, "defaultgrade") is None:
        question.mark = sum((gap.mark for gap in question.gaps), Decimal(0))
    return []


def _plain(question: ParsedQuestion, text: str) -> str:
    """What already looked like one of our gaps must not become one."""
    return _LOOKALIKE.sub("[&#91;" if question.text_format == "html" else "[ [", text)


def _gap(question: ParsedQuestion, start: re.Match, body: str) -> ParsedQuestion:
    name = start[2].upper()
    if name not in _TYPES:
        message = _("Gaps of the type “%(type)s” have no place in this school.")
        code = "gap-unrepresentable" if _SEVERAL.match(name) else "gap-unknown"
        raise Refusal(code, message, {"type": name})
    kind, flags = _TYPES[name]
    gap = ParsedQuestion(kind, "", line=question.line, mark=Decimal(start[1] or 1))
    gap.case_sensitive = flags == "C"
    gap.shuffle = flags.endswith("S")
    if flags[:1] in ("V", "H"):
        gap.extra["layout"] = {"V": "vertical", "H": "horizontal"}[flags[0]]
    for part in _SPLIT.split(hide_in_html(body)):
        if part.strip():
            _READERS[kind](gap, *_parts(part), question.text_format)
    return gap


def _parts(part: str) -> tuple[Decimal, str, str]:
    """Weight, words and feedback of one answer."""
    found = _ANSWER.fullmatch(part)
    weight = HUNDRED if found["right"] else read_weight(found["weight"] or "0")
    if weight is None:
        message = _("%(weight)s is no weight between -100 and 100 per cent.")
        raise Refusal("weight-illegal", message, {"weight": found["weight"]})
    text, *feedback = _FEEDBACK.split(found["text"], maxsplit=1)
    return weight, _said(text), _said("".join(feedback))


def _said(text: str) -> str:
    return show(_ESCAPED.sub(r"\1", text)).strip()


def _words(gap: ParsedQuestion, weight: Decimal, text: str, feedback: str, form: str) -> None:
    text = unescape(text) if form == "html" else text
    gap.answers.append(ParsedAnswer(text, "plain", weight, feedback, form if feedback else ""))


def _choice(gap: ParsedQuestion, weight: Decimal, text: str, feedback: str, form: str) -> None:
    gap.answers.append(ParsedAnswer(text, form, weight, feedback))


def _number(gap: ParsedQuestion, weight: Decimal, text: str, feedback: str, form: str) -> None:
    if text == "*" and not weight:
        gap.extra["otherwise"] = feedback
        return
    value, _colon, tolerance = text.partition(":")
    number = need_number(value)
    answer = ParsedAnswer("", "plain", weight, feedback, form if feedback else "")
    answer.value, answer.unit = number
    answer.tolerance = abs(need_number(tolerance).number) if tolerance.strip() else Decimal(0)
    gap.answers.append(answer)


_READERS: dict[str, Callable] = {"shorttext": _words, "single": _choice, "number": _number}
