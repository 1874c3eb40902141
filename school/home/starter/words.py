"""The starter school's words outside its courses, read from school.yaml."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from school.home.starter.files import SCHOOL, Texts, read_yaml, require


@dataclass(frozen=True)
class Words:
    home: dict[str, Texts]
    catalog: dict[str, Texts]
    collection: str
    timetable: list[dict[str, Any]]
    place: str
    sessions: dict[str, dict[str, Any]]
    drawings: dict[str, dict[str, str]]


@cache
def read_words() -> Words:
    """Raises ContentError."""
    data = read_yaml(SCHOOL)
    require(data, list(Words.__dataclass_fields__), SCHOOL)
    return Words(**data)
