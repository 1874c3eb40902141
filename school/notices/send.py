"""Telling people something: once each, in their language, by the ways that they chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from school.notices import templates, waking
from school.notices.choosing import Choices, How
from school.notices.context import freeze
from school.notices.group import tell_groups
from school.notices.models import Delivery, Notice
from school.notices.templates import Template
from school.notices.wording import TITLE_LENGTH, Words

BATCH = 500


@dataclass(frozen=True)
class Letter:
    """What is told to one person; the fields are `send`'s."""

    user: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    key: str = ""
    important: bool = False
    channels: Iterable[str] | None = None
    until: datetime | None = None


def send(
    *,
    user,
    template: str,
    context: Mapping[str, Any] | None = None,
    link: str = "",
    key: str = "",
    important: bool = False,
    channels: Iterable[str] | None = None,
    until: datetime | None = None,
) -> Notice | None:
    """Tell a person something. `template` is the code of a registered notice, `context` the values
    for its sentences: see `school.notices.context.freeze` for days and words of two languages.

    The notice is in her inbox when this returns, in her language. With a `key`, only the first of
    that key is sent, by whatever channel; a repeated one returns None. `channels` ("inbox", "sms",
    "robot") default to those that the template has words for; outside the inbox they are written
    down as deliveries and worked off after the commit, in her hours, until `until`. A robot tells
    the chat group of her class or region, once per key for all of them.

    Raises KeyError for an unknown template or a value that a sentence lacks.
    """
    letter = Letter(user, template, context or {}, link, key, important, channels, until)
    return next(iter(send_all([letter])), None)


@transaction.atomic
def send_all(letters: Iterable[Letter]) -> list[Notice]:
    """Send many letters in a fixed number of queries per 500; the notices that are new."""
    every, made = list(letters), []
    for start in range(0, len(every), BATCH):
        made += _send_some(every[start : start + BATCH])
    return made


def _send_some(letters: list[Letter]) -> list[Notice]:
    letters = _unknown([_with_key(letter) for letter in letters])
    if not letters:
        return []
    choices = Choices({letter.user.pk for letter in letters})
    words = Words(letter.template for letter in letters)
    now = timezone.now()
    rows = [_notice(letter, choices, words, now) for letter in letters]
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    made = _made(letters)
    pairs = [(letter, made[_place(letter)]) for letter in letters]
    deliveries = [row for letter, notice in pairs for row in _deliveries(letter, notice, choices)]
    Delivery.objects.bulk_create(deliveries, batch_size=BATCH, ignore_conflicts=True)
    in_groups = tell_groups([letter for letter in letters if _wants(letter, "robot")], now)
    if in_groups or any(row.next_try_at <= now for row in deliveries):
        waking.wake()
    return [notice for _letter, notice in pairs]


def _with_key(letter: Letter) -> Letter:
    """Every letter has a key while it is sent; one of its own is known to nobody."""
    return letter if letter.key else Letter(**{**vars(letter), "key": f"~{uuid4().hex}"})


def _place(letter: Letter) -> tuple[int, str]:
    return letter.user.pk, letter.key


def _unknown(letters: list[Letter]) -> list[Letter]:
    """Those that were not sent before, each once."""
    known = set(_rows(letters).values_list("user", "key"))
    fresh = {_place(letter): letter for letter in letters if _place(letter) not in known}
    return list(fresh.values())


def _rows(letters: list[Letter]):
    users = {letter.user.pk for letter in letters}
    return Notice.objects.filter(user__in=users, key__in={letter.key for letter in letters})


def _made(letters: list[Letter]) -> dict[tuple[int, str], Notice]:
    """The rows as the database has them: another process may have written the same one first, and
    then the deliveries are its rows too, by their constraint."""
    return {(notice.user_id, notice.key): notice for notice in _rows(letters)}


def _notice(letter: Letter, choices: Choices, words: Words, now: datetime) -> Notice:
    template, context = templates.find(letter.template), freeze(letter.context)
    language = letter.user.language
    said = {"language": language, "context": context, "link": letter.link}
    how = choices.how(letter.user.pk, template, "inbox", important=_important(letter, template))
    silent = how == How.OFF or not _wants(letter, "inbox")
    return Notice(
        user=letter.user,
        kind=template.kind,
        key=letter.key,
        title=words.say(template, "title", **said)[:TITLE_LENGTH],
        body=words.say(template, "body", **said),
        link=letter.link,
        template=template.code,
        context=context,
        language=language,
        important=_important(letter, template),
        gathered=silent or how == How.DAILY,
        created_at=now,
        read_at=now if silent else None,
    )


def _important(letter: Letter, template: Template) -> bool:
    return letter.important or template.important


def _wants(letter: Letter, channel: str) -> bool:
    usual = templates.find(letter.template).channels
    return channel in (usual if letter.channels is None else letter.channels)


def _deliveries(letter: Letter, notice: Notice, choices: Choices) -> list[Delivery]:
    """The ways to her phone; there is one so far."""
    template, user_id = templates.find(letter.template), letter.user.pk
    if not _wants(letter, "sms") or not (letter.user.phone and letter.user.is_active):
        return []
    how = choices.how(user_id, template, "sms", important=notice.important)
    if how == How.OFF:
        return []
    return [
        Delivery(
            notice=notice,
            channel="sms",
            gathered=how == How.DAILY,
            urgent=template.urgent,
            next_try_at=choices.not_before(user_id, template, how, notice.created_at),
            until=letter.until,
            created_at=notice.created_at,
        )
    ]
