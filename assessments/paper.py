"""The paper of an attempt: which questions it has, frozen, and how one is put on the screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from assessments import kinds
from assessments.kinds.base import said
from assessments.models import AttemptQuestion, Question, QuizItem, QuizPage


@dataclass(frozen=True)
class Drawn:
    """A question that was chosen for a paper, and what it is worth there."""

    key: UUID
    marks: Decimal


@dataclass(frozen=True)
class Shown:
    """A question as a template puts it."""

    slot: int
    text: str
    template: str
    widget: dict[str, Any]


def draw(quiz: QuizPage, chance: Random) -> list[Drawn]:
    """The questions of a new paper, none twice: the fixed ones, and so many from each drawer. A
    drawer with too few gives what it has."""
    items = list(quiz.items.select_related("question", "category"))
    drawn = [
        Drawn(item.question.translation_key, item.marks)
        for item in items
        if item.question_id and item.question.state == Question.State.READY
    ]
    for item in items:
        if not item.question_id:
            drawn += _from_drawer(item, quiz.locale_id, {one.key for one in drawn}, chance)
    if quiz.shuffle:
        chance.shuffle(drawn)
    return drawn


def _from_drawer(item: QuizItem, locale_id: int, taken: set[UUID], chance: Random) -> list[Drawn]:
    found = Question.objects.drawable(category=item.category, tag=item.tag)
    keys = found.filter(locale=locale_id).values_list("translation_key", flat=True)
    free = sorted({key for key in keys if key not in taken}, key=str)
    return [Drawn(key, item.marks) for key in chance.sample(free, min(item.count, len(free)))]


def freeze(drawn: Sequence[Drawn], quiz: QuizPage, chance: Random) -> list[AttemptQuestion]:
    """The drawn questions as they will stay for this attempt, in every language there is; not
    saved yet. The version in the quiz's own language decides what is right."""
    versions = _versions([one.key for one in drawn], quiz.locale_id)
    return [
        AttemptQuestion(
            slot=slot,
            question_key=one.key,
            kind=versions[one.key][0].kind,
            max_mark=one.marks,
            frozen=kinds.find(versions[one.key][0].kind).freeze(
                versions[one.key], chance if quiz.shuffle else None
            ),
        )
        for slot, one in enumerate(drawn, start=1)
    ]


def _versions(keys: Iterable[UUID], first_locale: int) -> dict[UUID, list[Question]]:
    """The translations of each question, the one of `first_locale` first."""
    found = (
        Question.objects.filter(translation_key__in=list(keys))
        .exclude(state=Question.State.DRAFT)
        .select_related("locale")
        .prefetch_related("answers")
    )
    versions: dict[UUID, list[Question]] = {}
    for question in sorted(found, key=lambda q: (q.locale_id != first_locale, q.locale_id)):
        versions.setdefault(question.translation_key, []).append(question)
    return versions


def show(question: AttemptQuestion, value: Any, language: str) -> Shown:
    """A question of an attempt in this language, with the answer that stands filled in."""
    kind = kinds.find(question.kind)
    return Shown(
        slot=question.slot,
        text=said(question.frozen["texts"], language),
        template=kind.template,
        widget=kind.shown(question.frozen, value, language),
    )


def preview_of(question: Question) -> Shown:
    """A question of the bank as a leader will see it."""
    kind = kinds.find(question.kind)
    frozen = kind.freeze([question])
    language = question.locale.language_code
    return Shown(1, question.text, kind.template, kind.shown(frozen, None, language))
