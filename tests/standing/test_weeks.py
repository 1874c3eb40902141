"""Which sales weeks a window of days holds."""

from datetime import date, timedelta

import pytest

from school.lib.refusal import Refusal
from school.standing.weeks import monday, weeks_within

MONDAY = date(2026, 3, 30)


@pytest.mark.parametrize("day", range(7))
def test_28_days_are_always_the_last_four_weeks(day):
    window = weeks_within(MONDAY + timedelta(days=day), 28)
    assert window.mondays() == [
        date(2026, 3, 2),
        date(2026, 3, 9),
        date(2026, 3, 16),
        date(2026, 3, 23),
    ]
    assert window.ends == date(2026, 3, 29)


@pytest.mark.parametrize(("day", "weeks"), [(0, 5), (1, 5), (2, 4), (3, 4), (6, 4)])
def test_30_days_are_the_weeks_that_end_within_them(day, weeks):
    on = MONDAY + timedelta(days=day)
    window = weeks_within(on, 30)
    ends = [start + timedelta(days=6) for start in window.mondays()]
    assert len(ends) == weeks
    assert all(on - timedelta(days=30) <= end < on for end in ends)
    assert ends[0] - timedelta(days=7) < on - timedelta(days=30)


def test_a_week_is_named_by_its_monday():
    assert monday(MONDAY) == MONDAY
    with pytest.raises(Refusal) as refusal:
        monday(MONDAY + timedelta(days=6))
    assert refusal.value.code == "week-not-monday" and "2026-03-30" in str(refusal.value)
