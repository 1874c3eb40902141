"""What may happen to sessions: they are made from series, moved, changed, cancelled and restored.

Whatever happens to a session that stands in the timetable raises its `sequence`, so that calendars
follow (RFC 5545, 3.8.7.4), and is told by a signal. What has begun isn't touched any more.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Holiday, Series, Session
from courses.signals import session_cancelled, session_moved, session_planned, session_restored
from courses.trainings import booking
from courses.trainings.days import Calendar, read_calendar
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal

# How far ahead the timetable is made: this week, the next, and two in which to plan.
AHEAD = timedelta(days=28)
LONGEST = timedelta(hours=12)
# What a session takes from its series when it is made.
GIVEN = ("trainer_id", "place", "meeting_link", "capacity")


@transaction.atomic
def generate_sessions(*, until: date | None = None, series: Series | None = None) -> int:
    """Make the sessions of every running series (or of one) from today up to and including the
    Shanghai day `until` (default: four weeks from today); answers how many are new.

    A day that already has its session, moved, changed or cancelled, is left as it is, so running
    twice is running once.
    """
    today = dates.today()
    until = until or today + AHEAD
    running = Series.objects.select_for_update(of=("self",)).filter(active=True)
    if series is not None:
        running = running.filter(pk=series.pk)
    calendar = read_calendar(today, until)
    wanted = [one for row in running for one in _sessions(row, calendar, today, until)]
    there = set(Session.objects.filter(on__range=(today, until)).values_list("series_id", "on"))
    new = [one for one in wanted if (one.series_id, one.on) not in there]
    for session in Session.objects.bulk_create(new):
        session_planned.send(Session, session=session)
    return len(new)


def _sessions(series: Series, calendar: Calendar, first: date, last: date) -> Iterator[Session]:
    for day in calendar.days_of(series, first, last):
        if day.held_on >= first:
            yield session_on(series, day.on, day.held_on)


def session_on(series: Series, on: date, held_on: date | None = None) -> Session:
    """The session that the series gives the day `on`, held on that day or another; not saved."""
    starts = starts_of(series, held_on or on)
    given = {name: getattr(series, name) for name in GIVEN}
    ends = starts + timedelta(minutes=series.minutes)
    return Session(series=series, on=on, starts_at=starts, ends_at=ends, **given)


def starts_of(series: Series, day: date) -> datetime:
    """When a series begins on a day."""
    return datetime.combine(day, series.starts_at, tzinfo=SHANGHAI)


@transaction.atomic
def move(*, session: Session, starts_at: datetime, ends_at: datetime, by=None) -> Session:
    """Hold a session at another time; who was coming still is. Moving it where it stands changes
    nothing.

    Refuses: session-begun, session-cancelled, session-backwards (it ends before it starts, or
    lasts longer than 12 hours), session-in-past.
    """
    found = _ahead(session)
    if found.is_cancelled:
        raise Refusal("session-cancelled", _("It is cancelled. Restore it first."))
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise Refusal("session-backwards", _("The end must come after the start, the same day."))
    if starts_at <= timezone.now():
        raise Refusal("session-in-past", _("This time is over already."))
    before = found.starts_at, found.ends_at
    if before == (starts_at, ends_at):
        return found
    found.starts_at, found.ends_at = starts_at, ends_at
    _keep(found, "starts_at", "ends_at")
    session_moved.send(
        Session, session=found, before_starts_at=before[0], before_ends_at=before[1], by=by
    )
    return found


@transaction.atomic
def cancel(
    *,
    session: Session,
    reason: str,
    by=None,
    holiday: Holiday | None = None,
    off_rule: bool = False,
) -> Session:
    """Call a session off and say why; doing it twice changes nothing.

    Refuses: session-begun, reason-missing.
    """
    found = _ahead(session)
    if not str(reason).strip():
        raise Refusal("reason-missing", _("Please say why. Everybody who is coming will read it."))
    if found.is_cancelled:
        return found
    found.state, found.holiday, found.off_rule = Session.State.CANCELLED, holiday, off_rule
    found.cancel_reason = str(reason).strip()[:200]
    _keep(found, "state", "holiday", "off_rule", "cancel_reason")
    session_cancelled.send(Session, session=found, by=by, reason=found.cancel_reason)
    return found


@transaction.atomic
def restore(*, session: Session, by=None) -> Session:
    """Hold a cancelled session after all, at its old time. Doing it twice changes nothing.

    Refuses: session-begun (its time is over).
    """
    found = _ahead(session)
    if not found.is_cancelled:
        return found
    found.state, found.holiday, found.off_rule = Session.State.PLANNED, None, False
    found.cancel_reason = ""
    _keep(found, "state", "holiday", "off_rule", "cancel_reason")
    session_restored.send(Session, session=found, by=by)
    return found


@transaction.atomic
def change(*, session: Session, values: dict) -> Session:
    """Write other details of a session: topic, who, where, how many, the replay. Also of one that
    is over, for that is when a replay comes. Calendars follow; only who gets a seat is told."""
    found = _locked(session)
    other = {name: value for name, value in values.items() if getattr(found, name) != value}
    for name, value in other.items():
        setattr(found, name, value)
    if other:
        _keep(found, *other)
    if "capacity" in other:
        booking.move_up(session=found)
    return found


def _keep(session: Session, *names: str) -> None:
    session.sequence += 1
    session.save(update_fields=[*names, "sequence", "changed_at"])


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",)).select_related("series")
    return rows.get(pk=session.pk)


def _ahead(session: Session) -> Session:
    found = _locked(session)
    if found.has_started():
        raise Refusal("session-begun", _("It has begun already, so it stays as it is."))
    return found
