"""Number."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import HUNDRED, Frozen, fraction_of, frozen_answer, pair, said, texts_of
from assessments.kinds.typed import TypedKind

_NUMBER = re.compile(
    r"[^\d+\-.,]{0,8}?(?P<sign>[+-]?)[^\d+\-.,]{0,8}?"
    r"(?P<digits>\d{1,3}(?:[, ]\d{3}){1,4}|\d{1,15})(?P<rest>\.\d{1,10})?\s*(?P<wan>万?)"
    r"[^\d.,+\-]{0,20}",
    re.ASCII,
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class Number(TypedKind):
    """A number, with what it may be off. ¥25,000, 25000元, ２５０００ and 2.5万 are the same."""

    code = "number"
    label = _("Number")
    order = 50
    template = "assessments/kinds/number.html"

    def problem(self, answers: Sequence[Any]) -> Any | None:
        if any(answer.value is None for answer in answers):
            return _("Each answer needs its number.")
        if any(answer.tolerance is not None and answer.tolerance < 0 for answer in answers):
            return _("What it may be off can't be less than 0.")
        if not any(answer.fraction >= HUNDRED for answer in answers):
            return _("One answer must be worth 100.")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return [
            frozen_answer(
                answer, texts=texts, value=str(answer.value), tolerance=str(answer.tolerance or 0)
            )
            for answer, texts in pair(versions, _texts)
        ]

    def match(self, answer: Mapping[str, Any], typed: str) -> bool:
        number = read_number(typed)
        if number is None:
            return False
        return abs(number - Decimal(answer["value"])) <= Decimal(answer["tolerance"])

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"value": value or "", "unit": _unit(frozen, language)}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        best = max(frozen["answers"], key=fraction_of)
        right = f"{Decimal(best['value']).normalize():,f}"
        return {"value": value or "", "right": f"{right} {_unit(frozen, language)}".strip()}


def read_number(text: str) -> Decimal | None:
    """The number that was typed, with its unit or without; None if it isn't one."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    found = _NUMBER.fullmatch(plain)
    if not found:
        return None
    digits = re.sub("[, ]", "", found["digits"]) + (found["rest"] or "")
    number = Decimal(found["sign"] + digits)
    return number * 10_000 if found["wan"] else number


def _texts(answer: Any) -> dict[str, str]:
    return {**texts_of(answer), "unit": answer.unit}


def _unit(frozen: Frozen, language: str) -> str:
    return said(frozen["answers"][0]["texts"], language, "unit")
