"""The category of a path of names, made where it is not there yet."""

from collections.abc import Sequence

from assessments.models import Category

LONGEST = 80
Path = tuple[str, ...]


class Drawers:
    """Finds and makes categories, each asked for once. `made` are the numbers of the new ones."""

    def __init__(self, base: Category | None = None) -> None:
        self.base = base
        self.found: dict[Path, Category] = {}
        self.made: list[int] = []

    def at(self, names: Sequence[str]) -> Category | None:
        """The category inside the base; the base itself for no names."""
        path = tuple(name.strip()[:LONGEST] for name in names if name.strip())
        if not path:
            return self.base
        if path not in self.found:
            parent = self.at(path[:-1])
            found, is_new = Category.objects.get_or_create(name=path[-1], parent=parent)
            self.found[path] = found
            self.made += [found.pk] if is_new else []
        return self.found[path]

    def forget_after(self, count: int) -> None:
        """Those made after the first `count` were rolled back."""
        if len(self.made) > count:
            del self.made[count:]
            self.found.clear()

    def take_made(self) -> list[int]:
        """The numbers of those made since this was asked last."""
        made, self.made = self.made, []
        return made
