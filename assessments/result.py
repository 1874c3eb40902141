"""The result of an attempt, explained as data."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from assessments import answer, kinds
from assessments.grade import best_percent
from assessments.kinds.base import said
from assessments.models import Attempt, AttemptQuestion, QuizPage
from assessments.pages import page_of
from courses.outline import outline_of
from school.people.models import Leader


@dataclass(frozen=True)
class Reviewed:
    """A question with what was answered, what is right, and what there is to say."""

    slot: int
    text: str
    kind: str
    verdict: str
    shown: dict[str, Any]
    answered: bool
    feedback: list[str]
    why: str


def explain(*, attempt: Attempt, leader: Leader, language: str) -> dict[str, Any]:
    """Everything that the result's page prints. A constant number of queries."""
    values = answer.standing(attempt)
    questions = list(attempt.questions.all())
    quiz = page_of(QuizPage, attempt.quiz_key, language)
    return {
        "attempt": attempt,
        "title": attempt.title.get(language) or next(iter(attempt.title.values()), ""),
        "best": best_percent(leader=leader, step_key=attempt.quiz_key),
        "questions": [review(one, values.get(one.pk), language) for one in questions],
        "right": sum(1 for one in questions if one.fraction == 1),
        "quiz": quiz,
        "may_try_again": _may_try_again(attempt, quiz),
        "onward_url": _onward_url(quiz),
    }


def review(question: AttemptQuestion, value: Any, language: str) -> Reviewed:
    kind = kinds.find(question.kind)
    return Reviewed(
        slot=question.slot,
        text=said(question.frozen["texts"], language),
        kind=question.kind,
        verdict=_verdict(question.fraction or Decimal(0)),
        shown=kind.reviewed(question.frozen, value, language),
        answered=value is not None,
        feedback=kind.feedback(question.frozen, value, language),
        why=said(question.frozen["texts"], language, "feedback"),
    )


def _verdict(fraction: Decimal) -> str:
    if fraction == 1:
        return "right"
    return "partly" if fraction else "not-yet"


def _onward_url(quiz: QuizPage | None) -> str:
    """The step after the quiz, else its course; without either, the catalog."""
    if quiz is None:
        return reverse("courses:catalog")
    steps = outline_of(quiz.course).steps()
    keys = [step.translation_key for step in steps]
    after = keys.index(quiz.translation_key) + 1 if quiz.translation_key in keys else len(keys)
    return steps[after].url if after < len(steps) else quiz.course.address


def _may_try_again(attempt: Attempt, quiz: QuizPage | None) -> bool:
    if quiz is None:
        return False
    if not quiz.attempts_allowed:
        return True
    taken = Attempt.objects.filter(leader=attempt.leader_id, quiz_key=attempt.quiz_key).count()
    return taken < quiz.attempts_allowed
