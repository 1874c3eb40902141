"""The sample school, loaded once for all tests that look at it."""

import pytest

from school.home.starter import loading
from school.home.starter.sample.sampling import load_sample
from tests.home.conftest import loaded


@pytest.fixture(scope="package")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """What loading the starter school and then the sample school answered."""

    def load():
        loading.load_starter()
        return load_sample()

    yield from loaded(django_db_blocker, tmp_path_factory, load)
