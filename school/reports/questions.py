"""What leaders ask about their figures and decisions, as those read it who answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from school.lib import dates
from school.standing import appeal, decisions, figures
from school.standing import figure_words as words
from school.standing import question as rules
from school.standing.figure import Figure, Line
from school.standing.models import Question


@dataclass(frozen=True)
class Asked:
    """One question in the queue: how old it is in days, and whether its day is over."""

    question: Question
    title: str
    reason: str
    age: int
    overdue: bool

    @classmethod
    def of(cls, question: Question, now: datetime) -> "Asked":
        asked_on = dates.day_of(question.asked_at)
        return cls(
            question=question,
            title=words.title(Figure.thawed(question)),
            reason=rules.reason_said(question),
            age=(dates.day_of(now) - asked_on).days,
            overdue=question.is_overdue(now),
        )


@dataclass(frozen=True)
class Told:
    """A figure in words, for one side of the comparison."""

    value: str
    note: str
    lines: list[Line]

    @classmethod
    def of(cls, figure: Figure) -> "Told":
        return cls(words.value(figure), words.note(figure), words.lines(figure))


def seen_by(user) -> QuerySet[Question]:
    """The questions of the leaders whom this person may see; never her own."""
    seen = Question.objects.visible_to(user).exclude(leader__user=user)
    return seen.select_related("leader__user", "leader__region", "answered_by")


def in_words(questions: list[Question]) -> list[Asked]:
    now = timezone.now()
    return [Asked.of(question, now) for question in questions]


def then_and_now(question: Question) -> tuple[Told, Told | None]:
    """What she saw when she asked, and the same figure today; None where it is gone."""
    today = _today(question)
    return Told.of(Figure.thawed(question)), Told.of(today) if today else None


def _today(question: Question) -> Figure | None:
    if not question.is_appeal:
        return figures.find(question.leader, question.about, question.ref)
    decision = decisions.find(question.leader, question.about, question.ref)
    return decision.figure() if decision else None


def accepting(question: Question) -> str:
    """What accepting does, for whoever answers."""
    if question.is_appeal:
        return str(decisions.SORTS[question.about].accepting)
    return _(
        "Figures are never typed over: a mistake is put right in its file or mark, and then "
        "replaces this one."
    )


def may_answer(user, question: Question) -> bool:
    rule = appeal.may_answer if question.is_appeal else rules.may_answer
    return question.is_open and rule(user, question)


def answer(*, question: Question, by, words: str, accept: bool) -> Question:
    """Refuses what `question.answer` and, for an appeal, `appeal.answer` refuse."""
    rule = appeal.answer if question.is_appeal else rules.answer
    return rule(question=question, by=by, words=words, accept=accept)
