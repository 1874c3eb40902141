"""What the tests of the lowest floor share.

Properties are tried on the same examples in every run, so that a red test stays red.
HYPOTHESIS_PROFILE=search looks for new ones, longer.
"""

import os

import pytest
from django.utils import translation
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=80)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared as they are written in the source."""
    with translation.override("en"):
        yield
