"""What answers are worth, in per cent: as people write it, and as it can be kept."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_EXACT = Decimal("0.00001")
_NEAR = Decimal("0.01")
# Shares that no decimal writes exactly: people round them, each in their own way.
_SHARES = tuple(
    map(Decimal, ("83.33333", "66.66667", "33.33333", "16.66667", "14.28571", "11.11111"))
)
# The weights that Moodle's forms offer.
_EVEN = tuple(map(Decimal, (100, 90, 80, 75, 70, 60, 50, 40, 30, 25, 20, "12.5", 10, 5, 0)))


def read_weight(text: str) -> Decimal | None:
    """The weight that was written, in per cent; None if it is none between -100 and 100.

    A rounded third (33.33) is the third that was meant: three of them make 100."""
    try:
        weight = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not weight.is_finite() or abs(weight) > HUNDRED:
        return None
    meant = _share_near(weight, _NEAR)
    return weight.quantize(_EXACT).normalize() + 0 if meant is None else meant


def meant_by(weight: Decimal) -> Decimal:
    """The share that a roughly rounded weight (33, 16.7) stands for, or the weight itself."""
    meant = _share_near(weight, _HALF)
    return weight if meant is None else meant


def _share_near(weight: Decimal, reach: Decimal) -> Decimal | None:
    near = (share for share in _SHARES if abs(abs(weight) - share) <= reach)
    return next((share.copy_sign(weight) for share in near), None)


def offered(weight: Decimal) -> bool:
    """Whether Moodle knows this weight."""
    return any(abs(abs(weight) - known) <= _NEAR for known in _SHARES + _EVEN)


def shares(weights: Sequence[Decimal]) -> bool:
    """Whether the positive ones share 100 between them."""
    return abs(sum(weight for weight in weights if weight > 0) - HUNDRED) <= _NEAR


def equal_share(count: int) -> Decimal:
    """What each of so many right answers is worth."""
    return (HUNDRED / count).quantize(_EXACT).normalize() + 0


def in_plain(number: Decimal) -> str:
    """The number without an exponent and without useless zeros."""
    return f"{number.normalize():f}" if number else "0"
