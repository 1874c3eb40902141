"""The header of a table: which line it is, and which column means what."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.lib.sheets.grid import Grid, Line

# Titles, print dates and empty decoration may stand above the header, but not a page of them.
LOOK_AHEAD = 20

_UNIT = re.compile(
    r"[(\[](元|圆|角|分|万元|人民币|rmb|cny|yuan|fen|¥|人|户|名|单|笔|个|件|份|次|天|群|%)[)\]]$"
)
_DECORATION = re.compile(r"[\s_*:]+")

Aliases = Mapping[str, Iterable[str]]
# Folded header → canonical name.
Meanings = Mapping[str, str]


@dataclass(frozen=True)
class Header:
    """The header line: canonical names and unknown headers by column, and the lines above it."""

    line: int
    written: list[str]
    known: dict[int, str]
    above: list[Line]

    @property
    def unknown(self) -> dict[int, str]:
        return {
            column: text
            for column, text in enumerate(self.written)
            if text.strip() and column not in self.known
        }


def find_header(grids: Iterable[Grid], meanings: Meanings) -> tuple[Grid, Header] | None:
    """The grid and line that hold the most known column names; of equals the first."""
    best, broken = None, None
    for grid in grids:
        try:
            header = _find(grid, meanings)
        except Refusal as refusal:  # The wrong delimiter trips over quotes that are none.
            broken = broken or refusal
            continue
        if header and (not best or len(header.known) > len(best[1].known)):
            best = grid, header
    if broken and not best:
        raise broken
    return best


def meanings_of(aliases: Aliases) -> dict[str, str]:
    """What headers mean by the names under which the columns are known."""
    return {fold(text): name for name, texts in aliases.items() for text in (name, *texts)}


def chosen_meanings(chosen: Mapping[str, str]) -> dict[str, str]:
    """What headers mean where a person has said it: by canonical name the header, and no other."""
    return {fold(header): name for name, header in chosen.items()}


def fold(text: str) -> str:
    """A header as it is compared: "销售额（元）", "销售额(元)" and " 销售额 " are one."""
    return _UNIT.sub("", _plain(text))


def unit(text: str) -> str:
    """The unit that a header names in brackets, or nothing."""
    found = _UNIT.search(_plain(text))
    return found[1] if found else ""


def check_header(
    found: tuple[Grid, Header] | None, aliases: Aliases, required: Collection[str]
) -> tuple[Grid, Header]:
    """What was found, if it will do; where nothing was, every column is missing.

    Refuses: sheet-columns-missing, sheet-columns-doubled; `params["list"]` names the columns.
    """
    if not found:
        raise _missing(aliases, required or aliases)
    _grid, header = found
    present = list(header.known.values())
    if missing := [name for name in required if name not in present]:
        raise _missing(aliases, missing)
    if doubled := [header.written[at] for at, of in header.known.items() if present.count(of) > 1]:
        message = _("These columns mean the same: %(columns)s.")
        raise _refuse("sheet-columns-doubled", message, doubled)
    return found


def _find(grid: Grid, meanings: Meanings) -> Header | None:
    best, above = None, []
    filled = ((line, cells) for line, cells in grid.lines() if any(map(str.strip, cells)))
    for line, cells in islice(filled, LOOK_AHEAD):
        known = {
            at: meanings[fold(text)] for at, text in enumerate(cells) if fold(text) in meanings
        }
        if known and (not best or len(known) > len(best.known)):
            best = Header(line, [text.strip() for text in cells], known, list(above))
        above.append((line, cells))
    return best


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.strip("\ufeff")).casefold()
    return _DECORATION.sub("", plain)


def _missing(aliases: Aliases, names: Iterable[str]) -> Refusal:
    """Columns by the first of the headers under which people know them."""
    columns = [next(iter(aliases.get(name, ())), name) for name in names]
    return _refuse("sheet-columns-missing", _("These columns are missing: %(columns)s."), columns)


def _refuse(code: str, message: Any, columns: list[str]) -> Refusal:
    return Refusal(code, message, {"columns": ", ".join(columns), "list": columns})
