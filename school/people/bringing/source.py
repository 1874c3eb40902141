"""A kind of file that people bring, and what the steps on its way do."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from school.people.bringing.reading import Progress
from school.people.models import BroughtFile

Entry = dict[str, Any]


@dataclass
class Looked:
    """What would come of a file, or came: counts and the first entries for the screen
    (`outcome`), every problem, and every difference as rows under `headings`."""

    outcome: dict[str, Any]
    problems: list[Entry] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    differences: Iterable[list[Any]] = ()


@dataclass(frozen=True)
class Source:
    """`columns`: the headers under which each canonical column is known; `labels`: how we call
    it; `needed`: one of each group must be there; `money`: never guessed by likeness and never
    filled down, as `fillable` may be and `filled` is unless somebody says no; `dates`: hold days.

    `look` reads a kept file and writes nothing; `take` writes all of it in one transaction that
    also says `flow.mark_taken`; `undo` takes it back, by a worker where there is an `undo_kind`,
    else at once. `again`: a file that was taken over may be looked at and taken over once more.
    """

    name: str
    model: type[BroughtFile]
    columns: Mapping[str, Any]
    labels: Mapping[str, Any]
    needed: tuple[tuple[str, ...], ...]
    money: tuple[str, ...]
    dates: tuple[str, ...]
    fillable: tuple[str, ...]
    filled: tuple[str, ...]
    look_kind: str
    take_kind: str
    look: Callable[[BroughtFile, Progress], Looked]
    take: Callable[[BroughtFile, Progress], Looked]
    undo: Callable[[BroughtFile, Any], dict[str, Any]]
    undo_kind: str = ""
    again: bool = False
