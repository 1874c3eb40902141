"""Working off what waits: each delivery is claimed, sent, and noted.

A row is claimed by one UPDATE from waiting to sending before anything leaves the house, so of two
workers one sends. A worker that is killed in between leaves the row claimed; once its lease is
over it is noted as interrupted and *not* sent again, because it may have arrived. It is tried
again by itself only after an answer that says "not accepted", with growing pauses.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.notices import digest, waking
from school.notices.channels.problems import NotNow, NotWanted, Problem
from school.notices.channels.registry import CHANNELS
from school.notices.models import Delivery, NoticeSettings, SmsMessage
from school.notices.quiet import earliest

log = logging.getLogger(__name__)
State = Delivery.State

LEASE = timedelta(minutes=2)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
AT_ONCE = 200


def work_off(*, renew: Callable[[int, int], None] = lambda done, total: None) -> dict[str, int]:
    """Gather the day's small notices, and send what is due; answers how many ended how. `renew` is
    told how far it is, and keeps the lease of the job."""
    now = timezone.now()
    digest.gather(now)
    counts, seen = Counter(interrupted=settle_lost(now)), 0
    while due := list(_next(after=seen)):
        for at, delivery_id in enumerate(due):
            renew(at, len(due))
            counts[deliver(delivery_id) or "left"] += 1
        seen = due[-1]
    return dict(counts)


def _next(after: int) -> QuerySet:
    """The next ones that are due. By number, so that a round comes to its end whatever happens to
    each."""
    due = Delivery.objects.due(timezone.now()).filter(pk__gt=after).order_by("pk")
    return due.values_list("pk", flat=True)[:AT_ONCE]


def settle_lost(now: datetime) -> int:
    """Note those whose worker died in the middle: nobody knows whether they arrived."""
    lost = Delivery.objects.lost(now)
    return lost.update(state=State.FAILED, problem="interrupted", held_until=None)


def deliver(delivery_id: int) -> str:
    """Send one delivery if it can be claimed; answers its state after that ("" if not)."""
    delivery = claim(delivery_id, timezone.now())
    if delivery is None:
        return ""
    try:
        CHANNELS[delivery.channel].post(delivery)
    except Problem as problem:
        return _note_problem(delivery, problem)
    except Exception:
        log.exception("Delivery %s broke.", delivery_id)
        return _note(delivery, State.FAILED, "broken")
    return _note(delivery, State.SENT, "", sent_at=timezone.now())


@transaction.atomic
def claim(delivery_id: int, now: datetime) -> Delivery | None:
    """Take a due delivery, with those that go together with it; None if it isn't to be sent now,
    or somebody else has it."""
    rows = Delivery.objects.select_related("notice__user", "group_message__robot", "sms")
    found = rows.due(now).filter(pk=delivery_id).first()
    if found is None:
        return None
    if found.until and found.until <= now:
        _end([found], State.SKIPPED, "too-late")
        return None
    at = _may_go_at(found, now)
    if at > now:
        Delivery.objects.filter(pk=found.pk, state=State.WAITING).update(next_try_at=at)
        return None
    return _taken(found, now)


def _may_go_at(delivery: Delivery, now: datetime) -> datetime:
    """A delivery that was late may have come into the quiet hours meanwhile."""
    if not delivery.urgent:
        hours = _hours(delivery)
        still = earliest(now, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until)
        if still > now:
            return still
    return CHANNELS[delivery.channel].may_go_at(delivery, now)


def _hours(delivery: Delivery):
    own = getattr(delivery.notice.user, "quiet_hours", None) if delivery.notice else None
    return own or NoticeSettings.current()


def _taken(found: Delivery, now: datetime) -> Delivery | None:
    together = digest.together_with(found, now) if found.gathered else [found]
    ids = {one.pk for one in together} | {found.pk}
    waiting = Delivery.objects.filter(pk__in=ids, state=State.WAITING)
    taken = waiting.update(
        state=State.SENDING, held_until=now + LEASE, tried_at=now, attempts=F("attempts") + 1
    )
    if taken < len(ids):
        transaction.set_rollback(True)
        return None
    found.attempts += 1
    found.together = together
    return found


def _note_problem(delivery: Delivery, problem: Problem) -> str:
    if isinstance(problem, NotWanted):
        return _note(delivery, State.SKIPPED, problem.code)
    if isinstance(problem, NotNow) and delivery.attempts <= len(PAUSES):
        pause = PAUSES[delivery.attempts - 1]
        return _note(delivery, State.WAITING, problem.code, next_try_at=timezone.now() + pause)
    return _note(delivery, State.FAILED, problem.code)


def _note(delivery: Delivery, state: str, problem: str, **more) -> str:
    _end(delivery.together, state, problem, **more)
    return state


def _end(deliveries: list[Delivery], state: str, problem: str, **more) -> None:
    rows = Delivery.objects.filter(pk__in=[one.pk for one in deliveries])
    rows.update(state=state, problem=problem, held_until=None, **more)


@transaction.atomic
def try_again(*, delivery: Delivery) -> Delivery:
    """Somebody decides that what wasn't sent is sent again, at the next hour that isn't quiet.

    Refuses: delivery-not-ended.
    """
    ended = Delivery.objects.filter(pk=delivery.pk, state__in=(State.FAILED, State.SKIPPED))
    again = ended.update(
        state=State.WAITING, attempts=0, next_try_at=timezone.now(), problem="", until=None
    )
    if not again:
        raise Refusal("delivery-not-ended", _("It is sent already, or on its way."))
    unsent = SmsMessage.objects.filter(pk=delivery.sms_id).exclude(state=SmsMessage.State.SENT)
    unsent.update(state=SmsMessage.State.QUEUED)
    waking.wake()
    return delivery
