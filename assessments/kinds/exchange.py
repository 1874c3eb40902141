"""Questions between the bank and files: what every kind writes down and gives out alike.

The bank keeps plain words. A text that came with markup is shown by its words and kept beside
them as it was, so that it goes out as it came in, unless somebody has changed the words since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.plaintext import HTML, PLAIN, plain_text

LONGEST_NAME, LONGEST_CODE = 255, 40
LARGEST_MARK = Decimal("9999.99")
CENT, SIX = Decimal("0.01"), Decimal("0.000001")
LARGEST_NUMBER = Decimal(10**12)


@dataclass
class Written:
    """A question as the bank takes it: its fields, and those of its answers and gaps."""

    fields: dict[str, Any]
    answers: list[dict[str, Any]]
    gaps: list[dict[str, Any]] = field(default_factory=list)
    picture: tuple[str, bytes] | None = None
    problems: list[Problem] = field(default_factory=list)


def written(
    parsed: ParsedQuestion,
    answers: list[dict[str, Any]],
    gaps: Sequence[dict[str, Any]] = (),
    problems: Sequence[Problem] = (),
) -> Written:
    """What all kinds take of a parsed question, with the answers and gaps of its kind."""
    mark = min(LARGEST_MARK, max(Decimal(0), parsed.mark)).quantize(CENT)
    name, content = next(iter(parsed.pictures.items()), ("", b""))
    extra = {
        "file": parsed.extra,
        "originals": _originals(parsed),
        "mark": str(parsed.mark) if mark != parsed.mark else "",
        "picture": name,
        "id_number": parsed.id_number if len(parsed.id_number) > LONGEST_CODE else "",
    }
    fields = {
        "kind": parsed.kind,
        "text": plain_text(parsed.text, parsed.text_format),
        "feedback": plain_text(parsed.general_feedback, _feedback_format(parsed)),
        "name": parsed.name[:LONGEST_NAME],
        "code": "" if extra["id_number"] else parsed.id_number,
        "mark": mark,
        "penalty": parsed.penalty,
        "case_sensitive": parsed.case_sensitive,
        "shuffle": parsed.shuffle,
        "extra": {key: value for key, value in extra.items() if value},
    }
    picture = (name, content) if content else None
    found = [*problems, *_lost_pictures(parsed), *_lost_numbers(parsed, answers)]
    return Written(fields, answers, list(gaps), picture, found)


def written_answer(answer: ParsedAnswer, **more: Any) -> dict[str, Any]:
    return {
        "text": plain_text(answer.text, answer.text_format),
        "fraction": answer.fraction,
        "feedback": plain_text(answer.feedback, answer.feedback_format or answer.text_format),
        "value": answer.value,
        "tolerance": answer.tolerance,
        "unit": answer.unit[:20],
        "match": answer.match,
        **more,
    }


def parsed_question(
    question: Any, answers: list[ParsedAnswer], gaps: Sequence[ParsedQuestion] = ()
) -> ParsedQuestion:
    """What all kinds give of a question of the bank."""
    extra = question.extra or {}
    text, text_format = _original(extra, question.text)
    feedback, feedback_format = _original(extra, question.feedback)
    mark = Decimal(extra.get("mark") or question.mark)
    parsed = ParsedQuestion(
        kind=question.kind,
        text=text,
        text_format=text_format,
        name=question.name,
        category=tuple(question.category.names()) if question.category_id else (),
        answers=answers,
        general_feedback=feedback,
        general_feedback_format=feedback_format if feedback else "",
        mark=mark if mark.quantize(CENT) == question.mark else question.mark,
        penalty=question.penalty,
        tags=tuple(sorted(tag.name for tag in question.tags.all())),
        id_number=question.code or extra.get("id_number", ""),
        case_sensitive=question.case_sensitive,
        shuffle=question.shuffle,
        language=question.locale.language_code,
        gaps=list(gaps),
        extra=extra.get("file", {}),
    )
    if question.picture_id:
        _put_picture_in(parsed, question)
    return parsed


def parsed_answer(question: Any, answer: Any, **more: Any) -> ParsedAnswer:
    extra = question.extra or {}
    text, text_format = _original(extra, answer.text)
    feedback, feedback_format = _original(extra, answer.feedback)
    given = {
        "text": text,
        "text_format": text_format,
        "fraction": answer.fraction,
        "feedback": feedback,
        "feedback_format": feedback_format if feedback else "",
        "value": answer.value,
        "tolerance": answer.tolerance or Decimal(0),
        "unit": answer.unit,
        "match": answer.match,
    }
    return ParsedAnswer(**given | more)


def _feedback_format(parsed: ParsedQuestion) -> str:
    return parsed.general_feedback_format or parsed.text_format


def _originals(parsed: ParsedQuestion) -> dict[str, list[str]]:
    """Each text with markup, by the words that it is shown as."""
    texts = [
        (parsed.text, parsed.text_format),
        (parsed.general_feedback, _feedback_format(parsed)),
    ]
    for one in [parsed, *parsed.gaps]:
        for answer in one.answers:
            texts.append((answer.text, answer.text_format))
            texts.append((answer.feedback, answer.feedback_format or answer.text_format))
    return {
        plain_text(text, text_format): [text_format, text]
        for text, text_format in texts
        if text and text_format != PLAIN
    }


def _original(extra: dict[str, Any], words: str) -> tuple[str, str]:
    """The text as it came, if its words are still the same, and its format."""
    text_format, text = extra.get("originals", {}).get(words, (PLAIN, words))
    return text, text_format


def _put_picture_in(parsed: ParsedQuestion, question: Any) -> None:
    """The picture's content, and where it belongs: a text that does not show it yet does."""
    name = (question.extra or {}).get("picture") or question.picture.filename
    with question.picture.file.open("rb") as file:
        parsed.pictures = {name: file.read()}
    if parsed.kind == "place" or name in parsed.text:
        return
    words = parsed.text
    if parsed.text_format != HTML:
        words = f"<p>{escape(words)}</p>".replace("\n", "<br>")
    parsed.text = f'{words}<p><img src="@@PLUGINFILE@@/{escape(name)}" alt=""></p>'
    parsed.text_format = HTML


def _lost_pictures(parsed: ParsedQuestion) -> list[Problem]:
    if len(parsed.pictures) < 2:
        return []
    more = _("Only the first of its pictures is shown with the question.")
    return [Problem(parsed.line, "pictures-left-out", more, cost=False)]


def _lost_numbers(parsed: ParsedQuestion, answers: list[dict[str, Any]]) -> list[Problem]:
    """Numbers that the bank can't keep exactly: a wrong key is worse than none."""
    numbers = [one[name] for one in answers for name in ("value", "tolerance") if one.get(name)]
    if all(abs(number) < LARGEST_NUMBER and _fits(number) for number in numbers):
        return []
    said = _("A number in its answers is too large, or has more than six decimal places.")
    return [Problem(parsed.line, "number-unrepresentable", said)]


def _fits(number: Decimal) -> bool:
    return number.quantize(SIX) == number
