"""Daily review: which questions a leader looks at again today, and what becomes of her answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID
from zlib import crc32

from django.conf import settings
from django.core.cache import cache as memory
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from assessments import kinds, paper
from assessments import review as review_grid
from assessments.kinds.base import Kind
from assessments.models import Attempt, AttemptQuestion, Question, ReviewCard, ReviewEvent
from school.lib.dates import SHANGHAI
from school.people.models import Leader

# My path asks whenever it is opened, and the query is its dearest; the answer rarely changes.
KEPT_SECONDS = 300
A_DAY = 5


@dataclass(frozen=True)
class Put:
    """A question as a card puts it: `version` and `seed` say how, so that an answer which comes
    later is judged by what she saw."""

    key: UUID
    kind: Kind
    frozen: dict[str, Any]
    seed: int

    @property
    def sign(self) -> str:
        """How it was put, as the page gives it back."""
        return f"{self.frozen['version'] or 0}.{self.seed}"


def deck(*, leader: Leader, on: date) -> list[Put]:
    """What is left of the cards of a day, five at most: first those that are due, the longest
    waiting in front, then questions that she missed in a finished quiz, the latest quiz first.

    Only ready questions that are graded without a person; none that an open attempt of hers asks,
    and none whose right answer she may not see yet. A constant number of queries.
    """
    room = A_DAY - reviewed_on(leader, on)
    if room <= 0:
        return []
    due = _due(leader, on).order_by("due", "pk").values_list("question_key", flat=True)
    keys = list(due[:room])
    if len(keys) < room:
        keys += missed(leader)[: room - len(keys)]
    return put_all(keys, {key: crc32(f"{leader.pk}/{on}/{key}".encode()) for key in keys})


def waits_lately(*, leader: Leader, on: date) -> bool:
    """What `waits` answered in the last few minutes: at most one query, and none while the answer
    is kept. A card that she answers makes it be asked anew."""
    name = _waits_name(leader, on)
    kept = memory.get(name)
    if kept is None:
        kept = waits(leader=leader, on=on)
        memory.set(name, kept, KEPT_SECONDS)
    return kept


def forget_waits(leader: Leader, on: date) -> None:
    """Let `waits_lately` be asked anew: she has answered."""
    memory.delete(_waits_name(leader, on))


def _waits_name(leader: Leader, on: date) -> str:
    return f"review-waits:{leader.pk}:{on}"


def waits(*, leader: Leader, on: date) -> bool:
    """Whether there is something in the deck of the day. One query."""
    today = _of_day(ReviewEvent.objects.filter(card__leader=leader), on).order_by()
    count = today.values("card__leader").annotate(n=Count("card", distinct=True)).values("n")
    done = Attempt.objects.filter(leader=leader, state=Attempt.State.DONE)
    rows = done.annotate(
        today=Subquery(count),
        due=Exists(_due(leader, on)),
        misses=Exists(_misses(leader).filter(attempt=OuterRef("pk"))),
    ).filter(Q(due=True) | Q(misses=True))
    return any((row.today or 0) < A_DAY and (row.due or _is_told(row)) for row in rows)


def reviewed_on(leader: Leader, on: date) -> int:
    """How many cards she looked at on this day."""
    events = _of_day(ReviewEvent.objects.filter(card__leader=leader), on)
    return events.aggregate(n=Count("card", distinct=True))["n"]


def known_on(leader: Leader, on: date) -> int:
    """How many of them she knew entirely."""
    events = _of_day(ReviewEvent.objects.filter(card__leader=leader, fraction=1), on)
    return events.aggregate(n=Count("card", distinct=True))["n"]


def missed(leader: Leader) -> list[UUID]:
    """The questions that she missed and has not reviewed yet, those of the latest quiz first."""
    done = Attempt.objects.filter(leader=leader, state=Attempt.State.DONE)
    told = [attempt.pk for attempt in done if _is_told(attempt)]
    rows = _misses(leader).filter(attempt__in=told).values("question_key")
    latest = rows.annotate(last=Max("attempt__submitted_at")).order_by("-last", "question_key")
    return [row["question_key"] for row in latest]


def is_hers(leader: Leader, key: UUID) -> bool:
    """Whether she has this card, or may begin it."""
    mine = ReviewCard.objects.filter(leader=leader, question_key=key)
    return mine.exists() or key in missed(leader)


def put_all(keys: Iterable[UUID], seeds: dict[UUID, int]) -> list[Put]:
    """These questions as they are put with these seeds; those that are not ready are left out."""
    versions = paper.ready_versions(keys, settings.LANGUAGE_CODE)
    return [put(key, versions[key], seeds[key]) for key in keys if key in versions]


def put(key: UUID, versions: list[Question], seed: int) -> Put:
    kind = kinds.find(versions[0].kind)
    return Put(key, kind, kind.freeze(versions, Random(seed)), seed)


@cache
def self_grading() -> frozenset[str]:
    """The codes of the kinds that are asked and graded without a person."""
    found = ((code, kinds.find(code)) for code, _label in kinds.choices())
    return frozenset(code for code, kind in found if kind.asks and not kind.by_person)


def _due(leader: Leader, on: date) -> QuerySet[ReviewCard]:
    until = _midnight(on + timedelta(days=1))
    return _askable(ReviewCard.objects.filter(leader=leader, due__lt=until), leader)


def _misses(leader: Leader) -> QuerySet[AttemptQuestion]:
    """The places in her finished quizzes where she missed a question without a card."""
    places = AttemptQuestion.objects.filter(
        attempt__leader=leader, attempt__state=Attempt.State.DONE, fraction__lt=1
    )
    cards = ReviewCard.objects.filter(leader=leader)
    return _askable(places.exclude(question_key__in=cards.values("question_key")), leader)


def _askable(rows: QuerySet, leader: Leader) -> QuerySet:
    """Without what is not ready, what a person grades, and what she is being asked in a quiz."""
    ready = Question.objects.ready().filter(kind__in=self_grading())
    in_hand = AttemptQuestion.objects.filter(
        attempt__leader=leader, attempt__state=Attempt.State.OPEN
    )
    rows = rows.filter(question_key__in=ready.values("translation_key"))
    return rows.exclude(question_key__in=in_hand.values("question_key"))


def _is_told(attempt: Attempt) -> bool:
    return "right" in review_grid.visible(attempt)


def _of_day(events: QuerySet[ReviewEvent], on: date) -> QuerySet[ReviewEvent]:
    until = _midnight(on + timedelta(days=1))
    return events.filter(reviewed_at__gte=_midnight(on), reviewed_at__lt=until)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, SHANGHAI)
