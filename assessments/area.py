"""Places on a picture: a circle, a rectangle or a polygon, in per cent of its width and height.

Written as people can read them: `circle 50,40 8` (middle, radius in per cent of the width),
`rectangle 10,20 30,45` (two opposite corners), `polygon 10,10 40,10 25,30` (its corners).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

HUNDRED = Decimal(100)
EXACT = Decimal("0.001")
Point = tuple[Decimal, Decimal]

_NUMBER = r"-?\d{1,4}(?:\.\d{1,6})?"
_POINT = re.compile(rf"({_NUMBER})\s*[,，]\s*({_NUMBER})", re.ASCII)
_AREA = re.compile(
    rf"(circle|rectangle|polygon)\s*((?:{_NUMBER}\s*[,，]\s*{_NUMBER}[\s;]*)+)({_NUMBER})?\s*",
    re.ASCII | re.IGNORECASE,
)
_POINTS = {"circle": (1, 1), "rectangle": (2, 2), "polygon": (3, 40)}


@dataclass(frozen=True)
class Area:
    """A place on a picture, in per cent."""

    shape: str
    points: tuple[Point, ...]
    radius: Decimal = Decimal(0)

    def __str__(self) -> str:
        points = " ".join(f"{plain(x)},{plain(y)}" for x, y in self.points)
        end = f" {plain(self.radius)}" if self.shape == "circle" else ""
        return f"{self.shape} {points}{end}"

    def holds(self, x: Decimal, y: Decimal, ratio: Decimal) -> bool:
        """Whether the spot lies in it; `ratio` is the picture's height by its width."""
        if self.shape == "circle":
            (mid_x, mid_y), reach = self.points[0], self.radius
            return (x - mid_x) ** 2 + ((y - mid_y) * ratio) ** 2 <= reach**2
        if self.shape == "rectangle":
            xs, ys = zip(*self.points, strict=True)
            return min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)
        return self._in_polygon(x, y)

    def _in_polygon(self, x: Decimal, y: Decimal) -> bool:
        """A ray to the right crosses the edges of what it lies in an odd number of times."""
        inside = False
        for (x1, y1), (x2, y2) in pairwise([*self.points, self.points[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside

    @property
    def middle(self) -> Point:
        """Where its number stands."""
        xs, ys = zip(*self.points, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2

    def in_pixels(self, width: int, height: int) -> dict[str, Any]:
        """The place as files give it, in pixels of the picture."""
        points = [
            [_whole(x * width / HUNDRED), _whole(y * height / HUNDRED)] for x, y in self.points
        ]
        radius = _whole(self.radius * width / HUNDRED)
        return {"shape": self.shape, "points": points, "radius": radius}


def read_area(text: str) -> Area | None:
    """The place that was written; None if it is none, or lies outside of the picture."""
    found = _AREA.fullmatch(text.strip())
    if not found:
        return None
    points = tuple((Decimal(x), Decimal(y)) for x, y in _POINT.findall(found[2]))
    return _checked(Area(found[1].lower(), points, Decimal(found[3] or 0)))


def from_pixels(raw: Mapping[str, Any], width: int, height: int) -> Area | None:
    """A place that a file gave in pixels of its picture; None if it is none."""
    points = tuple(
        (_share(x, width), _share(y, height)) for x, y in raw.get("points", ())
    )  # fmt: skip
    radius = _share(raw.get("radius") or 0, width)
    return _checked(Area(str(raw.get("shape", "")), points, radius))


def _checked(area: Area) -> Area | None:
    least, most = _POINTS.get(area.shape, (1, 0))
    if not least <= len(area.points) <= most:
        return None
    if (area.shape == "circle") != (area.radius > 0):
        return None
    if not all(0 <= at <= HUNDRED for point in area.points for at in point):
        return None
    return area


def _share(pixels: Any, of: int) -> Decimal:
    return (Decimal(str(pixels)) * HUNDRED / of).quantize(EXACT)


def _whole(pixels: Decimal) -> float | int:
    """Pixels as files write them: whole ones, unless the place is meant more exactly."""
    near = round(pixels)
    return near if abs(pixels - near) < Decimal("0.05") else float(round(pixels, 2))


def plain(number: Decimal) -> str:
    """The number without useless zeros."""
    return f"{number.normalize():f}" if number else "0"
