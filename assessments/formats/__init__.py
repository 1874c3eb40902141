"""The files that questions come from and go to, one module or package each.

A format has a `code`, a `label`, a `suffix` for file names, `read(data) -> Parsed`,
`can_write(question) -> bool`, `write(questions) -> bytes` of those that it can, and
`looks_like(data, name) -> bool`."""

from importlib import import_module
from types import ModuleType

# In the order of asking them whose file it is: the surest sign first.
_CODES = ("moodlexml", "qti", "qti3", "xlsx", "csv", "gift", "aiken")


def choices() -> list[tuple[str, object]]:
    """All formats with their names."""
    return [(code, find(code).label) for code in _CODES]


def find(code: str) -> ModuleType:
    """The format of this code; KeyError for none."""
    if code not in _CODES:
        raise KeyError(code)
    return import_module(f"{__name__}.{code}")


def guess(data: bytes, name: str = "") -> ModuleType | None:
    """The format that the file seems to be in, by its content and then its name."""
    return next((found for found in map(find, _CODES) if found.looks_like(data, name)), None)
