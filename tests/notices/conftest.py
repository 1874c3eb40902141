"""A clock that tests set, and a notice that only they know."""

from datetime import datetime

import pytest
from django.utils import timezone

from school.lib.dates import SHANGHAI
from school.notices import templates
from school.notices.templates import register

NOON = datetime(2026, 11, 25, 12, 30, tzinfo=SHANGHAI)


class Clock:
    """What `timezone.now` answers."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture
def news(monkeypatch):
    """A small notice with words for every channel."""
    monkeypatch.setattr(templates, "_templates", dict(templates._templates))
    return register(
        "test.news",
        "News: %(what)s",
        "Read this.",
        "SMS: %(what)s",
        "Group: %(what)s",
        topic="news",
        sample={"what": "tea"},
    )
