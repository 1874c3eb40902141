"""Whether two questions say the same: what a writer asks before it promises to keep one."""

from dataclasses import asdict, replace
from typing import Any

from assessments.formats.question import ParsedQuestion

# Where it stood, and what only its own file format knows.
_ASIDE = ("line", "extra", "penalty", "shuffle")
# Kinds whose answers are all worth the same.
_WHOLE = frozenset({"matching", "ordering"})


def same(one: ParsedQuestion, other: ParsedQuestion) -> bool:
    """Equal but for spaces, and for what readers may say in two ways."""
    return _comparable(one) == _comparable(other)


def _comparable(question: ParsedQuestion) -> Any:
    plain = replace(question, gaps=[])
    said = {name: value for name, value in asdict(plain).items() if name not in _ASIDE}
    said["case_sensitive"] = question.case_sensitive and question.kind == "shorttext"
    for answer in said["answers"] if question.kind in _WHOLE else ():
        answer.pop("fraction")
    for part in (said, *said["answers"]):
        for name in [name for name in part if name.endswith("_format")]:
            part.pop(name)
    gaps = [(gap.mark, _comparable(gap)) for gap in question.gaps]
    return _squeezed(said), gaps


def _squeezed(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {name: _squeezed(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_squeezed(one) for one in value]
    return value
