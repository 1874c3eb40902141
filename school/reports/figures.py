"""A figure as managers read it: the number, its change since last week, and what it means."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`change` is None where there is nothing to compare with; `good` says which direction is
    good news: "up", "down", or neither."""

    label: Any
    number: str
    meaning: Any
    change: int | None = None
    unit: str = ""
    good: str = ""
    link: str = ""

    @property
    def moved(self) -> str:
        if not self.change:
            return ""
        return "up" if self.change > 0 else "down"

    @property
    def mood(self) -> str:
        """How the change is coloured; an arrow says the direction without colour."""
        if not self.moved or not self.good:
            return "plain"
        return "good" if self.moved == self.good else "bad"

    @property
    def size(self) -> int:
        return abs(self.change or 0)
