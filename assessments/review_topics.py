"""What a leader knows by now of what she once missed: for the talk with her coach, never for her
pay."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessments.models import Attempt, AttemptQuestion, Category, Question, ReviewCard
from assessments.models.category import SEPARATOR
from assessments.review_cards import self_grading
from school.people.models import Leader


@dataclass(frozen=True)
class Known:
    """Of so many questions that she once missed, she knew so many the last time she saw them in
    her review."""

    known: int
    of: int


@dataclass(frozen=True)
class Topic:
    """A drawer of the question bank: how many of its questions she once missed, and how many of
    them are still open."""

    category: int
    name: str
    missed: int
    open: int


def known(leader: Leader) -> Known:
    """How many of the questions that she once missed she knows by now. Two queries."""
    known_by_key = _known_by_key(leader)
    return Known(sum(known_by_key.values()), len(known_by_key))


def weak_topics(leader: Leader, few: int = 3) -> list[Topic]:
    """The topics with the most open questions, the weakest first; none if nothing is open. Four
    queries."""
    known_by_key = _known_by_key(leader)
    drawers = dict(
        Question.objects.filter(translation_key__in=known_by_key)
        .order_by("-pk")
        .values_list("translation_key", "category")
    )
    missed = Counter(drawers.values())
    still = Counter(drawer for key, drawer in drawers.items() if not known_by_key[key])
    names = Category.objects.names() if still else {}
    topics = [Topic(pk, _name(names, pk), missed[pk], count) for pk, count in still.items()]
    return sorted(topics, key=lambda topic: (-topic.open, -topic.missed, topic.name))[:few]


def _known_by_key(leader: Leader) -> dict[UUID, bool]:
    missed = AttemptQuestion.objects.filter(
        attempt__leader=leader,
        attempt__state=Attempt.State.DONE,
        fraction__lt=1,
        kind__in=self_grading(),
    )
    keys = missed.order_by().values_list("question_key", flat=True).distinct()
    cards = ReviewCard.objects.filter(leader=leader).values_list("question_key", "known")
    return dict.fromkeys(keys, False) | dict(cards)


def _name(names: dict[int, Any], category: int) -> str:
    return SEPARATOR.join(names.get(category, ()))
