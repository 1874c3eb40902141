"""Numbers as people write them in question files."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

# Longer numbers and higher powers are not meant, or can't be kept.
_NUMBER = re.compile(
    r"\s*(?P<number>[+-]?(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{0,12})?|\d{1,18}(?:[.,]\d{0,12})?"
    r"|[.,]\d{1,12})(?:[eE][+-]?\d{1,2})?)\s*(?P<unit>[^\d\s.,:+\-*#=~][^\d:*#=~]{0,19})?\s*",
    re.ASCII,
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.|[eE]|$)", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_LARGEST = Decimal(10) ** 12


class Measured(NamedTuple):
    number: Decimal
    unit: str


def read_number(text: str) -> Measured | None:
    """The number and its unit, if it has one: "3.5", "-2,5", "1,000 g", "１２", "1e3"."""
    plain = unicodedata.normalize("NFKC", text[:80]).translate(_DASHES)
    found = _NUMBER.fullmatch(plain)
    if not found or len(text) > 80:
        return None
    digits = found["number"]
    digits = digits.replace(",", "") if _GROUPED.match(digits) else digits.replace(",", ".")
    number = Decimal(digits)
    return Measured(number, (found["unit"] or "").strip()) if abs(number) < _LARGEST else None


def need_number(text: str) -> Measured:
    """The number and its unit. Refuses number-unreadable."""
    found = read_number(text)
    if found is None:
        message = _("“%(text)s” can't be read as a number.")
        raise Refusal("number-unreadable", message, {"text": text.strip()[:40]})
    return found
