"""Number."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import ParsedQuestion
from assessments.kinds.base import HUNDRED, Frozen, fraction_of, frozen_answer, pair, said, texts_of
from assessments.kinds.exchange import Written
from assessments.kinds.typed import TypedKind, fold

_NUMBER = re.compile(
    r"[^\d+\-.,]{0,8}?(?P<sign>[+-]?)[^\d+\-.,]{0,8}?"
    r"(?P<digits>\d{1,3}(?:[, ]\d{3}){1,4}|\d{1,15})(?P<rest>\.\d{1,10})?\s*(?P<wan>万?)"
    r"(?P<unit>[^\d.,+\-]{0,20})",
    re.ASCII,
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_UNIT = re.compile(r"\s*([^\s=\d][^=]{0,19}?)\s*[=＝]\s*(\d{1,9}(?:\.\d{1,9})?)\s*")


class Number(TypedKind):
    """A number, with what it may be off; a range is its middle with half its width. ¥25,000,
    25000元, ２５０００ and 2.5万 are the same.

    Without other units whatever is written behind the number is let pass. With them the unit
    counts: `kg = 1000` makes 2 kg two thousand of the answer's own unit, and a unit that nobody
    named makes the answer a wrong one."""

    code = "number"
    label = _("Number")
    order = 50
    template = "assessments/kinds/number.html"
    fields = (TypedKind.fields - {"text"}) | {"value", "unit", "units"}

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        if any(answer.value is None for answer in answers):
            return _("Each answer needs its number.")
        if any(answer.tolerance is not None and answer.tolerance < 0 for answer in answers):
            return _("What it may be off can't be less than 0.")
        if not any(answer.fraction >= HUNDRED for answer in answers):
            return _("One answer must be worth 100.")
        if question and read_units(question.units) is None:
            return _("Write each other unit on a line of its own, like: kg = 1000")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return [
            frozen_answer(
                answer, texts=texts, value=str(answer.value), tolerance=str(answer.tolerance or 0)
            )
            for answer, texts in pair(versions, _texts)
        ]

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        """The units of every language: 2 kg is as right as 2 公斤."""
        found = {}
        for version in reversed(versions):
            found |= read_units(version.units) or {}
        return {"units": {unit: str(factor) for unit, factor in found.items()}} if found else {}

    def match(self, frozen: Frozen, answer: Mapping[str, Any], typed: str) -> bool:
        read = read_measure(typed)
        if read is None:
            return False
        factor = _factor(frozen, answer, read[1])
        if factor is None:
            return False
        return abs(read[0] * factor - Decimal(answer["value"])) <= Decimal(answer["tolerance"])

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        unit = "" if frozen.get("units") else _unit(frozen, language)
        return {"value": value or "", "unit": unit, "with_unit": bool(frozen.get("units"))}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        best = max(frozen["answers"], key=fraction_of)
        right = f"{Decimal(best['value']).normalize():,f}"
        return {"value": value or "", "right": f"{right} {_unit(frozen, language)}".strip()}

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        number = read_number(value or "")
        if number is None or frozen.get("units"):
            return fold(value or "")
        return f"{number.normalize():f}" if number else "0"

    def from_parsed(self, parsed: ParsedQuestion) -> Written:
        made = super().from_parsed(parsed)
        made.fields["units"] = _units_in_lines(parsed.extra.get("units") or [])
        return made

    def to_parsed(self, question: Any) -> ParsedQuestion:
        """The units as the file gave them, unless they were changed since."""
        parsed = super().to_parsed(question)
        if question.units != _units_in_lines(parsed.extra.get("units") or []):
            units = (read_units(question.units) or {}).items()
            parsed.extra = {
                **parsed.extra,
                "units": [[name, _short(1 / factor)] for name, factor in units],
            }
        return parsed


def read_number(text: str) -> Decimal | None:
    """The number that was typed, with its unit or without; None if it isn't one."""
    read = read_measure(text)
    return read[0] if read else None


def read_measure(text: str) -> tuple[Decimal, str] | None:
    """The number that was typed, and the unit behind it; None if it isn't a number."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    found = _NUMBER.fullmatch(plain)
    if not found:
        return None
    digits = re.sub("[, ]", "", found["digits"]) + (found["rest"] or "")
    number = Decimal(found["sign"] + digits)
    return (number * 10_000 if found["wan"] else number), fold(found["unit"])


def read_units(text: str) -> dict[str, Decimal] | None:
    """The other units that a trainer wrote, each with how many of the answer's own unit it is;
    None if a line can't be read."""
    units = {}
    for line in filter(str.strip, text.splitlines()):
        found = _UNIT.fullmatch(unicodedata.normalize("NFKC", line))
        if not found or not Decimal(found[2]):
            return None
        units[fold(found[1])] = Decimal(found[2])
    return units


def _units_in_lines(units: Sequence[Sequence[str]]) -> str:
    """The other units of a file, each with Moodle's multiplier: how many of it are one of the
    answer's own (cm has 100 beside m). Kept is one divided by that: cm = 0.01."""
    read = [(name, Decimal(multiplier)) for name, multiplier in units]
    return "\n".join(f"{name} = {_short(1 / factor)}" for name, factor in read if factor > 0)


def _short(number: Decimal) -> str:
    return f"{round(number, 9).normalize():f}"


def _factor(frozen: Frozen, answer: Mapping[str, Any], unit: str) -> Decimal | None:
    units = frozen.get("units")
    own = {fold(texts.get("unit", "")) for texts in answer["texts"].values()}
    if not units or not unit or unit in own:
        return Decimal(1)
    return Decimal(units[unit]) if unit in units else None


def _texts(answer: Any) -> dict[str, str]:
    return {**texts_of(answer), "unit": answer.unit}


def _unit(frozen: Frozen, language: str) -> str:
    return said(frozen["answers"][0]["texts"], language, "unit") if frozen["answers"] else ""
