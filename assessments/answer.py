"""The answers of an attempt: how one is taken in, and which one stands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from assessments.models import AnswerEvent, Attempt


def fold(events: Iterable[AnswerEvent]) -> dict[int, Any]:
    """The answer that stands for each attempt question, by its number.

    The last one received stands, with one exception: a device that sends an old answer late
    doesn't undo the newer one that it has sent before (its own count says which is newer).
    """
    standing: dict[int, Any] = {}
    counts: dict[tuple[int, str], int] = {}
    for event in sorted(events, key=lambda event: event.pk):
        device = (event.attempt_question_id, event.client_id)
        if event.seq >= counts.get(device, 0):
            counts[device] = event.seq
            standing[event.attempt_question_id] = event.value
    return standing


def standing(attempt: Attempt, *, until: datetime | None = None) -> dict[int, Any]:
    """The answers of an attempt that arrived by its deadline (or by `until`). One query."""
    events = AnswerEvent.objects.filter(attempt_question__attempt=attempt)
    last = until or attempt.deadline
    if last:
        events = events.filter(received_at__lte=last)
    return fold(events.order_by("pk"))
