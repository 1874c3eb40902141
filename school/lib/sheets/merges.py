"""Cells that were merged downwards: which columns of a table have some."""

from school.lib.sheets.grid import Grid
from school.lib.sheets.headers import Header


def tall(grid: Grid, header: Header) -> set[int]:
    """The columns in which a cell reaches over several lines of the table."""
    return {m.left for m in grid.merges if m.bottom > m.top and m.bottom > header.line}


def tall_columns(grid: Grid, header: Header) -> tuple[str, ...]:
    """The known ones among them, by canonical name."""
    merged = tall(grid, header)
    return tuple(known for at, known in header.known.items() if at in merged)
