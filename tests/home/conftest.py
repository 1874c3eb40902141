"""The starter school, loaded once for all tests that only look at it."""

import pytest
from django.db import transaction
from django.test import override_settings

from school.home.starter import loading
from tests import indexes
from tests.files import private_files_in


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker, tmp_path_factory):
    """What loading the starter school answered; taken back after the module."""
    yield from loaded(django_db_blocker, tmp_path_factory, loading.load_starter)


def loaded(django_db_blocker, tmp_path_factory, load):
    """Everything happens inside one transaction; each test's own lies inside it."""
    folder = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        private_files_in(folder / "private"),
    ):
        with override_settings(MEDIA_ROOT=folder / "media"), indexes.left_alone():
            answer = load()
        yield answer
        transaction.set_rollback(True)
