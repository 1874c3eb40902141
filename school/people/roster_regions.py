"""The regions that a roster names: city, and region of the city. Unknown ones are made."""

from school.people.models import Region


class Regions:
    """The school's regions by name, read once."""

    def __init__(self) -> None:
        regions = list(Region.objects.select_related("parent"))
        self._by_place = {(region.parent_id, region.name): region for region in regions}
        self._by_name: dict[str, list[Region]] = {}
        for region in regions:
            self._by_name.setdefault(region.name, []).append(region)
        self.created: list[str] = []

    def find(self, city: str, region: str) -> Region | None:
        """The region of a line, made if it is new; None where the line names none."""
        if not city and not region:
            return None
        if not city:
            return self._alone(region)
        top = self._child(None, city)
        return self._child(top, region) if region else top

    def _alone(self, name: str) -> Region:
        """A region without its city: the only one of that name, wherever it lies."""
        found = self._by_name.get(name, [])
        return found[0] if len(found) == 1 else self._child(None, name)

    def _child(self, parent: Region | None, name: str) -> Region:
        place = (parent.pk if parent else None, name)
        if place not in self._by_place:
            region = Region.objects.create(name=name, parent=parent)
            self._by_place[place] = region
            self._by_name.setdefault(name, []).append(region)
            self.created.append(str(region))
        return self._by_place[place]
