"""Days and hours as people say them, in Shanghai: "Wed 20:30", 「周三 20:30」."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext_lazy

from school.lib.dates import SHANGHAI, day_of

# Not Django's own short names: in Chinese those are 星期三, and nobody says that.
_WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def weekday(moment: datetime) -> str:
    return weekday_name(moment.astimezone(SHANGHAI).weekday())


def weekday_name(number: int) -> str:
    """The short name of a weekday; Monday is 0."""
    return str(_WEEKDAYS[number])


def day(moment: datetime) -> str:
    """The day of the month: "November 26"."""
    return date_format(day_of(moment), "MONTH_DAY_FORMAT")


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


def spoken(moment: datetime) -> str:
    """An aware moment of these days: "Wed 20:30"."""
    return f"{weekday(moment)} {clock(moment)}"


def in_full(moment: datetime) -> str:
    """A moment further away: "Wed November 25 20:30"."""
    return f"{weekday(moment)} {day(moment)} {clock(moment)}"
