"""Gap text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments import kinds
from assessments.formats.question import ParsedQuestion
from assessments.kinds.base import PLACES, Frozen, Kind, parts_of, said
from assessments.kinds.choice import unreadable
from assessments.kinds.exchange import (
    Written,
    parsed_answer,
    parsed_question,
    written,
    written_answer,
)

GAP = re.compile(r"\[\[(\d{1,2})\]\]", re.ASCII)


class Cloze(Kind):
    """A text with gaps to type into or to choose for. Each gap is a small question of the kind
    single, shorttext or number, and weighs its own marks within the question's.

    A value is `{number of the gap: value of its kind}`. Frozen, `gaps` holds for each its kind,
    its mark and what its kind keeps."""

    code = "cloze"
    label = _("Gap text")
    order = 80
    template = "assessments/kinds/cloze.html"
    fields = Kind.fields | {"gaps", "gap", "value", "unit", "shuffle", "case_sensitive"}

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        gaps = list(question.gaps) if question else []
        marked = [int(number) for number in GAP.findall(question.text)] if question else []
        if not gaps or sorted(marked) != list(range(1, len(gaps) + 1)):
            return _("Write each gap into the text once: [[1]] for the first, [[2]] for the next.")
        if any(answer.gap not in marked for answer in answers):
            return _("Say of each answer to which gap it belongs.")
        if not any(gap.mark > 0 for gap in gaps):
            return _("At least one gap must be worth something.")
        for number, gap in enumerate(gaps, start=1):
            own = [answer for answer in answers if answer.gap == number]
            if not own:
                return _("A gap has no answers.")
            problem = kinds.find(gap.kind).problem(own)
            if problem:
                return problem
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return []

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        return {
            "gaps": [
                _freeze_gap(gap, number, versions, mix)
                for number, gap in enumerate(versions[0].gaps.all(), start=1)
            ]
        }

    def read(self, frozen: Frozen, raw: Any) -> dict[str, Any] | None:
        if not raw:
            return None
        gaps = dict(_gaps(frozen))
        if not isinstance(raw, Mapping) or not set(raw) <= set(gaps):
            raise unreadable()
        read = {number: _kind(gaps[number]).read(gaps[number], one) for number, one in raw.items()}
        return {number: read[number] for number in gaps if read.get(number) is not None} or None

    def read_form(self, frozen: Frozen, data: Any) -> dict[str, Any] | None:
        return self.read(frozen, parts_of(data))

    def title(self, frozen: Frozen, language: str) -> str:
        return GAP.sub(r"__\1__", super().title(frozen, language))

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        reached = of = Decimal(0)
        for number, gap in _gaps(frozen):
            mark = Decimal(gap["mark"])
            of += mark
            reached += mark * _kind(gap).grade(gap, (value or {}).get(number))
        return (reached / of).quantize(PLACES) if of else Decimal(0)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        given = value or {}
        found = [
            word
            for number, gap in _gaps(frozen)
            for word in _kind(gap).feedback(gap, given.get(number), language)
        ]
        return list(dict.fromkeys(found))

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        gaps, given = dict(_gaps(frozen)), value or {}
        pieces = GAP.split(said(frozen["texts"], language))
        parts: list[dict[str, Any]] = []
        for place, piece in enumerate(pieces):
            if place % 2 == 0:
                parts.append({"text": piece})
            elif piece in gaps:
                shown = _kind(gaps[piece]).shown(gaps[piece], given.get(piece), language)
                parts.append({"gap": piece, "kind": gaps[piece]["kind"], **shown})
        return {"parts": parts}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {
            "rows": [
                _row(number, gap, (value or {}).get(number), language)
                for number, gap in _gaps(frozen)
            ]
        }

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        given = value or {}
        return "; ".join(
            f"{number}: {_kind(gap).response(gap, given[number], language)}"
            for number, gap in _gaps(frozen)
            if number in given
        )

    def from_parsed(self, parsed: ParsedQuestion) -> Written:
        answers = [
            written_answer(answer, gap=number)
            for number, gap in enumerate(parsed.gaps, start=1)
            for answer in gap.answers
        ]
        gaps = [{"kind": gap.kind, "mark": gap.mark} for gap in parsed.gaps]
        made = written(parsed, answers, gaps)
        made.fields["shuffle"] = any(gap.shuffle for gap in parsed.gaps if gap.kind == "single")
        made.fields["case_sensitive"] = any(gap.case_sensitive for gap in parsed.gaps)
        of_each = [{"extra": gap.extra} if gap.extra else {} for gap in parsed.gaps]
        if any(of_each):
            made.fields["extra"]["gaps"] = of_each
        return made

    def to_parsed(self, question: Any) -> ParsedQuestion:
        rows, kept = list(question.answers.all()), (question.extra or {}).get("gaps", [])
        gaps = [
            ParsedQuestion(
                kind=gap.kind,
                text="",
                mark=gap.mark,
                shuffle=question.shuffle and gap.kind == "single",
                case_sensitive=question.case_sensitive and gap.kind == "shorttext",
                answers=[parsed_answer(question, row) for row in rows if row.gap == number],
                extra=kept[number - 1].get("extra", {}) if number <= len(kept) else {},
            )
            for number, gap in enumerate(question.gaps.all(), start=1)
        ]
        return replace(parsed_question(question, []), gaps=gaps)


def _kind(gap: Frozen) -> Kind:
    return kinds.find(gap["kind"])


def _gaps(frozen: Frozen) -> list[tuple[str, Frozen]]:
    """The gaps by their numbers, which are texts: in JSON all keys are."""
    return [(str(number), gap) for number, gap in enumerate(frozen["gaps"], start=1)]


def _freeze_gap(gap: Any, number: int, versions: Sequence[Any], mix: Random | None) -> dict:
    """What the gap's kind would keep if it were a question by itself."""
    kept = kinds.find(gap.kind).freeze([_only(number, version) for version in versions], mix)
    kept.pop("texts")
    kept.pop("version")
    return {"kind": gap.kind, "mark": str(gap.mark), **kept}


def _only(number: int, version: Any) -> SimpleNamespace:
    """The version with nothing but the answers of one gap."""
    answers = [answer for answer in version.answers.all() if answer.gap == number]
    return SimpleNamespace(
        text="",
        feedback="",
        locale=version.locale,
        latest_revision_id=None,
        picture=None,
        units="",
        shuffle=version.shuffle,
        case_sensitive=version.case_sensitive,
        answers=SimpleNamespace(all=lambda: answers),
    )


def _row(number: str, gap: Frozen, given: Any, language: str) -> dict[str, Any]:
    kind = _kind(gap)
    best = max(gap["answers"], key=lambda answer: Decimal(answer["fraction"]))
    return {
        "label": number,
        "given": _words(gap, given, language),
        "right": _words(gap, best["key"], language)
        if gap["kind"] == "single"
        else kind.reviewed(gap, None, language)["right"],
        "is_right": kind.grade(gap, given) == 1,
    }


def _words(gap: Frozen, given: Any, language: str) -> str:
    if gap["kind"] != "single":
        return given or ""
    texts = [answer["texts"] for answer in gap["answers"] if answer["key"] == given]
    return said(texts[0], language) if texts else ""
