"""What a reader tells the person about a table: left out, odd, to be looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from school.lib.refusal import sentence


@dataclass(frozen=True)
class Note:
    """Something that was left out or looks odd: a code for programs, a sentence for the person."""

    code: str
    message: Any
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return sentence(self.message, self.params)


def note_names(code: str, message: Any, names: Iterable[str]) -> list[Note]:
    """A note whose sentence ends in `%(names)s`; no note if there are no names."""
    listed = list(names)
    return [Note(code, message, {"names": ", ".join(listed), "list": listed})] if listed else []
