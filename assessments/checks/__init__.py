"""Tasks that check themselves before a person marks them.

A check reads what was sent, keeps only what belongs there, and lists what doesn't fit as data:
`{"code": "plan-day-few", "day": 2, "count": 7, "least": 8}`. The sentence is made when it is read,
in the reader's language.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.checks import plan, tasting
from assessments.checks.finding import Finding, sentence

__all__ = ["Finding", "check", "read", "sentences"]

_KINDS = {"plan": plan, "tasting": tasting}


def read(work: str, raw: Any) -> dict[str, Any]:
    """What was sent as it is kept: nothing unknown, nothing endless. Never raises."""
    return _KINDS[work].read(raw) if work in _KINDS else {}


def check(task: Any, data: Mapping[str, Any], *, photos: int = 0) -> list[Finding]:
    """What doesn't fit the limits that the task sets; empty if all is well, and for tasks that
    check nothing."""
    return _KINDS[task.work].check(task, data, photos=photos) if task.work in _KINDS else []


def sentences(findings: Sequence[Finding]) -> list[str]:
    return [sentence(finding) for finding in findings]
