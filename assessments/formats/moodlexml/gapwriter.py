"""Gaps as Moodle writes them into a text."""

import re
from html import escape as escape_html

from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.weights import HUNDRED, in_plain

_GAP = re.compile(r"\[\[(\d{1,4})\]\]", re.ASCII)
_NAMES = {"shorttext": "SHORTANSWER", "number": "NUMERICAL", "single": "MULTICHOICE"}


def can_write_gap(gap: ParsedQuestion) -> bool:
    """Whether the gap's words can stand in Moodle's notation, which has no way to write a \\ ."""
    texts = [text for answer in gap.answers for text in (answer.text, answer.feedback)]
    return gap.kind in _NAMES and not any("\\" in text for text in texts)


def cloze_text(question: ParsedQuestion) -> str:
    """The text with the gaps where their numbers stand."""

    def gap(found: re.Match) -> str:
        place = int(found[1]) - 1
        known = 0 <= place < len(question.gaps)
        return _gap(question.gaps[place], question.text_format) if known else found[0]

    return _GAP.sub(gap, question.text)


def _gap(gap: ParsedQuestion, form: str) -> str:
    answers = [_answer(gap, answer, form) for answer in gap.answers]
    if gap.extra.get("otherwise"):
        answers.append(f"*#{_escaped(gap.extra['otherwise'])}")
    return f"{{{in_plain(gap.mark)}:{_name(gap)}:{'~'.join(answers)}}}"


def _name(gap: ParsedQuestion) -> str:
    flags = {"vertical": "V", "horizontal": "H"}.get(gap.extra.get("layout", ""), "")
    if gap.kind == "single":
        flags += "S" if gap.shuffle else ""
    elif gap.kind == "shorttext":
        flags = "C" if gap.case_sensitive else ""
    else:
        flags = ""
    return _NAMES[gap.kind] + (f"_{flags}" if flags else "")


def _answer(gap: ParsedQuestion, answer: ParsedAnswer, form: str) -> str:
    if answer.fraction == HUNDRED:
        weight = "="
    else:
        weight = f"%{in_plain(answer.fraction)}%" if answer.fraction or gap.kind == "single" else ""
    text = _number(answer) if gap.kind == "number" else _words(gap, answer, form)
    return weight + text + (f"#{_escaped(answer.feedback)}" if answer.feedback else "")


def _number(answer: ParsedAnswer) -> str:
    value = in_plain(answer.value) if answer.value is not None else "0"
    return f"{value}:{in_plain(answer.tolerance)}"


def _words(gap: ParsedQuestion, answer: ParsedAnswer, form: str) -> str:
    plain = form == "html" and (gap.kind == "shorttext" or answer.text_format == "plain")
    return _escaped(escape_html(answer.text, quote=False) if plain else answer.text)


def _escaped(text: str) -> str:
    return re.sub(r"([~#{}=/\"])", r"\\\1", text)
