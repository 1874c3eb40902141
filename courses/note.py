"""A leader's own notes and the cards that she marked, beside each lesson."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models.note import Note
from courses.place import LAST_CARD
from school.lib.prepared import prepared
from school.lib.refusal import Refusal
from school.people.models import Leader

BETWEEN = "\n\n"


@transaction.atomic
def write(
    *,
    leader: Leader,
    course_key: UUID,
    step_key: UUID,
    text: str,
    at: datetime,
    base: int = 0,
    client_id: str = "",
) -> Note:
    """Keep the text of her note. `base` is the version that she wrote on top of.

    If another phone has written meanwhile, both texts stay, one below the other: nothing that she
    typed is lost. Refuses: note-too-long.
    """
    text = text.strip()
    note = _row(leader, course_key, step_key, at)
    if note.version != base and note.client_id != client_id:
        text = _both(note.text, text)
    if len(text) > Note.LONGEST:
        raise Refusal("note-too-long", _("This note is too long. Shorten it, please."))
    if text != note.text:
        note.text, note.version, note.client_id = text, note.version + 1, client_id
        note.changed_at = max(note.changed_at, at)
        note.save()
    return note


@transaction.atomic
def mark(
    *, leader: Leader, course_key: UUID, step_key: UUID, card: int, on: bool, at: datetime
) -> Note:
    """Mark a card, or take the mark away."""
    note = _row(leader, course_key, step_key, at)
    cards = set(note.cards) - {card} | ({min(card, LAST_CARD)} if on else set())
    note.cards, note.changed_at = sorted(cards), max(note.changed_at, at)
    note.save(update_fields=["cards", "changed_at"])
    return note


def note_of(*, leader: Leader, step_key: UUID) -> Note | None:
    """Her note beside a lesson; most lessons have none, and that costs one prepared query."""
    if not any(row["step_key"] == step_key for row in _noted(leader.pk)):
        return None
    return Note.objects.filter(leader=leader, step_key=step_key).first()


@prepared
def _noted(leader_id: int):
    return Note.objects.filter(leader=leader_id).order_by().values("step_key")


def notes_of(leader: Leader) -> Iterable[Note]:
    """All that has something in it, the newest first."""
    return [note for note in Note.objects.filter(leader=leader) if note.text or note.cards]


def _row(leader: Leader, course_key: UUID, step_key: UUID, at: datetime) -> Note:
    rows = Note.objects.select_for_update()
    return rows.get_or_create(
        leader=leader, step_key=step_key, defaults={"course_key": course_key, "changed_at": at}
    )[0]


def _both(first: str, second: str) -> str:
    """Two texts of which neither may be lost."""
    if second in first:
        return first
    return second if first in second else f"{first}{BETWEEN}{second}"
