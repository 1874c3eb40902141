"""The database itself refuses to change or delete what is only ever added.

Triggers are set after each migration, since a table that SQLite makes anew loses them, and lifted
before it, so that a migration may do its work.
"""

from django.db import connections

from school.standing.models import HistoryEntry, Review, ReviewRound, TierChange

TABLES = [model._meta.db_table for model in (HistoryEntry, TierChange, Review, ReviewRound)]
EVENTS = ("UPDATE", "DELETE")
REFUSE = """
CREATE OR REPLACE FUNCTION standing_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = 'Rows of ' || TG_TABLE_NAME || ' are never changed.';
END $$
"""


def install(using: str = "default") -> None:
    """Set the triggers of the tables that are there: after a migration backwards, not all are."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE)
        for table, event, name in _triggers(connection):
            cursor.execute(_create(connection.vendor, table, event, name))


def remove(using: str = "default") -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for table, _event, name in _triggers(connection):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def _triggers(connection) -> list[tuple[str, str, str]]:
    there = set(connection.introspection.table_names())
    tables = [table for table in TABLES if table in there]
    return [(table, event, f"{table}_no_{event.lower()}") for table in tables for event in EVENTS]


def _create(vendor: str, table: str, event: str, name: str) -> str:
    begin = f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW'
    if vendor == "postgresql":
        return f"{begin} EXECUTE FUNCTION standing_never_changed()"
    return f"{begin} BEGIN SELECT RAISE(ABORT, 'Rows of {table} are never changed.'); END"
