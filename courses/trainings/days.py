"""On which days series are held: what their rules give, less days off, with the working days that
stand in for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from courses.models import Holiday, Series
from courses.trainings import recurrence


@dataclass(frozen=True)
class Day:
    """The day that the rule gave, and the one on which it is held."""

    on: date
    held_on: date


@dataclass(frozen=True)
class Calendar:
    """The holidays of a time: the days off, and for each day the working day that stands in."""

    off: dict[date, Holiday]
    instead: dict[date, date]

    def days_of(self, series: Series, first: date, last: date) -> Iterator[Day]:
        """On which days a series is held that its rule gives it from `first` to `last`."""
        for on in recurrence.days_of(series, first, last):
            held_on = self.held_on(on)
            if held_on:
                yield Day(on, held_on)

    def held_on(self, on: date) -> date | None:
        """Where the sessions of a day are held; None if they are left out."""
        return self.instead.get(on) or (None if on in self.off else on)


def read_calendar(first: date, last: date) -> Calendar:
    """The holidays that matter for the days from `first` to `last`. One query."""
    near = Q(on__range=(first, last)) | Q(stands_for__range=(first, last))
    rows = list(Holiday.objects.filter(near))
    return Calendar(
        {row.on: row for row in rows if not row.working},
        {row.stands_for: row.on for row in rows if row.working and row.stands_for},
    )
