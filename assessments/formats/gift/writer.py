"""Questions as GIFT, which Moodle and this school read back."""

import re
from collections.abc import Callable, Iterable

from assessments.formats.gift.braces import narrow
from assessments.formats.gift.comments import comment
from assessments.formats.gift.escapes import escape, hide
from assessments.formats.path import write_path
from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.weights import HUNDRED, in_plain

_MISLEADING = re.compile(r"//|：：|%|\[")


def can_write(question: ParsedQuestion) -> bool:
    """Whether GIFT has a way to say this question."""
    if question.kind not in _BODIES or question.pictures:
        return False
    answers = question.answers
    if not answers and question.kind not in ("essay", "description"):
        return False
    if question.kind in ("shorttext", "matching"):
        texts = [answer.text for answer in answers]
        texts += [answer.feedback for answer in answers if question.kind == "shorttext"]
        if any("->" in text for text in texts):
            return False
    if question.kind == "number" and not all(answer.value is not None for answer in answers):
        return False
    if question.kind == "truefalse" and len(answers) != 2:
        return False
    return not _misleading_braces(question)


def _misleading_braces(question: ParsedQuestion) -> bool:
    """Whether full-width braces of the text would be taken for those around answers."""
    written = hide(_question(question))
    return narrow(written) != written


def write(questions: Iterable[ParsedQuestion]) -> bytes:
    """The questions that GIFT can say, in UTF-8; the others are named in comments."""
    parts, category = [], ()
    for question in questions:
        if question.category != category:
            category = question.category
            parts.append(f"$CATEGORY: {_line(write_path(category))}\n")
        parts.append(_question(question) if can_write(question) else _left_out(question))
    return "\n".join(parts).encode()


def _left_out(question: ParsedQuestion) -> str:
    name = _plain_line(question.name or question.text)[:80]
    return f"// Not in this file, GIFT has no form for it ({question.kind}): {name}\n"


def _question(question: ParsedQuestion) -> str:
    head = comment(question.id_number, question.tags)
    if question.name:
        head += f"::{escape(_plain_line(question.name))}::"
    text = _text(question.text, question.text_format, "moodle")
    return f"{head}{text}{_BODIES[question.kind](question)}\n"


def _none(question: ParsedQuestion) -> str:
    return ""


def _essay(question: ParsedQuestion) -> str:
    return f"{{{_general(question)}}}"


def _truth(question: ParsedQuestion) -> str:
    right, wrong = sorted(question.answers, key=lambda answer: -answer.fraction)
    feedback = _feedback(question, wrong)
    told = _feedback(question, right)
    said = (feedback or "#") + told if told else feedback
    return f"{{{right.text.upper()}{said}{_general(question)}}}"


def _choices(question: ParsedQuestion) -> str:
    return _lines(question, "", [_choice(question, answer) for answer in question.answers])


def _choice(question: ParsedQuestion, answer: ParsedAnswer) -> str:
    if answer.fraction == HUNDRED and question.kind == "single":
        mark = "="
    else:
        mark = f"~%{in_plain(answer.fraction)}%" if answer.fraction else "~"
    text = _text(answer.text, answer.text_format, question.text_format)
    return mark + text + _feedback(question, answer)


def _wordings(question: ParsedQuestion) -> str:
    lines = [
        f"=%{in_plain(answer.fraction)}%{escape(answer.text)}{_feedback(question, answer)}"
        for answer in question.answers
    ]
    return _lines(question, "", lines)


def _numbers(question: ParsedQuestion) -> str:
    lines = [
        f"=%{in_plain(answer.fraction)}%{in_plain(answer.value)}:{in_plain(answer.tolerance)}"
        f"{_feedback(question, answer)}"
        for answer in question.answers
    ]
    otherwise = question.extra.get("otherwise")
    if otherwise:
        form = question.extra.get("otherwise_format") or question.text_format
        lines.append(f"~#{_text(otherwise, form, question.text_format)}")
    return _lines(question, "#", lines)


def _pairs(question: ParsedQuestion) -> str:
    lines = [
        f"={_text(answer.text, answer.text_format, question.text_format)} -> {escape(answer.match)}"
        for answer in question.answers
    ]
    return _lines(question, "", lines)


def _lines(question: ParsedQuestion, head: str, lines: list[str]) -> str:
    general = _general(question)
    lines = [*lines, general] if general else lines
    return f"{{{head}\n" + "".join(f"\t{line}\n" for line in lines) + "}"


def _feedback(question: ParsedQuestion, answer: ParsedAnswer) -> str:
    if not answer.feedback:
        return ""
    form = answer.feedback_format or answer.text_format
    return "#" + _text(answer.feedback, form, question.text_format)


def _general(question: ParsedQuestion) -> str:
    if not question.general_feedback:
        return ""
    form = question.general_feedback_format or question.text_format
    return "####" + _text(question.general_feedback, form, question.text_format)


def _text(text: str, form: str, usual: str) -> str:
    """The text with its format where that isn't the usual one, or where its beginning could be
    taken for a comment, a title, a weight or a format."""
    if not text or (form == usual and not _MISLEADING.match(text)):
        return escape(text)
    return f"[{form}]{escape(text)}"


def _line(text: str) -> str:
    return escape(_plain_line(text)).replace(r"\:", ":")


def _plain_line(text: str) -> str:
    return " ".join(text.split())


_BODIES: dict[str, Callable[[ParsedQuestion], str]] = {
    "description": _none,
    "essay": _essay,
    "truefalse": _truth,
    "single": _choices,
    "multiple": _choices,
    "shorttext": _wordings,
    "number": _numbers,
    "matching": _pairs,
}
