"""What a series would do before it is saved: its next dates, with holidays and clashes."""

from dataclasses import dataclass, field
from datetime import date, datetime

from courses import spoken
from courses.meant import Meant
from courses.models import Series
from courses.trainings import recurrence
from courses.trainings import session as sessions
from courses.trainings.conflicts import Clash, clashes
from courses.trainings.days import read_calendar
from school.lib import dates

FEW = 8


@dataclass
class Date:
    """One date of a series. `starts_at` is None where a holiday leaves it out; `moved_from` is the
    day off for which it is held on a working day."""

    on: date
    starts_at: datetime | None
    holiday: str = ""
    moved_from: date | None = None
    clashes: list[Clash] = field(default_factory=list)

    @property
    def said(self) -> str:
        """ "Wed 12/2 20:30"; without the hour where it is left out."""
        if self.starts_at is None:
            return f"{spoken.weekday_name(self.on.weekday())} {short(self.on)}"
        day = dates.day_of(self.starts_at)
        weekday, clock = spoken.weekday(self.starts_at), spoken.clock(self.starts_at)
        return f"{weekday} {short(day)} {clock}"


def short(day: date) -> str:
    return f"{day.month}/{day.day}"


def next_dates(series: Series, meant: Meant, *, few: int = FEW) -> list[Date]:
    """The next few dates of a series, saved or not. Three queries, however many there are."""
    days = recurrence.next_days(series, dates.today(), few)
    if not days or not series.active:
        return []
    calendar = read_calendar(days[0], days[-1])
    found = [_date(series, on, calendar) for on in days]
    held = [one for one in found if one.starts_at]
    wanted = [sessions.session_on(series, one.on, dates.day_of(one.starts_at)) for one in held]
    for one, shared in zip(held, clashes(wanted, meant, apart_from=series.pk), strict=True):
        one.clashes = shared
    return found


def _date(series: Series, on: date, calendar) -> Date:
    held_on = calendar.held_on(on)
    if held_on is None:
        return Date(on, None, holiday=calendar.off[on].title)
    moved_from = None if held_on == on else on
    return Date(on, sessions.starts_of(series, held_on), moved_from=moved_from)
