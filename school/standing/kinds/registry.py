"""The kinds of requirement that the ladder knows, found by their codes."""

from collections.abc import Iterator
from importlib import import_module

from school.standing.kinds.base import Kind

# One module a family; adding a kind touches its module alone, a new family adds its name here.
FAMILIES = ("learning", "scores", "tasks", "attendance", "group", "sales", "shares", "community")
_kinds: dict[str, type[Kind]] = {}


def kind(cls: type[Kind]) -> type[Kind]:
    """Register a kind under its code."""
    _kinds[cls.code] = cls
    return cls


def find(code: str) -> type[Kind]:
    return _all()[code]


def choices() -> Iterator[tuple[str, str]]:
    """For the field `kind` of a requirement."""
    return ((code, found.label) for code, found in _all().items())


def every() -> list[type[Kind]]:
    return list(_all().values())


def _all() -> dict[str, type[Kind]]:
    # Families look at models of this floor, so they can't load before the models have.
    for family in FAMILIES:
        import_module(f"school.standing.kinds.{family}")
    return _kinds
