"""The regions that a roster names: city, and region of the city. Unknown ones are made."""

from school.people.models import Region


class Regions:
    """The school's regions by name, read once; new ones wait in `new` until `save`."""

    def __init__(self) -> None:
        regions = list(Region.objects.select_related("parent"))
        self.by_number = {region.pk: region for region in regions}
        # Regions that aren't made yet have no number; the way from the top names them all.
        self._by_path = {_path(region.parent, region.name): region for region in regions}
        self._by_name: dict[str, list[Region]] = {}
        for region in regions:
            self._by_name.setdefault(region.name, []).append(region)
        self.new: list[Region] = []

    def find(self, city: str, region: str) -> Region | None:
        """The region of a line, perhaps one that is yet to be made; None where it names none."""
        if not city and not region:
            return None
        if not city:
            return self._alone(region)
        top = self._child(None, city)
        return self._child(top, region) if region else top

    def save(self) -> None:
        """Make the new ones; what lies around a region comes before it."""
        for region in self.new:
            region.save()

    def names(self) -> list[str]:
        return [place(region) for region in self.new]

    def _alone(self, name: str) -> Region:
        """A region without its city: the only one of that name, wherever it lies."""
        found = self._by_name.get(name, [])
        return found[0] if len(found) == 1 else self._child(None, name)

    def _child(self, parent: Region | None, name: str) -> Region:
        path = _path(parent, name)
        if path not in self._by_path:
            region = Region(name=name, parent=parent)
            self._by_path[path] = region
            self._by_name.setdefault(name, []).append(region)
            self.new.append(region)
        return self._by_path[path]


def place(region: Region | None) -> str:
    """A region's name with the city's before it, made or not."""
    if region is None:
        return ""
    return f"{region.parent.name} · {region.name}" if region.parent else region.name


def _path(parent: Region | None, name: str) -> tuple:
    """Cities by name; regions deeper than a city's are told apart by the number around them."""
    if parent is None:
        return (name,)
    if parent.parent_id:
        return (parent.pk, name)
    return (parent.name, name)
