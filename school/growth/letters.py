"""Telling many leaders something at once, each in her own language, each only once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from school.lib.refusal import sentence
from school.notices.inbox import plain
from school.notices.models import Notice
from school.people.models import User

BATCH = 500


@dataclass(frozen=True)
class Letter:
    """A notice to one person. Sentences are lazy, so that they come out in her language; a title
    may be a function of the language."""

    user: User
    kind: str
    key: str
    title: Any
    params: dict[str, Any]
    body: Any = ""
    link: str = ""


def send(letters: Iterable[Letter]) -> None:
    """Put these into their inboxes; a letter whose key a person has already is left out."""
    notices = [_notice(letter) for letter in letters]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)


def _notice(letter: Letter) -> Notice:
    words = plain(_said(letter, letter.title), _said(letter, letter.body), letter.user.language)
    return Notice(user=letter.user, kind=letter.kind, key=letter.key, link=letter.link, **words)


def _said(letter: Letter, text: Any) -> Callable[[str], str]:
    """The sentence with its values, in whatever language it is read."""

    def in_language(language: str) -> str:
        params = {
            name: value(language) if callable(value) else value
            for name, value in letter.params.items()
        }
        return sentence(text, params)

    return in_language


def day_said(day: date) -> Callable[[str], str]:
    """The day as people say it, in the language of who reads the letter."""

    def in_words(language: str) -> str:
        with translation.override(language):
            return date_format(day, "MONTH_DAY_FORMAT")

    return in_words
