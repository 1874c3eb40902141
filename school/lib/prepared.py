"""Queries whose SQL is written once and then only run.

Django writes a query's SQL anew each time. For one row out of many subqueries that takes fifty
times longer than running it, and on a page that everybody opens it is most of the page's time.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

# Stands for the number that changes; no row has it, and no rule asks for it.
MARKER = 8_123_456_789_012_345_678


def prepared(make: Callable[[int], QuerySet]) -> Callable[[int], list[dict[str, Any]]]:
    """Makes of a function `number -> queryset of .values()` one that answers with the rows."""

    @cache
    def ready() -> Prepared:
        return Prepared(make)

    return wraps(make)(lambda number: ready().rows(number))


class Prepared:
    """A queryset of `.values()` in which only one number, a row's key, changes between calls.

    `make` gets the marker in place of that number and answers with the queryset.
    """

    def __init__(self, make: Callable[[int], QuerySet]) -> None:
        query = make(MARKER).query
        self._names = [*query.extra_select, *query.values_select, *query.annotation_select]
        self._compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = self._compiler.as_sql()

    def rows(self, number: int) -> list[dict[str, Any]]:
        """The rows for this number, with the same types as the queryset would give."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [number if p == MARKER else p for p in self._params])
            found = self._compiler.results_iter([cursor.fetchall()], tuple_expected=True)
            return [dict(zip(self._names, row, strict=True)) for row in found]
