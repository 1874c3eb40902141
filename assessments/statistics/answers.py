"""What was answered to a question, and how often."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments import answer, kinds
from assessments.kinds.choice import ChoiceKind
from assessments.models import AttemptQuestion

MOST = 15


@dataclass(frozen=True)
class Response:
    """An answer: how many gave it, which part of the attempts that is in per cent, and what it is
    worth, in per cent of the question's marks (None for what no single worth can be said of)."""

    text: str
    count: int
    share: float
    worth: Decimal | None

    @property
    def is_right(self) -> bool:
        return self.worth is not None and self.worth > 0


def distribution(questions: QuerySet[AttemptQuestion]) -> list[Response]:
    """The answers to one question in these attempts: of a choice, every option, the right ones
    first; else the most frequent answers. Two queries."""
    rows = list(questions.order_by("-pk"))
    given = answer.given_to(questions)
    pairs = [(row, given[row.pk].value if row.pk in given else None) for row in rows]
    if not rows:
        return []
    if isinstance(kinds.find(rows[0].kind), ChoiceKind):
        return _options(pairs)
    return _typed(pairs)


def _options(pairs: list[tuple[AttemptQuestion, Any]]) -> list[Response]:
    language = get_language() or ""
    options, counts = {}, Counter()
    for row, value in pairs:
        kind = kinds.find(row.kind)
        for option in row.judged["answers"]:
            options.setdefault(
                option["key"], (kind.response(row.judged, _only(kind, option), language), option)
            )
        counts.update(kind.chosen(value) or [None])
    found = [
        Response(text, counts[key], _share(counts[key], pairs), Decimal(option["fraction"]))
        for key, (text, option) in options.items()
    ]
    ranked = sorted(found, key=lambda one: (-one.worth, -one.count, one.text))
    return ranked + _without(counts[None], pairs)


def _only(kind: ChoiceKind, option: dict[str, Any]) -> Any:
    return [option["key"]] if kind.code == "multiple" else option["key"]


def _typed(pairs: list[tuple[AttemptQuestion, Any]]) -> list[Response]:
    language = get_language() or ""
    counts, worths, nothing = Counter(), {}, 0
    for row, value in pairs:
        kind = kinds.find(row.kind)
        text = "" if value is None else kind.response(row.judged, value, language)
        if not text:
            nothing += 1
            continue
        counts[text] += 1
        if text not in worths:
            worths[text] = kind.grade(row.judged, value)
    common = counts.most_common(MOST)
    found = [
        Response(text, count, _share(count, pairs), _per_cent(worths[text]))
        for text, count in common
    ]
    rest = counts.total() - sum(count for _text, count in common)
    if rest:
        found.append(Response(_("Other answers"), rest, _share(rest, pairs), None))
    return found + _without(nothing, pairs)


def _without(count: int, pairs: list) -> list[Response]:
    return [Response(_("No answer"), count, _share(count, pairs), None)] if count else []


def _share(count: int, pairs: list) -> float:
    return 100 * count / len(pairs)


def _per_cent(part: Decimal | None) -> Decimal | None:
    return None if part is None else part * 100
