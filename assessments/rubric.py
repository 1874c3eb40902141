"""The rubric of a task: criteria with levels that bring points, and what the points make."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.grade import percent_of
from school.lib.refusal import Refusal

Rubric = Sequence[Mapping[str, Any]]
Levels = Mapping[str, int]


def freeze(stream: Any) -> list[dict[str, Any]]:
    """The rubric as a submission keeps it, so that a later edit changes nobody's mark."""
    return [
        {
            "key": str(child.id),
            "name": child.value["name"],
            "levels": [
                {"points": str(level["points"]), "words": level["words"]}
                for level in child.value["levels"]
            ],
        }
        for child in stream
    ]


def read_levels(rubric: Rubric, chosen: Mapping[str, Any]) -> dict[str, int]:
    """The level chosen for each criterion, by its key, counted from 0.

    Refuses: rubric-incomplete (a criterion has no level), level-unknown (one that isn't there).
    """
    found = {}
    for criterion in rubric:
        level = chosen.get(criterion["key"])
        if level in (None, ""):
            raise Refusal("rubric-incomplete", _("Choose a level for every criterion."))
        if not str(level).isdecimal() or int(level) >= len(criterion["levels"]):
            raise Refusal("level-unknown", _("There is no such level."))
        found[criterion["key"]] = int(level)
    return found


def points(rubric: Rubric, levels: Levels) -> Decimal:
    """The points that these levels bring together."""
    each = (_points_of(one["levels"][levels[one["key"]]]) for one in rubric)
    return sum(each, Decimal(0))


def most_points(rubric: Rubric) -> Decimal:
    return sum((max(map(_points_of, one["levels"])) for one in rubric), Decimal(0))


def percent(rubric: Rubric, levels: Levels) -> Decimal | None:
    """The points as a percentage of the most there is; None without a rubric."""
    return percent_of(points(rubric, levels), most_points(rubric)) if rubric else None


def explained(rubric: Rubric, levels: Levels) -> list[dict[str, Any]]:
    """The rubric with the level that was reached, to be shown to her."""
    return [
        {
            "name": one["name"],
            "words": one["levels"][levels[one["key"]]]["words"],
            "points": _points_of(one["levels"][levels[one["key"]]]),
            "of": max(map(_points_of, one["levels"])),
        }
        for one in rubric
        if one["key"] in levels
    ]


def _points_of(level: Mapping[str, Any]) -> Decimal:
    return Decimal(level["points"])
