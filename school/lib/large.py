"""Room for the few statements that go over everybody."""

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
