"""Matching."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
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
    texts_of,
)
from assessments.kinds.choice import unreadable


class Matching(Kind):
    """Things, each with its partner out of one list. Each right pair brings the same part of the
    marks, as in Moodle; a wrong one takes nothing away. A partner without a thing fits nothing.

    A value is `{thing: partner}`, by their keys. Partners have keys of their own and are mixed,
    or else sorted by their words: their order says nothing about what is right."""

    code = "matching"
    label = _("Matching")
    order = 60
    template = "assessments/kinds/matching.html"
    mixes = True
    fields = frozenset({"text", "match", "answers", "shuffle"})

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        things = [answer for answer in answers if answer.text.strip()]
        if not things:
            return _("Give at least one thing to match.")
        if any(not answer.match.strip() for answer in answers):
            return _("Each thing needs what belongs to it.")
        if len({answer.match.strip() for answer in answers}) < 2:
            return _("Give at least two different things to choose from.")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        rows = pair(versions, _texts)
        return [frozen_answer(row, texts=texts) for row, texts in rows if row.text.strip()]

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        partners = {row.match.strip(): texts for row, texts in pair(versions, _partner)}
        order = sorted(partners)
        if mix:
            mix.shuffle(order)
        return {
            "partners": [
                {"key": f"p{place}", "texts": partners[words]}
                for place, words in enumerate(order, start=1)
            ],
            "pairs": {
                frozen_answer(row)["key"]: f"p{order.index(row.match.strip()) + 1}"
                for row in versions[0].answers.all()
                if row.text.strip()
            },
        }

    def read(self, frozen: Frozen, raw: Any) -> dict[str, str] | None:
        if not raw:
            return None
        if not isinstance(raw, Mapping) or any(not isinstance(one, str) for one in raw.values()):
            raise unreadable()
        given = {thing: partner for thing, partner in raw.items() if partner}
        if not set(given) <= set(frozen["pairs"]) or not set(given.values()) <= _keys(frozen):
            raise unreadable()
        return given or None

    def read_form(self, frozen: Frozen, data: Any) -> dict[str, str] | None:
        return self.read(frozen, parts_of(data))

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        if not frozen["pairs"]:
            return Decimal(0)
        right = sum((value or {}).get(thing) == p for thing, p in frozen["pairs"].items())
        return (Decimal(right) / len(frozen["pairs"])).quantize(PLACES)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        return []

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        given = value or {}
        partners = [(one["key"], said(one["texts"], language)) for one in frozen["partners"]]
        rows = [
            {
                "key": answer["key"],
                "text": said(answer["texts"], language),
                "options": [(key, text, key == given.get(answer["key"])) for key, text in partners],
            }
            for answer in frozen["answers"]
        ]
        return {"rows": rows}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        words = {one["key"]: said(one["texts"], language) for one in frozen["partners"]}
        rows = []
        for answer in frozen["answers"]:
            given, right = (value or {}).get(answer["key"]), frozen["pairs"][answer["key"]]
            rows.append(
                {
                    "label": said(answer["texts"], language),
                    "given": words.get(given, ""),
                    "right": words[right],
                    "is_right": given == right,
                }
            )
        return {"rows": rows}

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        words = {one["key"]: said(one["texts"], language) for one in frozen["partners"]}
        things = sorted(frozen["answers"], key=lambda answer: answer["key"])
        return "; ".join(
            f"{said(thing['texts'], language)} → {words[value[thing['key']]]}"
            for thing in things
            if value and thing["key"] in value
        )

    def to_parsed(self, question: Any) -> ParsedQuestion:
        parsed = super().to_parsed(question)
        for answer in parsed.answers:
            answer.fraction = HUNDRED if answer.text else Decimal(0)
        return parsed


def _keys(frozen: Frozen) -> set[str]:
    return {one["key"] for one in frozen["partners"]}


def _texts(answer: Any) -> dict[str, str]:
    return {**texts_of(answer), "match": answer.match}


def _partner(answer: Any) -> dict[str, str]:
    return {"text": answer.match}
