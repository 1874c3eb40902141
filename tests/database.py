"""The tests' database: migrated once, kept by fingerprint, copied for each run.

Migrating takes about ten seconds and gives the same every time, so the result is kept (a file on
SQLite, a template database on PostgreSQL) under the fingerprint of all that goes into it.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(settings.BASE_DIR)
spoiled = False
_folder: Path | None = None


def fingerprint() -> str:
    """Changes whenever a migration, a requirement or what follows migrations changes."""
    files = sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("school/*/migrations/*.py"))
    files += [ROOT / "requirements.txt"]
    files += [ROOT / "school/people" / name for name in ("permissions.py", "roles.py")]
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def use_copy(folder: Path) -> None:
    """Point the connection to a fresh copy of the migrated database."""
    global _folder
    _folder = folder
    if connection.vendor == "sqlite":
        _point_to(folder / "school.sqlite3")
        shutil.copyfile(migrated(), folder / "school.sqlite3")
    else:
        name = f"test_school_{os.getpid()}"
        create(name)
        _point_to(name)


def drop_copy() -> None:
    if connection.vendor != "sqlite":
        drop(connection.settings_dict["NAME"])


def migrated() -> Path | str:
    """The migrated database that copies are made of: a file, or on PostgreSQL a template's name.
    It is made now if no earlier run has left it."""
    with OneAtATime():
        return _migrated_file() if connection.vendor == "sqlite" else _migrated_template()


def create(name: str) -> None:
    """A fresh copy on the server (PostgreSQL)."""
    template = migrated()
    drop(name)
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def renew_if_spoiled(item) -> None:
    """After a test that emptied the tables, the next one that needs them gets a new copy."""
    global spoiled
    if spoiled and _folder:
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            connection.close()
            for left in _folder.glob("school.sqlite3*"):
                left.unlink()
            use_copy(_folder)
        spoiled = False


def _kept() -> Path:
    folder = Path(tempfile.gettempdir()) / f"school-tests-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    return folder


class OneAtATime:
    """Parallel runs wait here, so that only the first one migrates."""

    def __enter__(self):
        self.lock = (_kept() / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def __exit__(self, *_error):
        self.lock.close()


def _point_to(name) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = str(name)
    connections["default"].settings_dict["NAME"] = str(name)


def _migrated_file() -> Path:
    kept = _kept() / f"{fingerprint()}.sqlite3"
    if not kept.exists():
        _migrate_into(kept.with_suffix(".unfinished"))
        kept.with_suffix(".unfinished").replace(kept)
    return kept


def _migrate_into(file: Path) -> None:
    here = connection.settings_dict["NAME"]
    file.unlink(missing_ok=True)
    _point_to(file)
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _point_to(here)


def _migrated_template() -> str:
    name, here = f"school_{fingerprint()}", connection.settings_dict["NAME"]
    with _server().cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
    _on_server(f'DROP DATABASE IF EXISTS "{name}_new"', f'CREATE DATABASE "{name}_new"')
    _point_to(f"{name}_new")
    call_command("migrate", verbosity=0, interactive=False)
    _point_to(here)
    _on_server(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _server():
    """A connection to the server's own database, outside any transaction."""
    fresh = connections.create_connection("default")
    fresh.settings_dict = {**fresh.settings_dict, "NAME": "postgres"}
    fresh.set_autocommit(True)
    return fresh


def _on_server(*statements: str) -> None:
    connection.close()
    server = _server()
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    server.close()
