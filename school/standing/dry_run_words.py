"""A dry run's result in words: every line with its arithmetic."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from school.lib.money import yuan
from school.standing.dry_run import digest_of, titles
from school.standing.kinds.base import plain
from school.standing.models import RuleSet


@dataclass(frozen=True)
class CostLine:
    """Leaders who come to another tier, or whose own tier pays another rate. `already` of them
    would move by today's rules as well."""

    what: str
    leaders: int
    already: int
    is_move: bool
    arithmetic: str
    cost: str


@dataclass(frozen=True)
class Tried:
    """A dry run for the page. It is stale once the draft says something else."""

    on: str
    weeks: str
    evaluated: int
    moves: int
    cost: str
    lines: list[CostLine]
    unrated: bool
    is_stale: bool


def shown(result: dict[str, Any], rule_set: RuleSet) -> Tried:
    """The result of the job. Lines that neither move anybody nor cost anything are left out."""
    names = titles()
    told = [one for one in result["lines"] if one["leaders"] and _matters(one)]
    return Tried(
        on=result["on"],
        weeks=f"{result['first']} – {result['ends']}",
        evaluated=result["evaluated"],
        moves=result["moves"],
        cost=yuan(Decimal(result["cost"])),
        lines=[_line(one, names) for one in told],
        unrated=any(one["rate_now"] is None or one["rate_then"] is None for one in told),
        is_stale=result["digest"] != digest_of(rule_set),
    )


def _matters(line: dict[str, Any]) -> bool:
    return line["from_tier"] != line["to_tier"] or bool(Decimal(line["cost"]))


def _line(line: dict[str, Any], names: dict[str, str]) -> CostLine:
    before, after = (names.get(line[name], line[name]) for name in ("from_tier", "to_tier"))
    is_move = line["from_tier"] != line["to_tier"]
    arithmetic = f"{yuan(Decimal(line['net']))} × ({_rate(line['rate_then'])} − {{}})"
    return CostLine(
        what=f"{before} → {after}" if is_move else _("Stay at %(tier)s") % {"tier": after},
        leaders=line["leaders"],
        already=line["already"],
        is_move=is_move,
        arithmetic=arithmetic.format(_rate(line["rate_now"])),
        cost=yuan(Decimal(line["cost"])),
    )


def _rate(rate: str | None) -> str:
    return f"{plain(Decimal(rate or 0) * 100)}%"
