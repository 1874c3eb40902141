"""Numbers between the braces: `#3`, `#3:2`, `#1..5`, `#=%100%3:0 =%50%3:2 ~#not quite`."""

from decimal import Decimal

from assessments.formats.gift.escapes import read_text, show
from assessments.formats.gift.pieces import Piece, cut
from assessments.formats.numbers import need_number
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.formats.weights import HUNDRED


def read_numeric(question: ParsedQuestion, body: str) -> list[Problem]:
    """Give the question its numbers. What to say to any other number is kept in `extra`.

    Refuses number-unreadable."""
    question.kind = "number"
    for piece in cut(body).found:
        text = show(piece.text).strip()
        if text == "*" or (piece.mark == "~" and not text):
            _take_otherwise(question, piece)
        else:
            question.answers.append(_answer(question, piece, text))
    return []


def _take_otherwise(question: ParsedQuestion, piece: Piece) -> None:
    if piece.mark != "~" and piece.weight:
        need_number(piece.text)
    feedback = read_text(piece.feedback, question.text_format)
    question.extra["otherwise"] = feedback.text
    if feedback.format != question.text_format:
        question.extra["otherwise_format"] = feedback.format


def _answer(question: ParsedQuestion, piece: Piece, text: str) -> ParsedAnswer:
    value, tolerance, unit = span(text)
    usual = Decimal(0) if piece.mark == "~" else HUNDRED
    feedback = read_text(piece.feedback, question.text_format)
    return ParsedAnswer(
        fraction=usual if piece.weight is None else piece.weight,
        feedback=feedback.text,
        feedback_format=feedback.format,
        value=value,
        tolerance=tolerance,
        unit=unit,
    )


def span(text: str) -> tuple[Decimal, Decimal, str]:
    """Middle, tolerance and unit of "3", "3:2" or "1..5". Refuses number-unreadable."""
    if ".." in text:
        low, high = (need_number(end) for end in text.split("..", 1))
        middle = (low[0] + high[0]) / 2
        return middle, abs(high[0] - low[0]) / 2, high[1] or low[1]
    value, _colon, tolerance = text.replace("：", ":").partition(":")
    number, unit = need_number(value)
    return number, abs(need_number(tolerance)[0]) if tolerance.strip() else Decimal(0), unit
