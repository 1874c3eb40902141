"""A grid: the lines and cells of a file before anybody knows what they mean."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

MAX_BYTES = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_LINES = 200_000
MAX_COLUMNS = 500

Line = tuple[int, list[str]]


class Merge(NamedTuple):
    """Cells that were merged into one: lines count from 1 as in the file, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """Numbered lines of cells. `lines` starts again from the first line at every call.

    In a text file a stray delimiter moves all cells behind it (`shifts`), in a workbook not.
    `expected` is about how many lines there are, as the file says; 0 if it doesn't.
    """

    lines: Callable[[], Iterator[Line]]
    name: str = ""
    merges: tuple[Merge, ...] = ()
    encoding: str | None = None
    shifts: bool = False
    expected: int = 0


def unreadable(name: str) -> Refusal:
    return Refusal(
        "sheet-unreadable",
        _("%(name)s is not a table that can be read here. Save it as .xlsx or .csv."),
        {"name": name},
    )


def too_large(name: str) -> Refusal:
    return Refusal(
        "sheet-too-large", _("%(name)s is too large. Split it into parts."), {"name": name}
    )
