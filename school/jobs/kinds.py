"""The kinds of work that workers know, one function each; floors register theirs in `work.py`."""

from collections.abc import Callable
from typing import Any

Work = Callable[..., dict[str, Any] | None]
_kinds: dict[str, Work] = {}


def kind(name: str) -> Callable[[Work], Work]:
    """Register the work `name`: a function of the run (see `school.jobs.run.Run`) and the job's
    arguments, written to be run twice with the result of once. What it returns is kept as the
    job's result."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def find(name: str) -> Work:
    return _kinds[name]
