"""What a person has said about how her file is to be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Reading:
    """`columns`: canonical column → header (None: find out by known names); `order`: how dates
    are written ("ymd", "dmy", "mdy"; None: refuse what could be read in two ways); `fill_down`:
    columns whose merged cells count for every line that they cover (None: as the file's kind has
    it)."""

    columns: Mapping[str, str] | None = None
    order: str | None = None
    fill_down: tuple[str, ...] | None = None

    @classmethod
    def of(cls, columns: Mapping[str, str], answers: Mapping[str, Any]) -> "Reading":
        """What is kept with a file."""
        return cls(
            columns=columns or None,
            order=answers.get("order") or None,
            fill_down=tuple(answers.get("fill_down", ())),
        )
