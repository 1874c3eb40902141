"""From the answers between the braces to the kind of a question."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessments.formats.gift.escapes import read_text, show
from assessments.formats.gift.numeric import read_numeric
from assessments.formats.gift.pieces import Piece, cut, narrow_marks, split_feedback
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.formats.weights import HUNDRED, shares
from school.lib.refusal import Refusal

_ARROW = re.compile("->")
_TRUE = {"t", "true", "对", "正确", "√"}
_FALSE = {"f", "false", "错", "错误", "×"}


def read_answers(question: ParsedQuestion, body: str) -> list[Problem]:
    """Give the question its kind and its answers; what is worth a look.

    Refuses weight-illegal, number-unreadable, matching-unreadable."""
    body = narrow_marks(body)
    body = _take_general_feedback(question, body).strip()
    if not body:
        question.kind = "essay"
        return []
    if body[0] == "#":
        return read_numeric(question, body[1:])
    if _take_truth(question, body):
        return []
    found = cut(body)
    if any(piece.mark == "~" for piece in found.found):
        _take_choices(question, found.found)
    elif any(piece.mark == "=" for piece in found.found) and _ARROW.search(body):
        _take_pairs(question, found.found)
    else:
        _take_wordings(question, found.found)
    return [_doubt(question)] if found.doubtful else []


def answer_of(question: ParsedQuestion, piece: Piece, usual: Decimal) -> ParsedAnswer:
    """The answer with its texts; what it is worth unless it says so itself."""
    text = piece.said(question.text_format)
    feedback = read_text(piece.feedback, question.text_format)
    return ParsedAnswer(
        text=text.text,
        text_format=text.format,
        fraction=usual if piece.weight is None else piece.weight,
        feedback=feedback.text,
        feedback_format=feedback.format if feedback.format != text.format else "",
    )


def _doubt(question: ParsedQuestion) -> Problem:
    message = _("A = stands in the middle of an answer. It was taken as a part of its words.")
    return Problem(question.line, "equals-in-answer", message, cost=False)


def _take_general_feedback(question: ParsedQuestion, body: str) -> str:
    body, mark, feedback = body.rpartition("####")
    if not mark:
        return feedback
    said = read_text(feedback, question.text_format)
    question.general_feedback = said.text
    question.general_feedback_format = said.format if said.format != question.text_format else ""
    return body


def _take_truth(question: ParsedQuestion, body: str) -> bool:
    """True/false, then what to say to the wrong and to the right answer."""
    word, feedback = split_feedback(body)
    if word.lower() not in _TRUE | _FALSE:
        return False
    wrong, right = (read_text(part, question.text_format) for part in split_feedback(feedback))
    question.kind = "truefalse"
    truth = word.lower() in _TRUE
    question.answers = [
        ParsedAnswer(
            text=name,
            fraction=HUNDRED if meant else Decimal(0),
            feedback=(right if meant else wrong).text,
            feedback_format=(right if meant else wrong).format,
        )
        for name, meant in (("true", truth), ("false", not truth))
    ]
    return True


def _take_choices(question: ParsedQuestion, pieces: list[Piece]) -> None:
    question.answers = [
        answer_of(question, piece, HUNDRED if piece.mark == "=" else Decimal(0)) for piece in pieces
    ]
    weights = [answer.fraction for answer in question.answers]
    whole = [p for p in pieces if p.mark == "=" and p.weight in (None, HUNDRED)]
    parts = [p for p in pieces if p.mark == "=" and p.weight not in (None, HUNDRED)]
    question.kind = "single" if whole or (parts and not shares(weights)) else "multiple"


def _take_wordings(question: ParsedQuestion, pieces: list[Piece]) -> None:
    question.kind = "shorttext"
    question.answers = [answer_of(question, piece, HUNDRED) for piece in pieces]
    for answer in question.answers:
        answer.feedback_format = _said_format(question, answer)
        answer.text_format = "plain"


def _said_format(question: ParsedQuestion, answer: ParsedAnswer) -> str:
    """Words to compare with have no format; that of the feedback must not follow theirs."""
    said = answer.feedback_format or answer.text_format
    return said if answer.feedback else ""


def _take_pairs(question: ParsedQuestion, pieces: list[Piece]) -> None:
    question.kind = "matching"
    question.answers = [_pair(question, piece) for piece in pieces]


def _pair(question: ParsedQuestion, piece: Piece) -> ParsedAnswer:
    # A pair has no feedback of its own: a # in it is a letter.
    whole = f"{piece.text}#{piece.feedback}" if piece.feedback else piece.text
    left, arrow, right = whole.partition("->")
    if not arrow:
        message = _("One of the pairs to match has no -> between its halves.")
        raise Refusal("matching-unreadable", message)
    text = read_text(left, question.text_format)
    worth = HUNDRED if text.text else Decimal(0)
    return ParsedAnswer(text.text, text.format, worth, match=show(right).strip())
