"""The inbox: telling a person something once, and knowing what she has read.

A notice is read when she has seen it; an important one when she has opened it or said so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from school.lib.prepared import prepared
from school.notices.context import freeze, thaw
from school.notices.models import Notice
from school.notices.templates import register
from school.notices.wording import TITLE_LENGTH, Words

UNDO_WITHIN = timedelta(hours=1)
# A notice whose words its sender brings, in each language.
PLAIN = register("notices.plain", "%(title)s", "%(body)s", listed=False)


def notify(
    *, user, kind: str, title: Any, body: Any = "", link: str = "", key: str = ""
) -> Notice | None:
    """Put a notice into a person's inbox and nowhere else. With a `key`, only the first of that
    key is kept; a repeated one returns None. `title` and `body` are texts in her language, or lazy
    sentences and functions of a language: then she reads them in the language that she has then.
    """
    try:
        with transaction.atomic():
            return Notice.objects.create(
                user=user, kind=kind, link=link, key=key, **plain(title, body, user.language)
            )
    except IntegrityError:
        return None


def plain(title: Any, body: Any, language: str) -> dict[str, Any]:
    """The fields of a notice that says just this."""
    if isinstance(title, str) and isinstance(body, str):
        return {"title": title[:TITLE_LENGTH], "body": body}
    context = freeze({"title": title, "body": body})
    said = thaw(context, language)
    return {
        "title": said["title"][:TITLE_LENGTH],
        "body": said["body"],
        "template": PLAIN.code,
        "context": context,
        "language": language,
    }


def count_unread(user) -> int:
    """How many notices she has not seen yet."""
    return len(_unread(user.pk))


@prepared
def _unread(user_id: int):
    return Notice.objects.unread().filter(user=user_id).order_by().values("pk")


def mark_read(*, user, notice_ids: Iterable[int]) -> int:
    """Note that these were read now; answers how many were new."""
    unread = Notice.objects.visible_to(user).unread().filter(pk__in=list(notice_ids))
    return unread.update(read_at=timezone.now())


def settle(*, users: Iterable[Any], key: str) -> None:
    """What these were asked to do is done: none of them need read it any more."""
    asked = Notice.objects.unread().filter(user__in=users, key=key)
    asked.update(read_at=timezone.now())


def mark_all_read(user) -> tuple[int, datetime]:
    """Note that all were read: how many were new, and the moment by which to take it back."""
    now = timezone.now()
    return Notice.objects.visible_to(user).unread().update(read_at=now), now


def unmark(*, user, at: datetime) -> int:
    """Take back what `mark_all_read` noted at this moment, within an hour."""
    if timezone.now() - at > UNDO_WITHIN:
        return 0
    return Notice.objects.visible_to(user).filter(read_at=at, gathered=False).update(read_at=None)


@dataclass
class Line:
    """A notice as it is printed, in the reader's language."""

    notice: Notice
    title: str
    body: str
    is_new: bool
    parts: list["Line"] = field(default_factory=list)


def lines(notices: list[Notice], language: str) -> list[Line]:
    """These notices, a digest with its parts; three queries at most, however many there are."""
    parts = _parts([notice.pk for notice in notices if notice.template == "notices.digest"])
    every = [*notices, *(part for some in parts.values() for part in some)]
    foreign = {one.template for one in every if one.template and one.language != language}
    words = Words(foreign)
    return [_line(notice, words, language, parts) for notice in notices]


def _parts(digest_ids: list[int]) -> dict[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    if digest_ids:
        for part in Notice.objects.filter(digest__in=digest_ids).order_by("created_at", "pk"):
            found[part.digest_id].append(part)
    return found


def _line(notice: Notice, words: Words, language: str, parts) -> Line:
    said = words.said(notice, language)
    inside = [_line(part, words, language, {}) for part in parts.get(notice.pk, [])]
    body = "" if inside else said.body
    return Line(notice, said.title, body, notice.read_at is None, inside)
