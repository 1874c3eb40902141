"""Gaps with words to choose from: Moodle's "select missing words" and "drag and drop into text"."""

import re
from decimal import Decimal
from typing import NamedTuple
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.moodlexml.texts import text_at, text_in
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.formats.weights import HUNDRED
from school.lib.refusal import Refusal

_GAP = re.compile(r"\[\[(\d{1,4})\]\]", re.ASCII)
# More gaps times more choices than any text can have.
_LIMIT = 10_000


class _Choice(NamedTuple):
    text: str
    group: str


def read_gapselect(question: ParsedQuestion, element: Element) -> list[Problem]:
    return _read(question, element, "selectoption", "plain")


def read_ddwtos(question: ParsedQuestion, element: Element) -> list[Problem]:
    return _read(question, element, "dragbox", "html")


def _read(question: ParsedQuestion, element: Element, tag: str, form: str) -> list[Problem]:
    """`[[3]]` is the gap for the third choice; its group is what can be chosen there."""
    choices = [_Choice(text_in(c), text_at(c, "group") or "1") for c in element.findall(tag)]
    wanted = [int(number) for number in _GAP.findall(question.text)]
    if not wanted or not all(1 <= number <= len(choices) for number in wanted):
        message = _("Its gaps and the words for them don't fit together.")
        raise Refusal("cloze-unreadable", message)
    if len(wanted) * len(choices) > _LIMIT:
        raise Refusal("cloze-unreadable", _("It has more gaps than can be shown."))
    question.kind = "cloze"
    question.gaps = [_gap(question, choices, number - 1, form) for number in wanted]
    numbers = iter(range(1, len(wanted) + 1))
    question.text = _GAP.sub(lambda found: f"[[{next(numbers)}]]", question.text)
    return []


def _gap(question: ParsedQuestion, choices: list[_Choice], right: int, form: str) -> ParsedQuestion:
    answers = [
        ParsedAnswer(choice.text, form, fraction=HUNDRED if place == right else Decimal(0))
        for place, choice in enumerate(choices)
        if choice.group == choices[right].group
    ]
    return ParsedQuestion(
        "single", "", line=question.line, answers=answers, shuffle=question.shuffle
    )
