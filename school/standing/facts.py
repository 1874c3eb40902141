"""The evidence of an evaluation or a review in words: what was asked, what she had, and where it
was read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from school.standing.kinds import registry
from school.standing.kinds.base import Kind
from school.standing.rules import Rules
from school.standing.source_words import source_in_words

# Where an entry of the evidence holds entries of its own: requirements that count as a group.
GROUPS = ("any", "all", "items", "requirements")


@dataclass(frozen=True)
class Fact:
    """One requirement as it was on the day that was looked at."""

    requirement: str
    value: str
    threshold: str
    met: bool
    source: str
    since: date | str
    group: str = ""
    at_least: bool = True

    @property
    def source_said(self) -> str:
        return source_in_words(self.source)


def facts_of(evidence: Iterable[dict[str, Any]], rules: Rules, step: str, on: date) -> list[Fact]:
    """The evidence line by line, in the reader's language. `step` is the tier from which the step
    leads whose requirements these are. A requirement that the rules don't have is still shown,
    and so is one whose kind the school has given up."""
    found = rules.step(step)
    left = list(found.kinds) if found else []
    return [_fact(entry, group, left, on) for entry, group in _lines(evidence)]


def _lines(evidence: Iterable[dict[str, Any]], group: str = "") -> Iterator[tuple[dict, str]]:
    for entry in evidence:
        within = next((name for name in GROUPS if isinstance(entry.get(name), list)), None)
        if within:
            yield from _lines(entry[within], str(entry.get("group", "") or within))
        else:
            yield entry, str(entry.get("group") or group)


def _fact(entry: dict[str, Any], group: str, left: list[Kind], on: date) -> Fact:
    code = entry.get("requirement", "")
    kind = next((one for one in left if one.code == code), None)
    if kind:
        left.remove(kind)
    return Fact(
        requirement=_label(code),
        value=_shown(entry.get("value"), kind),
        threshold=_shown(entry.get("threshold"), kind),
        met=bool(entry.get("met")),
        source=str(entry.get("source", "")),
        since=entry.get("since") or on,
        group=group,
        at_least=kind.at_least if kind else True,
    )


def _label(code: str) -> str:
    try:
        return str(registry.find(code).label)
    except KeyError:
        return code


def _shown(value: Any, kind: Kind | None) -> str:
    if value is None:
        return _("no figures")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return kind.shown(number) if kind else format(number.normalize(), "f")
