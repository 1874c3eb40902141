"""A first look at a table: its headers, what they seem to mean, and a few of its cells."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from school.lib.refusal import Refusal
from school.lib.sheets.files import open_grids
from school.lib.sheets.grid import Grid, unreadable
from school.lib.sheets.headers import (
    LOOK_AHEAD,
    Aliases,
    Header,
    find_header,
    fold,
    meanings_of,
    unit,
)
from school.lib.sheets.merges import tall
from school.lib.sheets.rows import clean, table_rows

# Enough rows to see how a file writes its dates, and few enough for somebody who waits.
LOOKED_AT = 200
SAMPLES = 3


@dataclass(frozen=True)
class Survey:
    """What was seen: the `headers` as written; `guess`, which header seems to mean which canonical
    column, and `doubtful`, the columns of that guess that only look alike; by header the first
    `samples`, the `units` that it names, and whether cells are `merged` downwards; `rows`, the
    first rows by header. `fingerprint` is the same for files with the same headers."""

    headers: list[str]
    guess: dict[str, str]
    doubtful: list[str]
    samples: dict[str, list[str]]
    units: dict[str, str]
    merged: list[str]
    rows: list[dict[str, str]]
    fingerprint: str

    def as_dict(self) -> dict[str, Any]:
        """All that is worth keeping: of the rows nothing but the samples."""
        return {name: value for name, value in asdict(self).items() if name != "rows"}


def survey_sheet(
    data: bytes, name: str, aliases: Aliases, *, never_alike: Iterable[str] = ()
) -> Survey:
    """Look at the file `name`. Where no header is known, the fullest of the first lines is taken
    for the header. Columns of `never_alike` are guessed by their known names only.

    Refuses what `read_sheet` refuses, except sheet-columns-missing and sheet-columns-doubled.
    """
    grids, _notes = open_grids(data, name)
    grid, header = find_header(grids, meanings_of(aliases)) or _fullest(grids, name)
    headers = list(dict.fromkeys(text for text in header.written if text))
    bare = Header(header.line, header.written, {}, [])
    rows = [row.extra for row in islice(table_rows(grid, bare, (), name, []), LOOKED_AT)]
    guess, doubtful = _guess(headers, header, aliases, frozenset(never_alike))
    merged = tall(grid, header)
    return Survey(
        headers=headers,
        guess=guess,
        doubtful=doubtful,
        samples={text: _first(row.get(text, "") for row in rows) for text in headers},
        units={text: of for text in headers if (of := unit(text))},
        merged=[text for at, text in enumerate(header.written) if at in merged and text],
        rows=rows,
        fingerprint=fingerprint(headers),
    )


def fingerprint(headers: Iterable[str]) -> str:
    return sha256("\n".join(map(fold, headers)).encode()).hexdigest()


def _first(cells: Iterable[str]) -> list[str]:
    return list(islice(filter(None, cells), SAMPLES))


def _fullest(grids: Iterable[Grid], name: str) -> tuple[Grid, Header]:
    """Of a wrong delimiter every line is one cell, so that the right one is found as well."""
    best: tuple[int, Grid, int, list[str]] | None = None
    for grid in grids:
        try:
            lines = list(islice(grid.lines(), LOOK_AHEAD))
        except Refusal:
            continue
        for line, cells in lines:
            filled = len([text for text in map(clean, cells) if text])
            if filled and (best is None or filled > best[0]):
                best = filled, grid, line, cells
    if best is None:
        raise unreadable(name)
    _filled, grid, line, cells = best
    return grid, Header(line, [clean(text) for text in cells], {}, [])


def _guess(
    headers: list[str], header: Header, aliases: Aliases, never_alike: frozenset[str]
) -> tuple[dict[str, str], list[str]]:
    guess: dict[str, str] = {}
    for at, name in header.known.items():
        guess.setdefault(name, header.written[at])
    free = [text for text in headers if text not in guess.values()]
    doubtful = []
    for name, texts in aliases.items():
        if name in guess or name in never_alike:
            continue
        alike = [text for text in free if _is_alike(text, (name, *texts))]
        if len(alike) == 1:
            guess[name] = alike[0]
            free.remove(alike[0])
            doubtful.append(name)
    return guess, doubtful


def _is_alike(header: str, known: Iterable[str]) -> bool:
    """The header says a known name and something more. Two Chinese characters are a word; as
    short a piece of Latin letters is chance."""
    folded = fold(header)
    words = (name for name in map(fold, known) if len(name) >= (4 if name.isascii() else 2))
    return any(word in folded for word in words)
