"""What is odd about check-ins: something for the trainer to look at, never a judgement.

- one phone checked in several leaders, at this session or at others of the last weeks;
- a code was scanned or typed when another one stood on the screen already;
- she checked in, and didn't answer when the school asked whether she was still there.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CheckIn, Prompt, Session
from courses.trainings.check_in_code import SLOT

LOOKS_BACK = timedelta(days=28)
# Typing takes longer than scanning.
OLD = {CheckIn.Way.QR: SLOT + 5, CheckIn.Way.CODE: 2 * SLOT}


@dataclass(frozen=True)
class Hint:
    """A code for programs, a sentence for the trainer."""

    code: str
    text: str


def hints_of(session: Session) -> dict[int, list[Hint]]:
    """By leader, what nobody has looked at yet. A constant number of queries."""
    rows = list(CheckIn.objects.filter(session=session).select_related("leader__user"))
    first = [row for row in rows if row.prompt_id is None]
    looked_at = {row.leader_id for row in rows if row.cleared_at}
    found: dict[int, list[Hint]] = defaultdict(list)
    for row, text in [*_shared(rows), *_old(first), *_silent(session, rows, first)]:
        if row.leader_id not in looked_at and text not in found[row.leader_id]:
            found[row.leader_id].append(text)
    return {leader: hints for leader, hints in found.items() if hints}


def clear(*, session: Session, leader_id: int, by) -> int:
    """Somebody has looked at her check-ins of this session; answers how many there were."""
    rows = CheckIn.objects.filter(session=session, leader=leader_id, cleared_at=None)
    return rows.update(cleared_by=by, cleared_at=timezone.now())


def _shared(rows: list[CheckIn]) -> Iterable[tuple[CheckIn, Hint]]:
    devices = {row.device for row in rows if row.device}
    if not devices:
        return
    around = CheckIn.objects.filter(device__in=devices, at__gt=timezone.now() - LOOKS_BACK)
    users: dict[str, dict[int, str]] = defaultdict(dict)
    for device, leader, name in around.values_list("device", "leader", "leader__user__name"):
        users[device][leader] = name
    for row in rows:
        others = [name for pk, name in users[row.device].items() if pk != row.leader_id]
        if row.device and others:
            text = _("The same phone checked in %(names)s.") % {"names": _some(others)}
            yield row, Hint("shared-phone", text)


def _some(names: list[str], most: int = 3) -> str:
    listed = _(", ").join(names[:most])
    more = len(names) - most
    if more <= 0:
        return listed
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": listed,
        "more": more,
    }


def _old(first: list[CheckIn]) -> Iterable[tuple[CheckIn, Hint]]:
    for row in first:
        if row.age >= OLD.get(row.way, row.age + 1):
            text = _("The code was %(seconds)d seconds old.") % {"seconds": row.age}
            yield row, Hint("old-code", text)


def _silent(session: Session, rows, first) -> Iterable[tuple[CheckIn, Hint]]:
    """Of the questions that are over, those which opened after she had checked in."""
    over = list(Prompt.objects.filter(session=session, closes_at__lte=timezone.now()))
    answered = {(row.prompt_id, row.leader_id) for row in rows}
    for row in first:
        asked = [one for one in over if one.opens_at > row.at]
        if any((one.pk, row.leader_id) not in answered for one in asked):
            yield row, Hint("no-answer", _("She did not answer “Still here?”."))
