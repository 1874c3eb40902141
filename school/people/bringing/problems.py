"""The list of problems of a file, row by row, as a table to take along."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from school.lib.exports import write_csv


def problem_csv(problems: Iterable[dict[str, Any]]) -> bytes:
    """One line a problem: where, how grave, by which code, whose, and what to do."""
    headings = [
        pgettext("in a table", "Row"),
        _("Kind"),
        _("Code"),
        _("Leader ID"),
        _("Name"),
        _("Phone"),
        _("What we noticed"),
    ]
    return write_csv(headings, (_row(problem) for problem in problems))


def table_csv(headings: list[str], rows: Iterable[list[Any]]) -> bytes:
    """The rows under their headings; nothing where there are none."""
    waiting = iter(rows)
    first = next(waiting, None)
    return write_csv(headings, chain([first], waiting)) if first else b""


def _row(problem: dict[str, Any]) -> list[Any]:
    return [
        problem.get("row", ""),
        problem.get("kind", ""),
        problem.get("code", ""),
        problem.get("leader_id", ""),
        problem.get("name", ""),
        problem.get("phone", ""),
        problem.get("message", ""),
    ]
