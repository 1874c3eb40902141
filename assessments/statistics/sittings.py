"""The finished attempts at a quiz, and their sheet of marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Cast, Round, RowNumber
from django.utils.translation import get_language

from assessments.kinds.base import said
from assessments.models import Attempt, AttemptQuestion, QuizItem, QuizPage
from assessments.statistics.sheet import Column, MarkSheet
from school.people.models import Leader

FIRST, ALL, BEST = "first", "all", "best"
WHICH = (FIRST, ALL, BEST)
# Parts of a question have four places and marks two: in millionths every mark is whole.
UNIT = 1_000_000
LONGEST_NAME = 120


@dataclass(frozen=True)
class Asked:
    """A question of a quiz as the sheet has it: a column for each number of marks it was worth."""

    key: UUID
    kind: str
    text: str
    turn: int | None

    @property
    def place(self) -> tuple[bool, int, str]:
        """Before which others it stands."""
        return self.turn is None, self.turn or 0, self.text


def sittings(
    *, quiz_key: UUID, which: str = FIRST, leaders: QuerySet[Leader] | None = None
) -> QuerySet[Attempt]:
    """The marked attempts at a quiz that count, of everybody or of these leaders: each one's
    first, all, or each one's best (of equals the earlier)."""
    done = _done(quiz_key)
    if leaders is not None:
        done = done.filter(leader__in=leaders)
    if which == ALL:
        return done
    order = ["number"] if which == FIRST else ["-percent", "number"]
    ranked = done.annotate(rank=Window(RowNumber(), partition_by="leader", order_by=order))
    return Attempt.objects.filter(pk__in=ranked.filter(rank=1).values("pk")).order_by()


def _done(quiz_key: UUID) -> QuerySet[Attempt]:
    """Practice counts nowhere, and what a person has still to mark not yet."""
    done = Attempt.objects.filter(quiz_key=quiz_key, state=Attempt.State.DONE, practice=False)
    return done.order_by()


def read_sheet(
    attempts: QuerySet[Attempt], quiz: QuizPage | None = None
) -> tuple[MarkSheet, list[Asked]]:
    """The marks of these attempts, and the questions of the sheet's columns: first those that the
    quiz always asks, in its order, then the drawn ones. Two queries."""
    columns: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
    latest: dict[tuple[str, int], int] = {}
    places: dict[int, int] = {}
    for number, attempt, key, worth, mark in _marks(attempts):
        had, marks = columns.setdefault((key, worth), ([], []))
        had.append(places.setdefault(attempt, len(places)))
        marks.append(mark or 0)
        latest[key, worth] = number
    asked = _asked(latest.values(), quiz)
    ranked = sorted(columns, key=lambda column: asked[latest[column]].place)
    found = [asked[latest[column]] for column in ranked]
    made = [
        Column(one.text, column[1], *columns[column])
        for one, column in zip(found, ranked, strict=True)
    ]
    return MarkSheet(len(places), made), found


def _marks(attempts: QuerySet[Attempt]) -> Iterable[tuple[int, int, str, int, int | None]]:
    """Its own number, the attempt's, the question, what it was worth and what it brought, in
    millionths. The database makes whole numbers of them: converting each row's decimals takes
    longer than all the figures."""
    rows = AttemptQuestion.objects.filter(attempt__in=attempts.values("pk"))
    worth, got = F("max_mark") * UNIT, F("max_mark") * F("fraction") * UNIT
    return (
        rows.exclude(kind="description")
        .order_by("attempt", "slot")
        .values_list(
            "pk",
            "attempt_id",
            Cast("question_key", CharField()),
            Cast(Round(worth), BigIntegerField()),
            Cast(Round(got), BigIntegerField()),
        )
    )


def _asked(numbers: Iterable[int], quiz: QuizPage | None) -> dict[int, Asked]:
    """The questions as they were last put, in the reader's language, by their numbers."""
    lines = QuizItem.objects.filter(page=quiz, question__translation_key=OuterRef("question_key"))
    rows = AttemptQuestion.objects.filter(pk__in=list(numbers)).order_by()
    rows = rows.annotate(turn=Subquery(lines.values("sort_order")[:1]))
    fields = ("pk", "question_key", "kind", "frozen", "turn")
    return {
        number: Asked(key, kind, name_of(frozen), turn)
        for number, key, kind, frozen, turn in rows.values_list(*fields)
    }


def name_of(frozen: dict[str, Any]) -> str:
    text = said(frozen["texts"], get_language() or "")
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
