"""On which days a series meets: a rule of RFC 5545, read by python-dateutil.

A rule is about whole days in Shanghai, where clocks never change; the hour is the series' own. So
the days are exact, and a viewer abroad sees each moment in her own zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile

from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models.trainings.series import Series
from courses.spoken import weekday_name
from school.lib import dates
from school.lib.refusal import Refusal

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The hour is the series' own, so a rule that names one would contradict it.
BYS = frozenset(["BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"])
PARTS = BYS | {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
FREQUENCIES = frozenset(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
HOURLY = frozenset(["HOURLY", "MINUTELY", "SECONDLY"])
HOURS = frozenset(["BYHOUR", "BYMINUTE", "BYSECOND"])
SOME_DAY = date(2026, 1, 1)
SEARCH = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Pattern:
    """What the simple form can say: on these weekdays (Monday is 0), every so many weeks, and how
    often in all (None: as long as the series runs)."""

    weekdays: tuple[int, ...]
    every: int = 1
    count: int | None = None

    @property
    def rule(self) -> str:
        parts = ["FREQ=WEEKLY"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        return ";".join([*parts, "BYDAY=" + ",".join(DAYS[day] for day in sorted(self.weekdays))])


def rule_of(series: Series) -> str:
    """The series' rule as RFC 5545 writes it."""
    return series.rrule or Pattern((series.weekday,)).rule


def read_rule(text: str) -> str:
    """A rule as a person wrote it, in one spelling.

    Refuses: rule-unreadable, rule-with-hours (it repeats within a day or names an hour),
    rule-without-days (no day in five years).
    """
    plain = "".join(text.split()).upper().removeprefix("RRULE:").strip(";")
    parts = _parts(plain)
    if parts.get("FREQ") in HOURLY or parts.keys() & HOURS:
        raise Refusal("rule-with-hours", _("A rule names days; the hour has its own field."))
    if parts.get("FREQ") not in FREQUENCIES or not parts.keys() <= PARTS or _is_zero(parts):
        raise _unreadable(plain)
    try:
        found = _read(plain, SOME_DAY).replace(count=None, until=_midnight(SOME_DAY + SEARCH))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise _unreadable(plain) from error
    if "UNTIL" not in parts and next(iter(found), None) is None:
        raise Refusal(
            "rule-without-days", _("By this rule it never meets: %(rule)s"), {"rule": plain}
        )
    return plain


def _unreadable(plain: str) -> Refusal:
    return Refusal("rule-unreadable", _("We can't read this rule: %(rule)s"), {"rule": plain})


def _parts(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.split(";"))


def _is_zero(parts: dict[str, str]) -> bool:
    """Such a rule would turn on the spot for ever."""
    return any(not parts.get(name, "1").strip("0") for name in ("INTERVAL", "COUNT"))


def read_pattern(rule: str) -> Pattern | None:
    """The rule in the simple form's words; None if it says more than those can."""
    parts = _parts(rule)
    names = parts.get("BYDAY", "").split(",")
    if parts.pop("WKST", "MO") != "MO" or parts.get("FREQ") != "WEEKLY":
        return None
    if not parts.keys() <= {"FREQ", "INTERVAL", "COUNT", "BYDAY"} or not set(names) <= set(DAYS):
        return None
    weekdays = tuple(sorted(DAYS.index(name) for name in names))
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    return Pattern(weekdays, int(parts.get("INTERVAL", 1)), count)


def in_words(series: Series) -> str:
    """The days as people say them: "Tue, Thu", "every 2 weeks: Tue"; a rule that says more stands
    there as it is."""
    pattern = read_pattern(rule_of(series))
    if pattern is None:
        return series.rrule
    names = gettext(", ").join(weekday_name(day) for day in pattern.weekdays)
    if pattern.every == 1:
        return names
    words = gettext("every %(count)s weeks: %(days)s")
    return words % {"count": pattern.every, "days": names}


def days_of(series: Series, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included, that the rule gives a series. Holidays are
    not taken out: see `courses.trainings.holiday`."""
    first = max(first, series.starts_on)
    last = min(last, series.ends_on) if series.ends_on else last
    if first > last:
        return
    found = _bounded(rule_of(series), series.starts_on, last)
    early = _midnight(first)
    yield from dict.fromkeys(moment.date() for moment in found if moment >= early)


def next_days(series: Series, first: date, few: int) -> list[date]:
    """The first few days from `first` on; fewer where the rule ends or finds none in five years."""
    return list(islice(days_of(series, first, max(first, series.starts_on) + SEARCH), few))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _bounded(rule: str, starts_on: date, last: date) -> Iterator[datetime]:
    """The rule's days up to `last`. A search without an end would go on to the year 9999."""
    read = _read(rule, starts_on)
    end = _midnight(last)
    if read._count is None:
        until = min(read._until, end) if read._until else end
        return iter(read.replace(until=until))
    return takewhile(lambda moment: moment <= end, read)


@lru_cache(maxsize=512)
def _read(rule: str, starts_on: date) -> rrule:
    days = [_as_day(part) for part in rule.split(";")]
    return rrulestr(";".join(days), dtstart=_midnight(starts_on))


def _as_day(part: str) -> str:
    """UNTIL may be written as a moment in UTC, as RFC 5545 asks where DTSTART has a zone. Here
    everything is days, so its Shanghai day counts."""
    name, _equals, value = part.partition("=")
    if name == "UNTIL" and value.endswith("Z"):
        moment = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"UNTIL={dates.day_of(moment):%Y%m%d}"
    return f"UNTIL={value[:8]}" if name == "UNTIL" else part
