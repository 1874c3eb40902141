"""Which sales weeks a rule looks at."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from school.lib.dates import week_start
from school.lib.refusal import Refusal

WEEK = timedelta(days=7)
FOUR_WEEKS = 28


class Window(NamedTuple):
    """Sales weeks by the first and the last Monday, both included."""

    first: date
    last: date

    def mondays(self) -> list[date]:
        return [self.first + WEEK * at for at in range((self.last - self.first).days // 7 + 1)]

    @property
    def ends(self) -> date:
        """The Sunday on which the window ends."""
        return self.last + timedelta(days=6)


def weeks_within(on: date, days: int) -> Window:
    """The sales weeks that are over before the day `on` and end within `days` days of it.

    28 days are always the last four weeks; 30 days are four, or five from Monday to Tuesday:
    figures come by whole weeks, and the wider reading is in the leader's favour.
    """
    last = week_start(on) - WEEK
    earliest_end = on - timedelta(days=days)
    first = week_start(earliest_end)
    if first + timedelta(days=6) < earliest_end:
        first += WEEK
    return Window(first, last)


def monday(day: date) -> date:
    """The day itself, which must be a Monday. Refuses: week-not-monday."""
    if day.weekday():
        raise Refusal(
            "week-not-monday",
            _("A week starts on Monday, and %(day)s isn't one. Did you mean %(monday)s?"),
            {"day": day.isoformat(), "monday": week_start(day).isoformat()},
        )
    return day
