"""Where private files of tests go. Models hold their storage since they were loaded, so it is moved
rather than replaced; a test that changes STORAGES would leave another one behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.core.files.storage import storages

PRIVATE = storages["private"]


@contextmanager
def private_files_in(folder: Path) -> Iterator[None]:
    moved = {"base_location": str(folder), "location": str(folder)}
    with (
        mock.patch.dict(storages._storages, private=PRIVATE),
        mock.patch.dict(PRIVATE.__dict__, moved),
    ):
        yield
