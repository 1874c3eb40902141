"""When a card comes again: FSRS 6 with its published weights, folded over what happened to it.

The learning and relearning steps, which are minutes, are left out: a card is seen once a day, so
FSRS says in whole days when it comes again. There is no chance in it: the same reviews always give
the same day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from fsrs import Card, Rating, Scheduler, State

from assessments.models import ReviewEvent
from school.lib import dates

# Nothing is out of sight for longer than a year: products and rules change.
LONGEST = 365
SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False
)


@dataclass(frozen=True)
class Memory:
    """How a card is remembered: `stability` in days, `difficulty` from 1 to 10."""

    stability: float
    difficulty: float
    reviewed_at: datetime
    due: datetime


def rate(fraction: Decimal, *, hard: bool = False) -> ReviewEvent.Rating:
    """How FSRS hears an answer by the part that was right. What was right but hard is as good as
    partly right; that something was easy nobody is asked."""
    if fraction <= 0:
        return ReviewEvent.Rating.AGAIN
    return ReviewEvent.Rating.GOOD if fraction >= 1 and not hard else ReviewEvent.Rating.HARD


def after(memory: Memory | None, rating: int, at: datetime) -> Memory:
    """How it is remembered after a review at this moment; `memory` None for the first one. It
    comes again a whole number of days later, at least one."""
    card = Card(card_id=0, due=at)
    if memory:
        card = Card(
            card_id=0,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=memory.due,
            last_review=memory.reviewed_at,
        )
    card, _log = SCHEDULER.review_card(card, Rating(rating), at.astimezone(UTC))
    return Memory(card.stability, card.difficulty, at, card.due)


def fold(events: Iterable[Any]) -> Memory | None:
    """How it is remembered after these events, in whatever order they arrived. Of a day the last
    one counts. None without events."""
    memory = None
    in_order = sorted(events, key=lambda event: (event.reviewed_at, event.pk))
    for _day, of_day in groupby(in_order, key=lambda event: dates.day_of(event.reviewed_at)):
        last = list(of_day)[-1]
        memory = after(memory, last.rating, last.reviewed_at)
    return memory
