"""The paper of an attempt: which questions it has, frozen, and how one is put on the screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from wagtail.models import Locale

from assessments import kinds
from assessments.allowance import Allowance
from assessments.kinds.base import said
from assessments.models import AttemptQuestion, Question, QuizBand, QuizItem, QuizPage
from assessments.terms import Terms, paginate
from school.people.models import Leader


@dataclass(frozen=True)
class Drawn:
    """A question that was chosen for a paper, what it is worth there, and to which part it
    belongs, counted from 0."""

    key: UUID
    marks: Decimal
    part: int = 0


@dataclass(frozen=True)
class Shown:
    """A question as a template puts it. The names of its fields begin with `prefix`, so that
    several questions stand on one page. A description `asks` for nothing."""

    slot: int
    text: str
    template: str
    widget: dict[str, Any]
    prefix: str = ""
    picture: dict[str, Any] | None = None
    asks: bool = True


def draw(quiz: QuizPage, chance: Random, before: Sequence[UUID] = ()) -> list[Drawn]:
    """The questions of a new paper, none twice, part by part: the fixed ones, and so many from
    each drawer. A drawer with too few gives what it has. `before` are the keys that she was asked
    already, the latest first: they are drawn only when the others are used up, the oldest first.
    """
    items = list(quiz.items.select_related("question", "category"))
    fixed = {item.pk: item.question.translation_key for item in items if _is_fixed(item)}
    taken = set(fixed.values())
    drawn: list[Drawn] = []
    for number, part in enumerate(_parts(items)):
        keys = []
        for item in part:
            chosen = [fixed[item.pk]] if item.pk in fixed else []
            if not item.question_id:
                chosen = _from_drawer(item, quiz.locale_id, taken, before, chance)
                taken.update(chosen)
            keys += [Drawn(key, item.marks, number) for key in chosen]
        if quiz.shuffle and part[0].shuffle:
            chance.shuffle(keys)
        drawn += keys
    return drawn


def _is_fixed(item: QuizItem) -> bool:
    return bool(item.question_id) and item.question.state == Question.State.READY


def _parts(items: Iterable[QuizItem]) -> list[list[QuizItem]]:
    """The lines of a quiz; each with a heading begins a new part."""
    parts: list[list[QuizItem]] = []
    for item in items:
        if item.heading or not parts:
            parts.append([])
        parts[-1].append(item)
    return parts


def _from_drawer(
    item: QuizItem, locale_id: int, taken: set[UUID], before: Sequence[UUID], chance: Random
) -> list[UUID]:
    found = Question.objects.drawable(category=item.category, tag=item.tag)
    keys = found.filter(locale=locale_id).values_list("translation_key", flat=True)
    free = sorted({key for key in keys if key not in taken}, key=str)
    fresh = [key for key in free if key not in before]
    known = sorted((key for key in free if key in before), key=before.index, reverse=True)
    chosen = chance.sample(fresh, min(item.count, len(fresh)))
    return chosen + known[: item.count - len(chosen)]


def asked_before(leader: Leader, quiz: QuizPage) -> list[UUID]:
    """The questions of her earlier attempts at this quiz, the latest first. One query."""
    rows = AttemptQuestion.objects.filter(
        attempt__leader=leader, attempt__quiz_key=quiz.translation_key
    )
    keys = rows.order_by("-attempt__number", "slot").values_list("question_key", flat=True)
    return list(dict.fromkeys(keys))


def terms(quiz: QuizPage, drawn: Sequence[Drawn], allowed: Allowance) -> Terms:
    """What is promised with this paper, as it is kept with the attempt."""
    pages = paginate([one.part for one in drawn], quiz.per_page)
    return Terms(
        pages=pages,
        headings=_headings(quiz, drawn),
        behaviour=quiz.behaviour,
        tries=quiz.tries,
        penalty=str(quiz.penalty),
        navigation=quiz.navigation,
        overtime=quiz.overtime,
        review=quiz.review,
        bands=_bands(quiz),
        due_at=allowed.due_at.isoformat() if allowed.due_at else None,
        closes_at=allowed.closes_at.isoformat() if allowed.closes_at else None,
    )


def _headings(quiz: QuizPage, drawn: Sequence[Drawn]) -> dict[str, dict[str, str]]:
    """The heading of each part by the slot of its first question, in every language: parts of a
    translation are told by their order."""
    if not any(item.heading for item in quiz.items.all()):
        return {}
    versions = QuizPage.objects.filter(translation_key=quiz.translation_key)
    said = {
        page.locale.language_code: [part[0].heading for part in _parts(page.items.all())]
        for page in versions.select_related("locale").prefetch_related("items")
    }
    first = {one.part: slot for slot, one in reversed(list(enumerate(drawn, start=1)))}
    found = {
        str(slot): {code: words[part] for code, words in said.items() if part < len(words)}
        for part, slot in first.items()
    }
    return {slot: texts for slot, texts in found.items() if any(texts.values())}


def _bands(quiz: QuizPage) -> list[tuple[int, dict[str, str]]]:
    rows = QuizBand.objects.filter(page__translation_key=quiz.translation_key)
    bands: dict[int, dict[str, str]] = {}
    for start, code, words in rows.values_list(
        "from_percent", "page__locale__language_code", "words"
    ):
        bands.setdefault(start, {})[code] = words
    return sorted(bands.items(), key=lambda band: -band[0])


def freeze(drawn: Sequence[Drawn], quiz: QuizPage, chance: Random) -> list[AttemptQuestion]:
    """The drawn questions as they will stay for this attempt, in every language there is; not
    saved yet. The version in the quiz's own language decides what is right."""
    versions = _versions([one.key for one in drawn], quiz.locale_id)
    mix = chance if quiz.shuffle_answers else None
    return [
        AttemptQuestion(
            slot=slot,
            question_key=one.key,
            kind=versions[one.key][0].kind,
            max_mark=one.marks if kinds.find(versions[one.key][0].kind).asks else 0,
            frozen=_frozen(versions[one.key], mix),
        )
        for slot, one in enumerate(drawn, start=1)
    ]


def freeze_now(key: UUID, language: str) -> tuple[Question | None, dict[str, Any]]:
    """A question as an attempt would keep it today, unmixed; `language` decides what is right.
    None for one that the bank doesn't have, or has as a draft only."""
    locale = Locale.objects.filter(language_code=language).first()
    found = _versions([key], locale.pk if locale else 0).get(key)
    return (found[0], _frozen(found, None)) if found else (None, {})


def ready_versions(keys: Iterable[UUID], language: str) -> dict[UUID, list[Question]]:
    """The ready versions of each of these questions, the one in `language` first; one that has
    none is left out. A constant number of queries."""
    locale = Locale.objects.filter(language_code=language).first()
    found = {
        key: [one for one in versions if one.state == Question.State.READY]
        for key, versions in _versions(keys, locale.pk if locale else 0).items()
    }
    return {key: versions for key, versions in found.items() if versions}


def _frozen(versions: Sequence[Question], mix: Random | None) -> dict[str, Any]:
    kept = kinds.find(versions[0].kind).freeze(versions, mix)
    if versions[0].penalty is not None:
        kept["penalty"] = str(versions[0].penalty)
    return kept


def _versions(keys: Iterable[UUID], first_locale: int) -> dict[UUID, list[Question]]:
    """The translations of each question, the one of `first_locale` first."""
    found = (
        Question.objects.filter(translation_key__in=list(keys))
        .exclude(state=Question.State.DRAFT)
        .select_related("locale", "picture")
        .prefetch_related("answers", "gaps", "picture__renditions")
    )
    versions: dict[UUID, list[Question]] = {}
    for question in sorted(found, key=lambda q: (q.locale_id != first_locale, q.locale_id)):
        versions.setdefault(question.translation_key, []).append(question)
    return versions


def show(question: AttemptQuestion, value: Any, language: str, prefix: str = "") -> Shown:
    """A question of an attempt in this language, with the answer that stands filled in."""
    kind = kinds.find(question.kind)
    return Shown(
        slot=question.slot,
        text=said(question.frozen["texts"], language),
        template=kind.template,
        widget=kind.shown(question.frozen, value, language),
        prefix=prefix,
        picture=question.frozen.get("picture"),
        asks=kind.asks,
    )


def preview_of(question: Question) -> Shown:
    """A question of the bank as a leader will see it."""
    kind = kinds.find(question.kind)
    frozen = kind.freeze([question])
    language = question.locale.language_code
    return Shown(
        slot=1,
        text=question.text,
        template=kind.template,
        widget=kind.shown(frozen, None, language),
        picture=frozen.get("picture"),
        asks=kind.asks,
    )
