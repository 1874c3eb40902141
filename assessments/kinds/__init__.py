"""The kinds of questions, one class each. A new kind is a file here and its template: this
registry finds it by itself."""

from importlib import import_module
from pkgutil import iter_modules

from assessments.kinds.base import Kind

_kinds: dict[str, Kind] = {}


def find(code: str) -> Kind:
    """The kind of this code; KeyError for none."""
    if not _kinds:
        _load()
    return _kinds[code]


def choices() -> list[tuple[str, object]]:
    """All kinds with their names, in the order in which a trainer wants them."""
    if not _kinds:
        _load()
    return [(kind.code, kind.label) for kind in sorted(_kinds.values(), key=lambda k: k.order)]


def _load() -> None:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    for found in _leaves(Kind):
        _kinds[found.code] = found()


def _leaves(parent: type[Kind]) -> list[type[Kind]]:
    found = [leaf for child in parent.__subclasses__() for leaf in _leaves(child)]
    return found + ([parent] if "code" in vars(parent) else [])
