"""Rules of RFC 5545, held against dateutil, and against zones whose clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from dateutil.rrule import MO, WEEKLY, rrule, rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Series
from courses.trainings.recurrence import (
    DAYS,
    Pattern,
    days_of,
    next_days,
    read_pattern,
    read_rule,
)
from courses.trainings.session import starts_of
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal

# A busy machine is no defect of a rule.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOME = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PATTERNS = st.builds(
    Pattern,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    every=st.integers(1, 8),
    count=st.none() | st.integers(1, 60),
)
BEYOND_SIMPLE = st.sampled_from(
    [
        "FREQ=MONTHLY;BYDAY=-1TH",
        "FREQ=MONTHLY;BYDAY=1MO,3MO",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=9",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270301",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYSETPOS=4",
    ]
)
ABROAD = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Pacific/Auckland", "Europe/London"]
)


@patient
@given(pattern=PATTERNS, starts_on=SOME, first=SOME, length=st.integers(0, 200))
def test_a_simple_pattern_gives_the_days_that_dateutil_gives(pattern, starts_on, first, length):
    last = first + timedelta(days=length)
    series = Series(weekday=0, rrule=pattern.rule, starts_on=starts_on)
    every = rrule(
        WEEKLY,
        dtstart=datetime.combine(starts_on, time.min),
        interval=pattern.every,
        byweekday=pattern.weekdays,
        wkst=MO,
        count=pattern.count,
        until=None if pattern.count else datetime.combine(last, time.min),
    )
    wanted = [one.date() for one in every if first <= one.date() <= last]
    assert list(days_of(series, first, last)) == wanted


@patient
@given(rule=BEYOND_SIMPLE, starts_on=SOME, first=SOME, ends_on=st.none() | SOME)
def test_any_rule_gives_the_days_that_dateutil_gives(rule, starts_on, first, ends_on):
    last = first + timedelta(days=150)
    series = Series(weekday=0, rrule=rule, starts_on=starts_on, ends_on=ends_on)
    every = rrulestr(rule, dtstart=datetime.combine(starts_on, time.min))
    until = min(last, ends_on) if ends_on else last
    wanted = every.between(
        datetime.combine(first, time.min), datetime.combine(until, time.min), inc=True
    )
    assert list(days_of(series, first, last)) == [one.date() for one in wanted]


@patient
@given(pattern=PATTERNS)
def test_the_simple_form_reads_what_it_wrote(pattern):
    assert read_pattern(pattern.rule) == pattern
    assert read_rule(pattern.rule) == pattern.rule


@patient
@given(
    pattern=PATTERNS, starts_on=SOME, clock=st.times().map(lambda at: at.replace(microsecond=0)),
    abroad=ABROAD,
)  # fmt: skip
def test_a_viewer_abroad_sees_the_moment_also_where_clocks_change(
    pattern, starts_on, clock, abroad
):
    """Shanghai keeps its hour all year, so hers moves with her own summer; two independent
    readers of the zones' rules agree on it."""
    series = Series(weekday=0, rrule=pattern.rule, starts_on=starts_on, starts_at=clock)
    for day in next_days(series, starts_on, 60)[::6]:
        moment = starts_of(series, day)
        assert moment.astimezone(SHANGHAI).replace(tzinfo=None) == datetime.combine(day, clock)
        assert moment.utcoffset() == timedelta(hours=8)
        hers, theirs = moment.astimezone(ZoneInfo(abroad)), moment.astimezone(tz.gettz(abroad))
        assert hers.replace(tzinfo=None) == theirs.replace(tzinfo=None)
        assert hers.astimezone(UTC) == moment


def test_berlin_sees_an_hour_later_in_summer():
    series = Series(weekday=2, starts_on=date(2026, 3, 25), starts_at=time(20, 30))
    days = next_days(series, date(2026, 3, 25), 2)
    berlin = [starts_of(series, day).astimezone(ZoneInfo("Europe/Berlin")).hour for day in days]
    assert (days, berlin) == ([date(2026, 3, 25), date(2026, 4, 1)], [13, 14])


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("rrule:freq=weekly; byday=tu,th", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYDAY=-1TH;", "FREQ=MONTHLY;BYDAY=-1TH"),
    ],
)
def test_a_rule_is_read_in_one_spelling(written, rule):
    assert read_rule(written) == rule


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "rule-unreadable"),
        ("every Tuesday", "rule-unreadable"),
        ("FREQ=WEEKLY;BYDAY=XX", "rule-unreadable"),
        ("FREQ=WEEKLY;INTERVAL=0", "rule-unreadable"),
        ("FREQ=WEEKLY;COUNT=0", "rule-unreadable"),
        ("FREQ=WEEKLY;COUNT=many", "rule-unreadable"),
        ("FREQ=WEEKLY;EXDATE=20260101", "rule-unreadable"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "rule-unreadable"),
        ("FREQ=HOURLY", "rule-with-hours"),
        ("FREQ=DAILY;BYHOUR=9", "rule-with-hours"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule-without-days"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "rule-without-days"),
    ],
)
def test_what_is_no_rule_is_refused(written, code):
    with pytest.raises(Refusal) as refused:
        read_rule(written)
    assert refused.value.code == code


def test_until_as_a_moment_means_its_day_in_shanghai():
    series = Series(rrule="FREQ=DAILY;UNTIL=20261130T160000Z", starts_on=date(2026, 11, 29))
    assert next_days(series, date(2026, 11, 1), 9) == [
        date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1),
    ]  # fmt: skip


def test_without_a_rule_it_is_every_week_on_its_weekday():
    series = Series(weekday=3, starts_on=date(2026, 11, 23))
    assert next_days(series, date(2026, 11, 23), 2) == [date(2026, 11, 26), date(2026, 12, 3)]
    assert DAYS[3] == "TH"
