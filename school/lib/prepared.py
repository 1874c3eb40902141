"""Queries whose SQL is written once and then only run.

Django writes a query's SQL anew each time. For one row out of many subqueries that takes fifty
times longer than running it, and on a page that everybody opens it is most of the page's time.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from inspect import signature
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

# They stand for the numbers and moments that change; no row has them, no rule asks for them.
NUMBERS = 8_123_456_789_012_345_678
LARGEST = 2**63 - 1
MOMENTS = datetime(2222, 2, 2, 2, 2, 2, tzinfo=UTC)

Rows = list[Any]


def prepared(make: Callable[..., QuerySet]) -> Callable[..., Rows]:
    """Makes of a function that answers with a queryset one that answers with its rows."""

    @cache
    def ready() -> Prepared:
        return Prepared(make)

    return wraps(make)(lambda *given: ready().rows(*given))


class Prepared:
    """A queryset in which only numbers (keys of rows) and moments change between calls.

    `make` takes them by position, moments annotated as `datetime`. It is called once, with markers
    in their place, and answers with the queryset. That may join by `select_related`; it may not
    prefetch. Its rows are dictionaries if it is one of `.values()`, else instances.
    """

    def __init__(self, make: Callable[..., QuerySet]) -> None:
        self._markers = [
            _marker(at, parameter.annotation is datetime)
            for at, parameter in enumerate(signature(make).parameters.values())
        ]
        queryset = make(*self._markers)
        query = queryset.query
        self._are_instances = issubclass(queryset._iterable_class, ModelIterable)
        self._names = list(query.selected or query.annotation_select)
        self._compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = self._compiler.as_sql()

    def rows(self, *values: int | datetime) -> Rows:
        """The rows for these values, with the same types as the queryset would give; none where a
        number is larger than any key."""
        if any(not _is_possible(value) for value in values):
            return []
        given = dict(zip(map(_adapted, self._markers), map(_adapted, values), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [given.get(param, param) for param in self._params])
            found = [cursor.fetchall()]
        rows = self._compiler.results_iter(found, tuple_expected=True)
        if self._are_instances:
            return list(self._instances(rows))
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def _instances(self, rows) -> Iterator[Model]:
        """What Django makes of rows: the model's instance, those joined to it, annotations."""
        info, select = self._compiler.klass_info, self._compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column.target.attname for column, _sql, _alias in select[first:last]]
        joined = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        for row in rows:
            instance = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for populator in joined:
                populator.populate(row, instance)
            for name, position in self._compiler.annotation_col_map.items():
                setattr(instance, name, row[position])
            yield instance


def _marker(at: int, is_moment: bool) -> int | datetime:
    return MOMENTS + timedelta(days=at) if is_moment else NUMBERS + at


def _is_possible(value: int | datetime) -> bool:
    return isinstance(value, datetime) or abs(value) <= LARGEST


def _adapted(value: int | datetime) -> Any:
    """The value as a parameter of SQL."""
    is_moment = isinstance(value, datetime)
    return connection.ops.adapt_datetimefield_value(value) if is_moment else value
