"""The category of a path of names, made where it is not there yet."""

from collections.abc import Sequence

from assessments.models import Category

LONGEST = 80
Path = tuple[str, ...]


class Drawers:
    """Finds and makes categories, each asked for once."""

    def __init__(self, base: Category | None = None) -> None:
        self.base = base
        self.found: dict[Path, Category] = {}

    def at(self, names: Sequence[str]) -> Category | None:
        """The category inside the base; the base itself for no names."""
        path = tuple(name.strip()[:LONGEST] for name in names if name.strip())
        if not path:
            return self.base
        if path not in self.found:
            parent = self.at(path[:-1])
            self.found[path], _made = Category.objects.get_or_create(name=path[-1], parent=parent)
        return self.found[path]
