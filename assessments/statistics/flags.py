"""What figures mean, in the words of one trainer to another.

Limits are those of the usual guides to item analysis. Where chance alone could have made a figure
nothing is said: with fewer than `ENOUGH` attempts, or while a correlation is within two standard
errors of none, which are 2/√n for n attempts.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _

from assessments.statistics.exam import ExamFigures
from assessments.statistics.questions import QuestionFigures

ENOUGH = 10
HARD, EASY = 20, 95
WEAK = 10
TWO_ERRORS = 2
FAR_TOO_HEAVY = 2
UNSTEADY = 64

LOOK, NOTE = "look", "note"


@dataclass(frozen=True)
class Flag:
    """A remark. `level` is "look" where something is probably wrong, else "note"."""

    code: str
    level: str
    words: str


def question_flags(question: QuestionFigures) -> list[Flag]:
    """What to say about a question, the gravest first."""
    if question.attempts < ENOUGH or question.facility is None:
        return []
    found = [_against(question), _hard(question), _easy(question), _heavy(question)]
    return [flag for flag in found if flag] or [flag for flag in [_weak(question)] if flag]


def exam_flags(exam: ExamFigures) -> list[Flag]:
    """What to say about the quiz as a whole."""
    if exam.attempts < ENOUGH:
        words = _("Fewer than %(enough)s attempts: chance still plays a part in these figures.")
        return [Flag("few", NOTE, words % {"enough": ENOUGH})]
    if exam.alpha is not None and exam.alpha < UNSTEADY:
        words = _(
            "The questions don't agree much with each other: a second try may end quite elsewhere."
        )
        return [Flag("unsteady", NOTE, words)]
    return []


def _against(question: QuestionFigures) -> Flag | None:
    chance = 100 * TWO_ERRORS / sqrt(question.attempts)
    if question.discrimination is None or question.discrimination > -chance:
        return None
    words = _("Who does well elsewhere gets this wrong more often: is the key wrong?")
    return Flag("against", LOOK, words)


def _hard(question: QuestionFigures) -> Flag | None:
    if question.facility >= HARD:
        return None
    return Flag("hard", LOOK, _("Almost nobody gets this right: is the key wrong?"))


def _easy(question: QuestionFigures) -> Flag | None:
    if question.facility <= EASY:
        return None
    words = _("Almost everybody gets this right: good for courage, but it sorts nobody.")
    return Flag("easy", NOTE, words)


def _heavy(question: QuestionFigures) -> Flag | None:
    meant, real = question.intended_weight, question.effective_weight
    if not meant or real is None or real <= FAR_TOO_HEAVY * meant:
        return None
    return Flag("heavy", NOTE, _("It decides more of the result than it was meant to."))


def _weak(question: QuestionFigures) -> Flag | None:
    if question.discrimination is None or question.discrimination >= WEAK:
        return None
    words = _("It hardly tells who knows from who doesn't: is the wording clear?")
    return Flag("weak", NOTE, words)


def remark(figures: Any) -> str:
    """How steady the quiz is, for beside its alpha."""
    if figures.alpha is None:
        return _("Needs two questions and results that differ.")
    if figures.alpha >= 75:
        return _("The questions agree well with each other.")
    if figures.alpha >= UNSTEADY:
        return _("The questions agree fairly well with each other.")
    return _("The questions ask for different things, or there are few of them.")
