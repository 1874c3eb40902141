"""Ordering."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import ParsedQuestion
from assessments.kinds.base import (
    HUNDRED,
    PLACES,
    Frozen,
    Kind,
    frozen_answer,
    pair,
    parts_of,
    said,
)
from assessments.kinds.choice import unreadable

LONGEST_LIST = 20


class Ordering(Kind):
    """Things to be put in their order.

    The mark is the share of neighbours in the right order that stand one right after the other in
    the answer: Moodle's "Relative to the next item (excluding last)". One thing in a wrong place
    so costs its joints and not the whole list behind it, as absolute positions would.

    A value is `{thing: place}`, places from 1. It may have holes and the same place twice: what
    was given so far is kept, and joints that are right in it count."""

    code = "ordering"
    label = _("Ordering")
    order = 70
    template = "assessments/kinds/ordering.html"
    fields = frozenset({"text", "answers"})

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        words = [answer.text.strip() for answer in answers]
        if len(words) < 2:
            return _("Give at least two things, in their right order.")
        if not all(words):
            return _("Each answer needs its words.")
        if len(words) > LONGEST_LIST:
            return _("More than twenty things can't be put in order on a phone.")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return [frozen_answer(answer, texts=texts) for answer, texts in pair(versions)]

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        """`answers` stand as they are put, which is never the right order; that is in `right`.
        Without a mix the order is still not the right one, but the same for everybody."""
        things = self.freeze_answers(versions)
        right = [thing["key"] for thing in things]
        chance = mix or Random("".join(right))
        while len(set(right)) > 1 and [thing["key"] for thing in things] == right:
            chance.shuffle(things)
        return {"answers": things, "right": right}

    def read(self, frozen: Frozen, raw: Any) -> dict[str, int] | None:
        if not raw:
            return None
        if not isinstance(raw, Mapping) or not set(raw) <= set(frozen["right"]):
            raise unreadable()
        places = {key: _place(at, len(frozen["right"])) for key, at in raw.items()}
        return {key: at for key, at in places.items() if at} or None

    def read_form(self, frozen: Frozen, data: Any) -> dict[str, int] | None:
        return self.read(frozen, parts_of(data))

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        given, joints = value or {}, list(pairwise(frozen["right"]))
        right = sum(
            first in given and given[first] + 1 == given.get(second) for first, second in joints
        )
        return (Decimal(right) / len(joints)).quantize(PLACES) if joints else Decimal(bool(given))

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        return []

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        given, count = value or {}, len(frozen["answers"])
        things = frozen["answers"]
        if sorted(given.values()) == list(range(1, count + 1)):
            things = sorted(things, key=lambda thing: given[thing["key"]])
        rows = [
            {
                "key": thing["key"],
                "text": said(thing["texts"], language),
                "places": [(at, at == given.get(thing["key"])) for at in range(1, count + 1)],
            }
            for thing in things
        ]
        return {"rows": rows}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        given = value or {}
        words = {thing["key"]: said(thing["texts"], language) for thing in frozen["answers"]}
        order = enumerate(frozen["right"], start=1)
        return {
            "order": [
                {"place": at, "text": words[key], "given": given.get(key)} for at, key in order
            ]
        }

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        given = value or {}
        words = {thing["key"]: said(thing["texts"], language) for thing in frozen["answers"]}
        order = sorted(given, key=lambda key: (given[key], key))
        return " › ".join(words[key] for key in order)

    def to_parsed(self, question: Any) -> ParsedQuestion:
        parsed = super().to_parsed(question)
        for answer in parsed.answers:
            answer.fraction = HUNDRED
        return parsed


def _place(raw: Any, most: int) -> int | None:
    """A place from 1 to `most`, as a number or as a form's text; None for an empty one."""
    if raw in (None, ""):
        return None
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 4:
        raw = int(raw)
    if type(raw) is not int or not 1 <= raw <= most:
        raise unreadable()
    return raw
