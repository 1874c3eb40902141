"""What the rules say of one leader, as data: each requirement, and what counts together."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from school.standing.counting import Takes
from school.standing.kinds.base import Kind
from school.standing.models import Tier
from school.standing.source_words import source_in_words


@dataclass(frozen=True)
class Item:
    """One requirement and one leader: what is asked, what she has, what is missing."""

    kind: str
    title: str
    value: Decimal | None
    threshold: Decimal
    met: bool
    percent: int
    have: str
    gap: str
    link: str
    source: str
    group: str = ""

    @property
    def source_said(self) -> str:
        return source_in_words(self.source)

    @classmethod
    def of(cls, kind: Kind, value: Decimal | None) -> "Item":
        return cls(
            group=kind.requirement.group,
            kind=kind.code,
            title=kind.title(),
            value=value,
            threshold=kind.threshold,
            met=kind.met(value),
            percent=kind.percent(value),
            have=kind.have(value),
            gap=kind.gap(value),
            link=kind.link(),
            source=kind.source(),
        )


@dataclass(frozen=True)
class Part:
    """What counts as one thing of a step: one requirement, or a group of them of which any one
    (or each) is enough. A single one has no letter."""

    letter: str
    takes: str
    items: list[Item]
    met: bool


@dataclass(frozen=True)
class Explanation:
    """Where a leader stands on the ladder, and why. `next_tier` is None on the highest rung;
    rates are fractions of net sales, None where none is stated. `items` are the requirements one
    by one, `parts` the same as they count together, by what the step `takes`."""

    on: date
    rules_version: int
    tier: Tier
    rate: Decimal | None
    next_tier: Tier | None
    next_rate: Decimal | None
    items: list[Item]
    takes: str = Takes.ALL
    parts: list[Part] = field(default_factory=list)

    @property
    def met(self) -> int:
        return sum(part.met for part in self.parts)

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def is_ready(self) -> bool:
        if self.takes == Takes.ANY:
            return self.met > 0
        return bool(self.parts) and self.met == self.total

    @property
    def missing(self) -> list[Item]:
        """What she has not got and still needs, or may choose from."""
        if self.is_ready:
            return []
        open_parts = [part for part in self.parts if not part.met]
        return [item for part in open_parts for item in part.items if not item.met]
