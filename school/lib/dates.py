"""Days and weeks of the school: Asia/Shanghai, weeks from Monday to Sunday."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Spreadsheets number days from 1900-01-01 = 1 and count a 29 February 1900 that never was.
SERIAL_ZERO = date(1899, 12, 30)
CENTURY = 2000
# A two-digit year further than this from today is not meant.
TWO_DIGIT_YEARS_REACH = 10
EARLIEST_YEAR = 1900

_CLOCK = r"(?:[T\s]\s*(?:[上下]午|[AP]M)?\s*\d{1,2}:\d{2}.*)?"
_DAY = r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?"
_PARTS = re.compile(_DAY + _CLOCK, re.ASCII)
_NUMBER = re.compile(r"(\d+)(?:\.\d*)?", re.ASCII)


class Week(NamedTuple):
    """A calendar week by its first and last day."""

    monday: date
    sunday: date


class ReadDate(NamedTuple):
    """A date that was read, and what a person should look at: "two-digit-year", "future"."""

    value: date
    flags: frozenset[str] = frozenset()


def today() -> date:
    """Today's date in Shanghai, wherever the server stands."""
    return datetime.now(SHANGHAI).date()


def day_of(moment: datetime) -> date:
    """The Shanghai day on which an aware moment falls."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone falls on no certain day.")
    return moment.astimezone(SHANGHAI).date()


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> Week:
    """The week in which the day lies."""
    monday = week_start(day)
    return Week(monday, monday + timedelta(days=6))


def last_complete_week(on: date) -> Week:
    """The latest week that is over on the morning of `on`: on a Sunday, the week before."""
    return week_of(week_start(on) - timedelta(days=7))


def read_date(text: str, *, today: date, order: str | None = None) -> ReadDate:
    """The Shanghai day that `text` names.

    Understood: 2024/3/4, 2024-03-04, 2024.3.4, 2024年3月4日, each with or without a time;
    20240304; a spreadsheet's serial day 45355; Unix seconds and milliseconds; full-width digits.
    `order` ("ymd", "dmy" or "mdy") is a person's answer to how the file writes its dates; without
    it 03/04/2024 is refused as date-ambiguous. A two-digit year is read year first if that lies
    within ten years of today, else year last, and is flagged; so is a day after today.

    Refuses: date-missing, date-ambiguous, date-invalid.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    if not plain:
        raise Refusal("date-missing", _("Please give a date."))
    day, two_digits = _read(plain, today, order)
    if day.year < EARLIEST_YEAR:
        raise _invalid(plain)
    flags = {"two-digit-year"} if two_digits else set()
    if day > today:
        flags.add("future")
    return ReadDate(day, frozenset(flags))


def _read(plain: str, today: date, order: str | None) -> tuple[date, bool]:
    if number := _NUMBER.fullmatch(plain):
        return _from_number(plain, number[1]), False
    if moment := _moment(plain):
        return day_of(moment), False
    if parts := _PARTS.fullmatch(plain):
        return _from_parts(plain, parts.groups(), today, order)
    raise _invalid(plain)


def _moment(plain: str) -> datetime | None:
    """An ISO date and time with its offset: only such a text names a moment, not a day."""
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _from_number(plain: str, digits: str) -> date:
    """The number of digits tells the four kinds apart; none of them overlap."""
    try:
        match len(digits):
            case 5:
                return SERIAL_ZERO + timedelta(days=int(digits))
            case 8:
                return _date(digits[:4], digits[4:6], digits[6:])
            case 10:
                return day_of(datetime.fromtimestamp(int(digits), UTC))
            case 13:
                return day_of(datetime.fromtimestamp(int(digits[:-3]), UTC))
    except ValueError as error:
        raise _invalid(plain) from error
    raise _invalid(plain)


def _from_parts(
    plain: str, parts: tuple[str, ...], today: date, order: str | None
) -> tuple[date, bool]:
    if len(parts[0]) == 4:
        return _one(plain, _readings(parts, ["ymd"])), False
    if len(parts[2]) == 4:
        return _one(plain, _readings(parts, [order] if order else ["dmy", "mdy"])), False
    if order:
        return _one(plain, _readings(parts, [order])), True
    if year_first := _near(_readings(parts, ["ymd"]), today):
        return _one(plain, year_first), True
    return _one(plain, _near(_readings(parts, ["dmy", "mdy"]), today)), True


def _readings(parts: tuple[str, ...], orders: list[str]) -> set[date]:
    found = set()
    for order in orders:
        named = dict(zip(order, parts, strict=True))
        try:
            found.add(_date(named["y"], named["m"], named["d"]))
        except ValueError:
            continue
    return found


def _date(year: str, month: str, day: str) -> date:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        raise ValueError("not the parts of a date")
    return date(int(year) + (CENTURY if len(year) == 2 else 0), int(month), int(day))


def _near(days: set[date], today: date) -> set[date]:
    return {day for day in days if abs(day.year - today.year) <= TWO_DIGIT_YEARS_REACH}


def _one(plain: str, readings: set[date]) -> date:
    if len(readings) > 1:
        raise Refusal(
            "date-ambiguous",
            _("%(text)s can be read in two ways. Say whether the day or the month comes first."),
            {"text": plain},
        )
    if not readings:
        raise _invalid(plain)
    return readings.pop()


def _invalid(plain: str) -> Refusal:
    return Refusal("date-invalid", _("%(text)s is not a date."), {"text": plain})
