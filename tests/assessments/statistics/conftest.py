import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    """The sentences asserted here are the English ones, whatever the school speaks by default."""
    with translation.override("en"):
        yield
