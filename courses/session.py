"""What may happen to sessions: they are made from series."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from courses.models import Series, Session
from school.lib import dates
from school.lib.dates import SHANGHAI

# How far ahead the timetable is made: this week, the next, and two in which to plan.
AHEAD = timedelta(days=28)
WEEK = timedelta(days=7)


def generate_sessions(*, until: date | None = None) -> int:
    """Make the sessions of every running series from today up to and including the Shanghai day
    `until` (default: four weeks from today); answers how many are new.

    A day that already has its session, moved, changed or cancelled, is left as it is, so running
    twice is running once.
    """
    until = until or dates.today() + AHEAD
    wanted = [
        _session(series, day)
        for series in Series.objects.filter(active=True)
        for day in days_of(series, dates.today(), until)
    ]
    before = Session.objects.count()
    Session.objects.bulk_create(wanted, ignore_conflicts=True)
    return Session.objects.count() - before


def days_of(series: Series, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included, on which a series meets."""
    first = max(first, series.starts_on)
    last = min(last, series.ends_on) if series.ends_on else last
    day = first + timedelta(days=(series.weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += WEEK


def _session(series: Series, day: date) -> Session:
    starts = datetime.combine(day, series.starts_at, tzinfo=SHANGHAI)
    return Session(
        series=series,
        on=day,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=series.minutes),
        trainer_id=series.trainer_id,
        place=series.place,
        meeting_link=series.meeting_link,
    )
