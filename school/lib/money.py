"""Amounts of money: read as spreadsheets write them, kept as Decimal yuan, shown with a ¥."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

FEN = Decimal("0.01")
# Ten thousand million yuan: more than a region sells, less than a phone number read as money.
CEILING = Decimal(10) ** 10
# Decimal computes exactly up to 28 digits.
LONGEST = 27

# How nearly all amounts of a large file are written: there is nothing to find out about them.
_SIMPLE = re.compile(r"\d{1,9}(?:\.\d{1,2})?", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-"))
_SIGN_BEFORE = re.compile(r"^([-+(]?)\s*(?:¥|CNY|RMB|人民币)\s*", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"\s*(?:元|圆|CNY|RMB)(\)?)$", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"-?\d+(\.\d+)?E[+-]?\d+", re.ASCII | re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)\s*(?P<wan>[万wW])?", re.ASCII
)


def read_money(text: str, unit: Literal["yuan", "fen"] = "yuan") -> Decimal | None:
    """The amount in `text` in yuan with two decimals; None for a blank cell or a dash.

    `unit` is what the file counts in. Understood: ¥1,234.50, 1234.5元, 1.2万, (12.00) and -12 as
    negative, full-width digits and signs, any spaces.

    Refuses: money-unreadable, money-scientific (a spreadsheet rounded it), money-unit (a cell in
    fen that says yuan), money-fraction (parts of a fen), money-too-large (from ten thousand
    million yuan).
    """
    if unit == "yuan" and _SIMPLE.fullmatch(text):
        return Decimal(text).quantize(FEN)
    plain = _plain(text)
    bare = _UNIT_BEHIND.sub(r"\1", _SIGN_BEFORE.sub(r"\1", plain))
    if not plain or (bare and not bare.strip("-")):
        return None
    if unit == "fen" and bare != plain:
        raise _refuse("money-unit", _("%(text)s says yuan, but the file counts in fen."), text)
    amount = _signed(bare, text) * (FEN if unit == "fen" else 1)
    if abs(amount) >= CEILING:
        raise _refuse("money-too-large", _("%(text)s is too large for an amount."), text)
    if amount != amount.quantize(FEN):
        raise _refuse("money-fraction", _("%(text)s holds a fraction of a fen."), text)
    return amount.quantize(FEN)


def yuan(amount: Decimal | int) -> str:
    """The amount as "¥ 1,234" or "¥ 1,234.50": fen are shown only where there are some. The space
    doesn't break, so that no line ends with the sign."""
    rounded = Decimal(amount).quantize(FEN, ROUND_HALF_UP)
    digits = f"{abs(rounded):,.2f}".removesuffix(".00")
    return f"-¥\u00a0{digits}" if rounded < 0 else f"¥\u00a0{digits}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).lstrip("' ").strip()


def _signed(bare: str, text: str) -> Decimal:
    """The number with its sign, which is a minus, a plus or a pair of brackets."""
    if bare.startswith("(") and bare.endswith(")"):
        return -_unsigned(bare[1:-1].strip(), text)
    if bare.startswith("-"):
        return -_unsigned(bare[1:].strip(), text)
    return _unsigned(bare.removeprefix("+").strip(), text)


def _unsigned(bare: str, text: str) -> Decimal:
    if _SCIENTIFIC.fullmatch(bare):
        raise _refuse(
            "money-scientific", _("The spreadsheet has rounded an amount to %(text)s."), text
        )
    found = _AMOUNT.fullmatch(bare)
    if not found or len(bare) > LONGEST:
        raise _refuse("money-unreadable", _("%(text)s is not an amount of money."), text)
    number = Decimal(re.sub("[, ]", "", found["number"]))
    return number.scaleb(4) if found["wan"] else number


def _refuse(code: str, message: str, text: str) -> Refusal:
    return Refusal(code, message, {"text": text.strip()})
