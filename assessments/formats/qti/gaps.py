"""Interactions inside a text: fields to type into, lists to choose from, words to put in."""

import re
from decimal import Decimal
from html import unescape
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.qti.body import flow_of
from assessments.formats.qti.choosing import said
from assessments.formats.qti.item import OURS, Item, unsupported
from assessments.formats.qti.response import (
    HUNDRED,
    NUMBERS,
    Response,
    mark_of,
    numbers_of,
    per_cent,
)
from assessments.formats.question import ParsedAnswer, ParsedQuestion
from school.lib.refusal import Refusal

# The field at the end of a text, and the unit behind it.
_UNIT = re.compile(r"(?:<p>\s*)?\[\[1\]\](?P<unit>[^\n<]{0,24})(?:</p>)?\s*$")


def read_gaps(item: Item, first: Element) -> None:
    """One field at the end of the text is a short text or a number; all else is a gap text."""
    if _is_field(item, first):
        gap = _gap(item, first)
        question = item.question
        question.kind, question.answers = gap.kind, gap.answers
        question.case_sensitive = gap.case_sensitive
        unit = _UNIT.search(question.text)
        question.text = _UNIT.sub("", question.text).strip()
        for answer in question.answers if gap.kind == "number" and unit else ():
            answer.unit = unescape(unit["unit"]).strip()
        return
    item.question.kind = "cloze"
    item.question.gaps = [_gap(item, one) for one in item.body.gaps]
    if mark_of(item.root) is None:
        item.question.mark = sum((gap.mark for gap in item.question.gaps), Decimal(0))


def _is_field(item: Item, first: Element) -> bool:
    if len(item.body.gaps) > 1 or first.tag != "textEntryInteraction":
        return False
    if item.root.get("toolName") == OURS:
        return first.get("responseIdentifier") == "RESPONSE"
    if item.response(first).base in NUMBERS:
        return bool(_UNIT.search(item.question.text))
    return not item.body.goes_on


def _gap(item: Item, interaction: Element) -> ParsedQuestion:
    response = item.response(interaction)
    mark = response.top or Decimal(1)
    if interaction.tag == "inlineChoiceInteraction":
        answers = [
            said(choice, response.worth(choice.get("identifier", "")))
            for choice in interaction.iter("inlineChoice")
        ]
        shuffle = interaction.get("shuffle") == "true"
        gap = ParsedQuestion("single", "", answers=answers, mark=mark, shuffle=shuffle)
    elif response.base in NUMBERS:
        whole = item.question.mark if len(item.body.gaps) == 1 else mark
        gap = ParsedQuestion("number", "", answers=numbers_of(item.root, response, whole))
        gap.mark = mark
    else:
        gap = _typed_gap(item, response, mark)
    if not gap.answers:
        raise Refusal("answer-missing", _("The answer is missing."))
    return gap


def _typed_gap(item: Item, response: Response, mark: Decimal) -> ParsedQuestion:
    # A star stands for any text here, and for a star in other programs.
    ours = item.root.get("toolName") == OURS
    keys = [entry.key for entry in response.entries] or response.correct
    answers = [
        ParsedAnswer(
            text=key if ours else key.replace("*", "\\*"),
            fraction=response.worth(key) if response.entries else HUNDRED,
        )
        for key in dict.fromkeys(keys)
    ]
    case = any(entry.case_sensitive for entry in response.entries)
    return ParsedQuestion("shorttext", "", answers=answers, mark=mark, case_sensitive=case)


def read_gap_match(item: Item, interaction: Element) -> None:
    """Words to put into gaps: each gap is chosen for from all of them."""
    texts = {one.get("identifier", ""): flow_of([one]) for one in interaction.iter("gapText")}
    response = item.response(interaction)
    if not texts or not item.body.gaps:
        raise unsupported(_("The interaction %(name)s is not supported."), "gapImg")
    item.question.kind = "cloze"
    for gap in item.body.gaps:
        name = gap.get("identifier", "")
        pairs = {f"{text} {name}": flow for text, flow in texts.items()}
        marks = [response.worth(pair) for pair in pairs]
        top = max(marks)
        if top <= 0:
            raise Refusal("answer-missing", _("A gap has no answer."))
        answers = [
            ParsedAnswer(text=flow.text, fraction=per_cent(max(Decimal(0), worth), top))
            for worth, flow in zip(marks, pairs.values(), strict=True)
        ]
        item.question.gaps.append(ParsedQuestion("single", "", answers=answers))
