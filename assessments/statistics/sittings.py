"""The finished attempts at a quiz, and their sheet of marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Exists,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Concat, Round, RowNumber
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
    if which == FIRST:
        earlier = _done(quiz_key).filter(leader=OuterRef("leader"), number__lt=OuterRef("number"))
        return done.filter(~Exists(earlier))
    if which == BEST:
        return _best(done)
    return done


def _best(done: QuerySet[Attempt]) -> QuerySet[Attempt]:
    place = Window(RowNumber(), partition_by="leader", order_by=["-percent", "number"])
    best = done.annotate(place=place).filter(place=1)
    return Attempt.objects.filter(pk__in=best.values("pk")).order_by()


def _done(quiz_key: UUID) -> QuerySet[Attempt]:
    """Practice counts nowhere, and what a person has still to mark not yet."""
    done = Attempt.objects.filter(quiz_key=quiz_key, state=Attempt.State.DONE, practice=False)
    return done.order_by()


def read_sheet(
    attempts: QuerySet[Attempt], quiz: QuizPage | None = None
) -> tuple[MarkSheet, list[Asked]]:
    """The marks of these attempts, and the questions of the sheet's columns: first those that the
    quiz always asks, in its order, then the drawn ones. Two queries."""
    rows = list(_columns(attempts))
    asked = _asked([latest for _key, _worth, latest, _marks in rows], quiz)
    rows.sort(key=lambda row: asked[row[2]].place)
    places: dict[str, int] = {}
    columns = [
        _column(asked[latest].text, worth, marks, places) for _key, worth, latest, marks in rows
    ]
    return MarkSheet(len(places), columns), [asked[latest] for _key, _worth, latest, _m in rows]


class Joined(Aggregate):
    """Texts in one, parted by commas, in no order."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        template = "STRING_AGG(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def _columns(attempts: QuerySet[Attempt]) -> Iterable[tuple[UUID, Decimal, int, str]]:
    """For each question and what it was worth: the last time it was put, and who got what, as
    "attempt:mark" in millionths. The database joins them: bringing each mark over as a row of its
    own takes longer than all the figures."""
    got = Cast(Round(F("max_mark") * F("fraction") * UNIT), BigIntegerField())
    number, colon = Cast("attempt_id", TextField()), Value(":", output_field=TextField())
    pair = Concat(number, colon, Cast(got, TextField()), output_field=TextField())
    rows = AttemptQuestion.objects.filter(attempt__in=attempts.values("pk"))
    groups = rows.exclude(kind="description").order_by().values("question_key", "max_mark")
    groups = groups.annotate(latest=Max("pk"), marks=Joined(pair))
    return groups.values_list("question_key", "max_mark", "latest", "marks")


def _column(name: str, worth: Decimal, marks: str, places: dict[str, int]) -> Column:
    """A column; attempts get their places on the sheet as they turn up."""
    pairs = [pair.split(":") for pair in marks.split(",")]
    had = [places.setdefault(attempt, len(places)) for attempt, _mark in pairs]
    return Column(name, int(worth * UNIT), had, [int(mark or 0) for _attempt, mark in pairs])


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
