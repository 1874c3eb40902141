"""Amounts on the managers' screens: whole yuan, since fen only make figures harder to compare."""

from decimal import ROUND_HALF_UP, Decimal

from school.lib.money import yuan


def whole_yuan(amount: Decimal) -> str:
    return yuan(amount.quantize(Decimal(1), ROUND_HALF_UP))
