"""The result of an attempt, explained as data."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments import answer, appeal_box, kinds, presets
from assessments import review as review_grid
from assessments.allowance import allowance, said_when
from assessments.appeal_box import AppealBox
from assessments.grade import counting_percent
from assessments.kinds.base import said
from assessments.models import AnswerEvent, Attempt, AttemptQuestion, QuizPage
from assessments.pages import page_of
from assessments.terms import Terms
from courses.outline import outline_of
from school.people.models import Leader

ALL = frozenset(presets.ITEMS)


@dataclass(frozen=True)
class Reviewed:
    """A question with what was answered, what is right, and what there is to say; what she may
    not see yet is empty. `marks` are reached and possible ones."""

    slot: int
    text: str
    kind: str
    verdict: str
    shown: dict[str, Any]
    answered: bool
    feedback: list[str]
    why: str
    asks: bool = True
    marks: tuple[Decimal, Decimal] | None = None
    picture: dict[str, Any] | None = None
    appeal: AppealBox | None = None

    def covered(self) -> "Reviewed":
        """The same while she may still try: without the explanation."""
        return replace(self, why="", marks=None)


def explain(*, attempt: Attempt, leader: Leader, language: str) -> dict[str, Any]:
    """Everything that the result's page prints. A constant number of queries."""
    given = answer.given(attempt)
    questions = list(attempt.questions.select_related("appeal").prefetch_related("marks_given"))
    quiz = page_of(QuizPage, attempt.quiz_key, language)
    may = review_grid.visible(attempt)
    asked = [one for one in questions if kinds.find(one.kind).asks]
    return {
        "attempt": attempt,
        "title": attempt.title.get(language) or next(iter(attempt.title.values()), ""),
        "terms": Terms.of(attempt),
        "closes": _closing(attempt),
        "may": {item: item in may for item in presets.ITEMS},
        "counts": counting_percent(leader=leader, step_key=attempt.quiz_key),
        "word": _word(attempt, language) if "overall" in may else "",
        "questions": [
            _with_appeal(one, given.get(one.pk, answer.NOTHING).value, language, may)
            for one in questions
            if "attempt" in may
        ],
        "count": len(asked),
        "right": sum(1 for one in asked if one.fraction and one.fraction >= 1),
        "late": AnswerEvent.objects.filter(
            attempt_question__attempt=attempt, late=True, acceptance=None
        ).count(),
        "quiz": quiz,
        "may_try_again": _may_try_again(attempt, quiz, leader),
        "onward_url": _onward_url(quiz),
    }


def _with_appeal(
    question: AttemptQuestion, value: Any, language: str, may: Collection[str]
) -> Reviewed:
    box = appeal_box.of_answer(question, answered=value is not None)
    return replace(review(question, value, language, may), appeal=box)


def _closing(attempt: Attempt) -> str:
    closes = Terms.of(attempt).closes_at
    return said_when(datetime.fromisoformat(closes)) if closes else ""


def _word(attempt: Attempt, language: str) -> str:
    return "" if attempt.percent is None else Terms.of(attempt).word_to(attempt.percent, language)


def review(
    question: AttemptQuestion, value: Any, language: str, may: Collection[str] = ALL
) -> Reviewed:
    """`may` are the things of the review grid that she may see now."""
    kind, frozen = kinds.find(question.kind), question.judged
    told = value is not None
    return Reviewed(
        slot=question.slot,
        text=kind.title(frozen, language),
        kind=question.kind,
        verdict=_verdict(question.fraction) if "correctness" in may else "",
        shown=_shown(kind, frozen, value, language, may),
        answered=told,
        feedback=_words(question, value, language) if "specific" in may else [],
        why=said(frozen["texts"], language, "feedback") if "general" in may else "",
        asks=kind.asks,
        marks=(question.mark, question.max_mark) if kind.asks and "marks" in may else None,
        picture=frozen.get("picture"),
    )


def _words(question: AttemptQuestion, value: Any, language: str) -> list[str]:
    """What there is to say to this answer; where a person marked it, the last thing she said."""
    kind = kinds.find(question.kind)
    if not kind.by_person:
        return kind.feedback(question.judged, value, language)
    return [mark.comment for mark in question.marks_given.all() if mark.comment][-1:]


def review_of_try(
    attempt: Attempt, question: AttemptQuestion, value: Any, language: str
) -> Reviewed:
    """What there is to say to an answer that she had checked while the attempt is open. The
    right answer is not told: it has its place in the result."""
    may = review_grid.visible(attempt) - {"right", "marks"}
    fraction = kinds.find(question.kind).grade(question.judged, value)
    verdict = _verdict(fraction) if "correctness" in may else ""
    return replace(review(question, value, language, may), verdict=verdict)


def _shown(kind: Any, frozen: Any, value: Any, language: str, may: Collection[str]) -> dict:
    """The answer beside the right one; or only the answer, its choices marked as far as she may
    know which is right."""
    found = kind.reviewed(frozen, value, language)
    if "right" in may or kind.by_person:
        return found
    if "options" in found:
        known = "correctness" in may
        return {"options": [_uncovered(option, known) for option in found["options"]]}
    return {"value": kind.response(frozen, value, language)}


def _uncovered(option: dict[str, Any], known: bool) -> dict[str, Any]:
    return {**option, "right": bool(known and option["right"] and option["chosen"])}


def _verdict(fraction: Decimal | None) -> str:
    if fraction is None:
        return "waiting"
    if fraction >= 1:
        return "right"
    return "partly" if fraction > 0 else "not-yet"


def _onward_url(quiz: QuizPage | None) -> str:
    """The step after the quiz, else its course; without either, the catalog."""
    if quiz is None:
        return reverse("courses:catalog")
    steps = outline_of(quiz.course).steps()
    keys = [step.translation_key for step in steps]
    after = keys.index(quiz.translation_key) + 1 if quiz.translation_key in keys else len(keys)
    return steps[after].url if after < len(steps) else quiz.course.address


def _may_try_again(attempt: Attempt, quiz: QuizPage | None, leader: Leader) -> bool:
    if quiz is None:
        return False
    allowed = allowance(quiz=quiz, leader=leader)
    taken = Attempt.objects.filter(leader=leader, quiz_key=attempt.quiz_key).count()
    return allowed.left(taken) != 0 and not allowed.is_after(timezone.now())
