"""Where the starter school's files lie, and how their YAML is read."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from school.home import starter

ROOT = Path(starter.__file__).parent
COURSES = ROOT / "courses"
DRAWINGS = ROOT / "drawings"
OUTLINES = ROOT / "outlines.yaml"
SCHOOL = ROOT / "school.yaml"

# The languages as the files call them, and as the school does. The first is written first.
LANGUAGES = {"zh": "zh-hans", "en": "en"}

Texts = dict[str, str]


class ContentError(Exception):
    """A file that can't be understood, with its name and what is wrong."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file.relative_to(ROOT)}: {problem}")


def read_yaml(file: Path) -> Any:
    return parse_yaml(file.read_text(encoding="utf-8"), file)


def parse_yaml(text: str, file: Path) -> Any:
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ContentError(file, str(error)) from error


def require(data: dict, names: list[str], file: Path) -> None:
    """Raises ContentError naming what is missing."""
    missing = [name for name in names if name not in data]
    if missing:
        raise ContentError(file, f"missing: {', '.join(missing)}")


def digest(text: str) -> str:
    """A short name for a text: the same text has the same, another one has another."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def edition() -> str:
    """The digest of the whole starter school, its files and its code: which version this is."""
    kinds = {".md", ".yaml", ".svg", ".py"}
    files = sorted(file for file in ROOT.rglob("*") if file.suffix in kinds)
    parts = (f"{file.relative_to(ROOT)}\n{file.read_text(encoding='utf-8')}" for file in files)
    return digest("\n".join(parts))
