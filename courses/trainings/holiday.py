"""What may happen to holidays: sessions that stand in the timetable already follow them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from courses.models import Holiday, Session
from courses.trainings import session as sessions
from courses.trainings.days import Calendar, read_calendar
from school.lib.dates import SHANGHAI, day_of


@transaction.atomic
def settle(days: Iterable[date], *, formerly: Iterable[date] = (), by=None) -> int:
    """Bring the sessions ahead in line with the holidays, for the days that a holiday touched;
    answers how many were moved, cancelled or restored. `formerly` are working days that held
    sessions of these days before. What a person moved by hand stays where she put it."""
    days, formerly = set(days), set(formerly)
    if not days:
        return 0
    calendar = read_calendar(min(days), max(days))
    found = Session.objects.filter(on__in=days, starts_at__gt=timezone.now())
    changed = sum(_settle(one, calendar, formerly, by) for one in found.select_related("series"))
    sessions.generate_sessions()
    return changed


@transaction.atomic
def remove(holiday: Holiday, *, by=None) -> int:
    """Take a holiday out: what it cancelled is held after all."""
    numbers = list(
        holiday.cancelled.filter(starts_at__gt=timezone.now()).values_list("pk", flat=True)
    )
    days, formerly = touched(holiday), {holiday.on}
    holiday.delete()
    for session in Session.objects.filter(pk__in=numbers):
        sessions.restore(session=session, by=by)
    return len(numbers) + settle(days, formerly=formerly, by=by)


def touched(holiday: Holiday) -> set[date]:
    """The days whose sessions a holiday decides."""
    return {day for day in (holiday.on, holiday.stands_for) if day}


def _settle(session: Session, calendar: Calendar, formerly: set[date], by) -> bool:
    held_on = calendar.held_on(session.on)
    usual = {session.on, *formerly, *calendar.instead.values()}
    if held_on is None:
        if session.is_cancelled or day_of(session.starts_at) not in usual:
            return False
        day_off = calendar.off[session.on]
        sessions.cancel(session=session, reason=day_off.name, by=by, holiday=day_off)
        return True
    was_off = session.is_cancelled and session.holiday_id is not None
    if was_off:
        session = sessions.restore(session=session, by=by)
    if session.is_cancelled or day_of(session.starts_at) not in usual:
        return was_off
    return _hold_on(session, held_on, by) or was_off


def _hold_on(session: Session, day: date, by) -> bool:
    """Move it to another day at the same hour, unless that day is over."""
    clock = session.starts_at.astimezone(SHANGHAI).time()
    starts = datetime.combine(day, clock, tzinfo=SHANGHAI)
    if starts == session.starts_at or starts <= timezone.now():
        return False
    sessions.move(
        session=session,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=session.minutes),
        by=by,
    )
    return True
