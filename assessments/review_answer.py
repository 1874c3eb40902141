"""Taking in the answer to a review card, exactly once, whenever it arrives."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import review_cards
from assessments.kinds.choice import unreadable
from assessments.models import ReviewCard, ReviewEvent
from assessments.review_cards import Put
from assessments.review_schedule import fold, rate
from assessments.saving import CLIENT_ID, LARGEST_SEQ
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader

# How long an answer may have waited on a phone; one that claims more was given when it arrived.
LONGEST_WAIT = timedelta(days=7)
SIGN = re.compile(r"(\d{1,18})\.(\d{1,10})", re.ASCII)
GOOD, HARD = ReviewEvent.Rating.GOOD, ReviewEvent.Rating.HARD


@dataclass(frozen=True)
class Outcome:
    """A card with what was answered and the part of it that was right."""

    put: Put
    value: Any
    fraction: Decimal

    @property
    def verdict(self) -> str:
        if self.fraction >= 1:
            return "right"
        return "partly" if self.fraction > 0 else "not-yet"


def answer(
    *, leader: Leader, key: UUID, sign: str, form: Any, client_id: Any, seq: Any, age: Any = None
) -> Outcome:
    """Grade the answer in the posted `form` (None: "I don't know") and schedule the card by it.
    `sign` says how the card was put; `age` for how many milliseconds the answer waited on the
    phone. A card that she has looked at on that day already stays as it is: a second tap, a
    second tab and a second sending change nothing.

    Refuses: card-unknown (also another leader's), question-changed (since it was put),
    answer-missing, answer-unreadable.
    """
    _check_count(client_id, seq)
    put = _find(leader, key, sign)
    value = None if form is None else put.kind.read_form(put.frozen, form)
    if value is None and form is not None:
        raise Refusal("answer-missing", _("Answer first, or tap “I don't know”."))
    fraction = put.kind.grade(put.frozen, value)
    now = timezone.now()
    event = ReviewEvent(
        rating=rate(fraction),
        fraction=fraction,
        client_id=client_id,
        seq=seq,
        reviewed_at=_given_at(age, now),
        received_at=now,
    )
    _take_in(leader, key, event)
    review_cards.forget_waits(leader, dates.today())
    return Outcome(put, value, fraction)


def call_hard(
    *, leader: Leader, key: UUID, client_id: Any, seq: Any, age: Any = None
) -> ReviewCard:
    """What she knew on that day was hard: it comes again sooner. Changes nothing if she didn't
    know it, has said so before, or hasn't answered it on that day.

    Refuses: card-unknown, answer-unreadable.
    """
    _check_count(client_id, seq)
    now = timezone.now()
    at = _given_at(age, now)
    with transaction.atomic():
        mine = ReviewCard.objects.select_for_update().filter(leader=leader, question_key=key)
        card = mine.first()
        if card is None:
            raise _unknown()
        events = list(card.events.all())
        of_day = [one for one in events if _same_day(one.reviewed_at, at)]
        if of_day and of_day[-1].rating == GOOD:
            last = of_day[-1]
            event = ReviewEvent(
                rating=HARD,
                fraction=last.fraction,
                client_id=client_id,
                seq=seq,
                reviewed_at=max(at, last.reviewed_at),
                received_at=now,
            )
            _add(card, events, event)
    return card


def rebuild(card: ReviewCard) -> ReviewCard:
    """Work the card out anew from its events."""
    return _write(card, list(card.events.all()))


def _find(leader: Leader, key: UUID, sign: str) -> Put:
    found = SIGN.fullmatch(sign) if isinstance(sign, str) else None
    if not found:
        raise unreadable()
    puts = review_cards.put_all([key], {key: int(found[2])})
    if not puts or not review_cards.is_hers(leader, key):
        raise _unknown()
    if puts[0].sign != sign:
        raise Refusal("question-changed", _("This question was changed; it comes again."))
    return puts[0]


def _take_in(leader: Leader, key: UUID, event: ReviewEvent) -> None:
    first = fold([event])
    with transaction.atomic():
        card, _made = ReviewCard.objects.select_for_update().get_or_create(
            leader=leader,
            question_key=key,
            defaults={**vars(first), "known": event.fraction >= 1},
        )
        events = list(card.events.all())
        if not any(_same_day(one.reviewed_at, event.reviewed_at) for one in events):
            _add(card, events, event)


def _add(card: ReviewCard, events: list[ReviewEvent], event: ReviewEvent) -> None:
    """One of this device and count that is there already is not added again."""
    if any((one.client_id, one.seq) == (event.client_id, event.seq) for one in events):
        return
    event.card = card
    event.save(force_insert=True)
    _write(card, [*events, event])


def _write(card: ReviewCard, events: list[ReviewEvent]) -> ReviewCard:
    for name, value in vars(fold(events)).items():
        setattr(card, name, value)
    last = max(events, key=lambda event: (event.reviewed_at, event.pk))
    card.known = last.fraction >= 1
    card.save()
    return card


def _given_at(age: Any, now: datetime) -> datetime:
    """When it was given, from how long it waited: so the phone's clock may be wrong."""
    if type(age) is not int or not 0 <= age <= LONGEST_WAIT / timedelta(milliseconds=1):
        return now
    return now - timedelta(milliseconds=age)


def _same_day(one: datetime, other: datetime) -> bool:
    return dates.day_of(one) == dates.day_of(other)


def _check_count(client_id: Any, seq: Any) -> None:
    named = isinstance(client_id, str) and CLIENT_ID.fullmatch(client_id)
    if not named or type(seq) is not int or not 0 < seq <= LARGEST_SEQ:
        raise unreadable()


def _unknown() -> Refusal:
    return Refusal("card-unknown", _("This question isn't among yours to review."))
