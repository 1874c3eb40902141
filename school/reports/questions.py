"""What leaders ask about their figures and decisions, as those read it who answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from school.lib import dates
from school.standing import figure_words as words
from school.standing import figures
from school.standing import question as rules
from school.standing.figure import Figure
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
    lines: list[words.Line]

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
    today = figures.find(question.leader, question.about, question.ref)
    return Told.of(Figure.thawed(question)), Told.of(today) if today else None
