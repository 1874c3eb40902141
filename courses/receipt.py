"""Taking in what a phone did, perhaps hours ago and without a network: each thing once, in the
phone's order, at the time it was done."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses import check, note, place, puzzle
from courses.access import check_step
from courses.audience import Learner
from courses.completion import say_done
from courses.listing import Listed, listed_courses
from courses.models import Enrolment, Receipt
from courses.step import Step
from school.lib.refusal import Refusal
from school.people.models import Leader, User

CLIENT_ID = re.compile(r"[\w-]{8,36}", re.ASCII)
LARGEST_SEQ = 2**53 - 1  # The largest whole number that a script counts to.
MOST = 100  # At a time.
LONGEST_WAIT = timedelta(days=30)
LONGEST_TEXT = 20_000
TAKEN, AGAIN = "taken", "again"


@dataclass(frozen=True)
class Item:
    """One thing that was done on the phone, with the time as the school reckons it."""

    leader: Leader
    client_id: str
    seq: int
    kind: str
    at: datetime
    fields: dict[str, Any]
    course: Listed | None = None
    step: Step | None = None


@dataclass(frozen=True)
class Verdict:
    """What the school says to one item: "taken", "again" (it was taken before), or the code of a
    refusal with a sentence for her. `more` is what the phone has to know afterwards."""

    seq: Any
    code: str
    message: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        return {"seq": self.seq, "code": self.code, "message": self.message, **self.more}


def take_in(*, leader: Leader, client_id: Any, clock: Any, items: Any) -> list[Verdict]:
    """Take in what one phone of a leader kept, in the order of its counts; a verdict for each.

    `clock` is the phone's own time of sending and each item's `at` that of doing, in milliseconds:
    only how long an item waited is believed, at most 30 days, so the phone's clock may be wrong.

    Refuses: queue-unreadable.
    """
    if not (isinstance(client_id, str) and CLIENT_ID.fullmatch(client_id)):
        raise _unreadable()
    if not isinstance(items, list) or len(items) > MOST:
        raise _unreadable()
    now, known = timezone.now(), _known_steps()
    hers = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    readings = [_read(leader, client_id, raw, clock, now, known) for raw in items]
    return [_take(one, hers) for one in sorted(readings, key=lambda one: _place_of(one.seq))]


def _unreadable() -> Refusal:
    return Refusal("queue-unreadable", _("This can't be read. Open the page anew."))


def _known_steps() -> dict[UUID, tuple[Listed, Step]]:
    return {
        step.translation_key: (course, step)
        for course in listed_courses()
        for step in course.outline.steps()
    }


def _place_of(seq: Any) -> int:
    return seq if type(seq) is int else 0


def _read(leader, client_id, raw: Any, clock: Any, now: datetime, known: dict) -> Item | Verdict:
    """The item, or the verdict on something that is none."""
    if not isinstance(raw, dict):
        return Verdict(None, "item-unreadable")
    seq, kind = raw.get("seq"), raw.get("kind")
    known_kind = isinstance(kind, str) and kind in HANDLERS
    if type(seq) is not int or not 0 < seq <= LARGEST_SEQ or not known_kind:
        return Verdict(seq if type(seq) is int else None, "item-unreadable")
    course, step = known.get(_key(raw.get("step")), (None, None))
    at = now - _waited(clock, raw.get("at"))
    return Item(leader, client_id, seq, kind, at, raw, course, step)


def _key(raw: Any) -> UUID | None:
    try:
        return UUID(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _waited(clock: Any, at: Any) -> timedelta:
    if type(clock) is not int or type(at) is not int:
        return timedelta()
    waited = min(max(0, clock - at), LONGEST_WAIT // timedelta(milliseconds=1))
    return timedelta(milliseconds=waited)


def _take(item: Item | Verdict, hers: dict[UUID, Enrolment]) -> Verdict:
    """The receipt comes first: of two tabs that send the same, one waits and then finds it."""
    if isinstance(item, Verdict):
        return item
    try:
        with transaction.atomic():
            if not _write_receipt(item):
                return Verdict(item.seq, AGAIN)
            needs_step, handle = HANDLERS[item.kind]
            if needs_step:
                _check_open(item, hers)
            return Verdict(item.seq, TAKEN, more=handle(item) or {})
    except Refusal as refusal:
        return Verdict(item.seq, refusal.code, str(refusal))


def _write_receipt(item: Item) -> bool:
    """Whether it is the first of this count. A refused item leaves none, and may come again."""
    try:
        with transaction.atomic():
            Receipt.objects.create(
                leader=item.leader,
                client_id=item.client_id,
                seq=item.seq,
                kind=item.kind,
                code=TAKEN,
                done_at=item.at,
            )
    except IntegrityError:
        return False
    return True


def _check_open(item: Item, hers: dict[UUID, Enrolment]) -> None:
    if item.step is None:
        raise Refusal("step-unknown", _("This lesson isn't there any more."))
    enrolment = hers.get(item.step.course_key)
    check_step(Learner(item.leader), item.course.outline, item.step, enrolment)


def _number(item: Item, name: str) -> int:
    value = item.fields.get(name)
    if type(value) is not int or not 0 <= value < 1000:
        raise Refusal("item-unreadable", _("This can't be read. Open the page anew."))
    return value


def _text(item: Item, name: str) -> str:
    value = item.fields.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\x00" in value:
        raise Refusal("item-unreadable", _("This can't be read. Open the page anew."))
    return value


def _where(item: Item) -> dict[str, Any]:
    keys = {"course_key": item.step.course_key, "step_key": item.step.translation_key}
    return {"leader": item.leader, "at": item.at, **keys}


def _done(item: Item) -> dict:
    outline = item.course.outline
    done = say_done(leader=item.leader, outline=outline, step=item.step, at=item.at)
    is_last = outline.steps()[-1].translation_key == item.step.translation_key
    return {"at": done.completed_at.isoformat(), "last": is_last}


def _turned(item: Item) -> None:
    place.turn_to(
        leader=item.leader,
        step_key=item.step.translation_key,
        card=_number(item, "card"),
        at=item.at,
    )


def _noted(item: Item) -> dict:
    base = _number(item, "base")
    kept = note.write(text=_text(item, "text"), base=base, client_id=item.client_id, **_where(item))
    return {"version": kept.version, "text": kept.text}


def _marked(item: Item) -> None:
    note.mark(card=_number(item, "card"), on=item.fields.get("on") is True, **_where(item))


def _puzzled(item: Item) -> None:
    puzzle.ask(
        card=_number(item, "card"),
        words=_text(item, "text"),
        heading=_text(item, "heading"),
        **_where(item),
    )


def _checked(item: Item) -> None:
    answered = check.answer_check
    answered(leader=item.leader, step=item.step, choice=_number(item, "choice"), at=item.at)


def _sized(item: Item) -> None:
    size = _number(item, "size")
    if size not in User.TextSize.values:
        raise Refusal("item-unreadable", _("This can't be read. Open the page anew."))
    User.objects.filter(pk=item.leader.user_id).update(text_size=size)


# What a phone does: whether it needs a step that is open to her, and what it means.
HANDLERS: dict[str, tuple[bool, Callable[[Item], dict | None]]] = {
    "done": (True, _done),
    "place": (True, _turned),
    "note": (True, _noted),
    "mark": (True, _marked),
    "puzzle": (True, _puzzled),
    "check": (True, _checked),
    "size": (False, _sized),
}
