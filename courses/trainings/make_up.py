"""Making a missed training up: watch its replay, pass its exit quiz, in time.

The school's clock measures the watching: from when she opened the replay, and never two replays in
the same minutes. What "passed" means the quiz decides: its step is completed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceMark, Kit, MakeUp, MakeUpSettings, Session, StepCompletion
from courses.trainings import attendance
from courses.trainings.kit import SessionKit, kit_of
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader

OPEN = ("open", "watching", "quiz")


@dataclass(frozen=True)
class State:
    """Where a leader stands with making one training up. `state` is "open" (nothing yet),
    "watching", "quiz", "done" or "late"; `wait` are the minutes until "watched" is believed."""

    state: str
    until: datetime
    wait: int = 0


def until(session: Session, kit: Kit | None) -> datetime:
    """The last moment: the settings' days after its end, or after its replay came."""
    since = max(session.ends_at, kit.replay_since) if kit and kit.replay_since else session.ends_at
    return since + timedelta(days=MakeUpSettings.load().days)


def state_of(*, session: Session, leader: Leader, kit: SessionKit) -> State | None:
    """None where there is nothing to make up: no replay, no exit quiz, or she was there."""
    row = MakeUp.objects.filter(session=session, leader=leader).first()
    if row is None and not (session.replay_url and kit.quiz_key and session.has_ended()):
        return None
    end = row.until if row else until(session, kit.own)
    if row and row.done_at:
        return State("done", end)
    if _was_there(session, leader):
        return None
    if timezone.now() > end:
        return State("late", end)
    if row is None:
        return State("open", end)
    if row.watched_at:
        return State("quiz", end)
    return State("watching", end, _wait(row))


@transaction.atomic
def open_replay(*, session: Session, leader: Leader, kit: SessionKit) -> MakeUp | None:
    """She opens the replay; the clock runs from the first time. None where nothing can be made up
    (any more): she may watch all the same.

    Refuses: session-elsewhere, no-replay.
    """
    found = Session.objects.for_leader(leader.pk).filter(pk=session.pk).first()
    if found is None:
        raise Refusal("session-elsewhere", _("This training is for another region."))
    if not found.replay_url:
        raise Refusal("no-replay", _("The replay isn't there yet."))
    now = state_of(session=found, leader=leader, kit=kit)
    if now is None or now.state != "open":
        return MakeUp.objects.filter(session=found, leader=leader).first()
    limits = MakeUpSettings.load()
    defaults = {
        "quiz_key": kit.quiz_key,
        "until": now.until,
        "minutes": ceil(found.minutes * limits.percent / 100),
    }
    return MakeUp.objects.get_or_create(session=found, leader=leader, defaults=defaults)[0]


@transaction.atomic
def confirm(*, session: Session, leader: Leader) -> MakeUp:
    """She says that she has watched it.

    Refuses: replay-not-opened, replay-too-soon (fewer minutes than it takes), make-up-late.
    """
    # All of hers are held: two replays confirmed at once would count the same minutes twice.
    rows = list(MakeUp.objects.select_for_update().filter(leader=leader))
    row = next((one for one in rows if one.session_id == session.pk), None)
    if row is None:
        raise Refusal("replay-not-opened", _("Open the replay first."))
    if row.watched_at:
        return row
    if timezone.now() > row.until:
        raise Refusal("make-up-late", _("The days to make it up are over. Come to the next one."))
    if wait := _wait(row):
        raise Refusal(
            "replay-too-soon", _("About %(minutes)s minutes are left to watch."), {"minutes": wait}
        )
    row.watched_at = timezone.now()
    row.save(update_fields=["watched_at"])
    finish(row)
    return row


def quiz_passed(*, leader: Leader, step_key: UUID) -> None:
    """An exit quiz is passed: finish what waited for it. One query where nothing did."""
    waiting = MakeUp.objects.filter(leader=leader, quiz_key=step_key, done_at=None)
    for row in waiting.exclude(watched_at=None):
        finish(row)


@transaction.atomic
def finish(row: MakeUp) -> bool:
    """Count her as there, with the proof "replay", if replay and quiz are done in time."""
    row = (
        MakeUp.objects.select_for_update().select_related("session", "leader__user").get(pk=row.pk)
    )
    passed = StepCompletion.objects.filter(leader=row.leader, step_key=row.quiz_key)
    if row.done_at or not row.watched_at or not passed.filter(completed_at__lte=row.until).exists():
        return False
    row.done_at = timezone.now()
    row.save(update_fields=["done_at"])
    attendance.mark(
        session=row.session,
        leader=row.leader,
        present=True,
        by=row.leader.user,
        proof=AttendanceMark.Proof.REPLAY,
        reference=f"make-up {row.pk}",
    )
    return True


def _wait(row: MakeUp) -> int:
    """Minutes until watching is believed, rounded up: from when she opened it or had watched
    another one, whichever is later."""
    others = MakeUp.objects.filter(leader=row.leader_id, watched_at__isnull=False)
    latest = others.exclude(pk=row.pk).order_by("-watched_at").first()
    begun = max(row.opened_at, latest.watched_at) if latest else row.opened_at
    left = begun + timedelta(minutes=row.minutes) - timezone.now()
    return max(0, ceil(left.total_seconds() / 60))


def _was_there(session: Session, leader: Leader) -> bool:
    """There, or at another training of this kind in the same week: a repetition is the same."""
    marks = AttendanceMark.objects.current().filter(leader=leader, present=True)
    week = dates.week_of(dates.day_of(session.starts_at))
    alike = marks.filter(session__series__kind=session.series.kind)
    return alike.in_days(week.monday, week.sunday + timedelta(days=1)).exists()


def open_ones(*, leader: Leader, kind: str) -> list[tuple[Session, State]]:
    """The latest trainings of a kind that she can still make up, two at most."""
    since = timezone.now() - timedelta(days=MakeUpSettings.load().days * 2)
    over = Session.objects.for_leader(leader.pk).planned().of_kind(kind).exclude(replay_url="")
    over = over.filter(ends_at__range=(since, timezone.now())).select_related("series")
    states = [
        (one, state_of(session=one, leader=leader, kit=kit_of(one)))
        for one in over.order_by("-starts_at")[:2]
    ]
    return [(one, state) for one, state in states if state and state.state in OPEN]
