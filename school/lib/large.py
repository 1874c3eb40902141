"""Room for the few statements that go over everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ROOM = "64MB"


def make_room() -> None:
    """Until the end of the transaction, let PostgreSQL sort and hash in memory, and not compile:
    its estimates for such statements are far too high, and compiling takes seconds. One query
    there, none on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('jit', 'off', true), set_config('work_mem', %s, true)", [ROOM]
            )


@contextmanager
def whole_joins() -> Iterator[None]:
    """Let PostgreSQL join whole tables rather than look up row by row: behind a few WITHs it
    expects one row where everybody comes. In a transaction; two queries there, none on SQLite."""
    _loops("off")
    yield
    _loops("on")


def _loops(allowed: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('enable_nestloop', %s, true)", [allowed])
