"""The answers of an attempt: how one is taken in, and which one stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from assessments.models import AnswerEvent, Attempt, AttemptQuestion


@dataclass
class Given:
    """What was answered to one question: the answer that stands, how sure she was of it, and the
    answers about which she asked whether they are right, in their order."""

    value: Any = None
    certainty: int | None = None
    checked: list[Any] = field(default_factory=list)


NOTHING = Given()


def trace(events: Iterable[AnswerEvent]) -> dict[int, Given]:
    """What was given to each attempt question, by its number.

    The last answer received stands, with one exception: a device that sends an old answer late
    doesn't undo the newer one that it has sent before (its own count says which is newer). One
    that arrived after the end and was accepted has its place where it was given.
    """
    found: dict[int, Given] = {}
    counts: dict[tuple[int, str], int] = {}
    for event in sorted(events, key=_place):
        given = found.setdefault(event.attempt_question_id, Given())
        device = (event.attempt_question_id, event.client_id)
        if event.seq >= counts.get(device, 0):
            counts[device] = event.seq
            given.value, given.certainty = event.value, event.certainty
            if event.checked:
                given.checked.append(event.value)
    return found


def _place(event: AnswerEvent) -> tuple[datetime, int]:
    return (event.given_at if event.late else event.received_at), event.pk


def fold(events: Iterable[AnswerEvent]) -> dict[int, Any]:
    """The answer that stands for each attempt question, by its number."""
    return {question: given.value for question, given in trace(events).items()}


def given(attempt: Attempt, *, until: datetime | None = None) -> dict[int, Given]:
    """What counts of an attempt: what arrived by its deadline (or by `until`), and what came
    later and was accepted. One query."""
    events = AnswerEvent.objects.filter(attempt_question__attempt=attempt)
    in_time = Q(late=False)
    last = until or attempt.deadline
    if last:
        in_time &= Q(received_at__lte=last)
    return trace(events.filter(in_time | Q(acceptance__isnull=False)))


def given_to(questions: QuerySet[AttemptQuestion]) -> dict[int, Given]:
    """What counts of the answers to these questions, each by its own attempt's deadline. One
    query, for looking at one question of many attempts."""
    events = AnswerEvent.objects.filter(attempt_question__in=questions.values("pk"))
    deadline = F("attempt_question__attempt__deadline")
    in_time = Q(attempt_question__attempt__deadline=None) | Q(received_at__lte=deadline)
    return trace(events.filter(Q(in_time, late=False) | Q(acceptance__isnull=False)))


def standing(attempt: Attempt, *, until: datetime | None = None) -> dict[int, Any]:
    """The answers of an attempt that count, by the number of the attempt question. One query."""
    found = given(attempt, until=until)
    return {question: one.value for question, one in found.items()}
