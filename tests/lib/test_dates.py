"""Days and weeks in Shanghai, and dates as people write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school.lib import dates
from school.lib.dates import day_of, last_complete_week, read_date, week_of, week_start
from school.lib.refusal import Refusal
from tests.lib.refusals import code_of

TODAY = date(2024, 6, 12)
MARCH_4 = date(2024, 3, 4)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2024/3/4",
        "2024-03-04",
        "2024.3.4",
        "2024年3月4日",
        "2024 年 3 月 4 日",
        "２０２４年３月４日",
        "２０２４／３／４",
        "20240304",
        "45355",
        "45355.75",
        "1709510400",
        "1709510400000",
        "2024/3/4 9:05",
        "2024-03-04 09:05:00",
        "2024-03-04T09:05:00+08:00",
        "2024/3/4 下午 9:05",
        " '2024/3/4\xa0",
    ],
)
def test_one_day_in_all_its_forms(text):
    assert read_date(text, today=TODAY) == (MARCH_4, frozenset())


def test_a_moment_belongs_to_its_day_in_shanghai():
    late = datetime(2024, 3, 3, 16, 0, tzinfo=UTC)
    assert read_date("2024-03-03T16:00:00Z", today=TODAY).value == MARCH_4
    assert read_date(str(int(late.timestamp())), today=TODAY).value == MARCH_4
    assert read_date(str(int(late.timestamp()) - 1), today=TODAY).value == date(2024, 3, 3)
    assert day_of(late) == MARCH_4
    with pytest.raises(ValueError, match="time zone"):
        day_of(late.replace(tzinfo=None))


def test_today_is_shanghais_while_london_still_has_yesterday(monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2024, 3, 3, 16, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(dates, "datetime", Clock)
    assert dates.today() == MARCH_4


@pytest.mark.parametrize(
    ("text", "value", "flags"),
    [
        ("24/3/4", MARCH_4, {"two-digit-year"}),
        ("24年3月4日", MARCH_4, {"two-digit-year"}),
        ("24-03-18", date(2024, 3, 18), {"two-digit-year"}),
        ("3/18/24", date(2024, 3, 18), {"two-digit-year"}),
        ("2024/6/13", date(2024, 6, 13), {"future"}),
        ("25/1/2", date(2025, 1, 2), {"two-digit-year", "future"}),
        ("2024/6/12", TODAY, set()),
    ],
)
def test_what_a_person_should_look_at(text, value, flags):
    assert read_date(text, today=TODAY) == (value, flags)


def test_two_readings_are_asked_about_and_the_answer_counts():
    assert code_of(read_date, "03/04/2024", today=TODAY) == "date-ambiguous"
    assert code_of(read_date, "3/4/24", today=TODAY) == "date-ambiguous"
    assert code_of(read_date, "03/04/24", today=TODAY) == "date-ambiguous"
    assert read_date("03/04/2024", today=TODAY, order="mdy").value == MARCH_4
    assert read_date("03/04/2024", today=TODAY, order="dmy").value == date(2024, 4, 3)
    assert read_date("04/03/24", today=TODAY, order="dmy") == (MARCH_4, {"two-digit-year"})


def test_one_possible_reading_needs_no_question():
    assert read_date("25/03/2024", today=TODAY).value == date(2024, 3, 25)
    assert read_date("03/25/2024", today=TODAY).value == date(2024, 3, 25)
    assert read_date("04/04/2024", today=TODAY).value == date(2024, 4, 4)
    assert code_of(read_date, "25/03/2024", today=TODAY, order="mdy") == "date-invalid"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date-missing"),
        ("\xa0 ", "date-missing"),
        ("2023/2/29", "date-invalid"),
        ("2024/13/1", "date-invalid"),
        ("20241301", "date-invalid"),
        ("0202/3/4", "date-invalid"),
        ("00001", "date-invalid"),
        ("202403", "date-invalid"),
        ("1234567", "date-invalid"),
        ("2024-W10-1", "date-invalid"),
        ("2024/3/4/5", "date-invalid"),
        ("123/3/4", "date-invalid"),
        ("明天", "date-invalid"),
        ("加入日期", "date-invalid"),
    ],
)
def test_what_is_refused(text, code):
    assert code_of(read_date, text, today=TODAY) == code


def test_weeks_run_from_monday_to_sunday():
    week = week_of(date(2024, 3, 6))
    assert week == (MARCH_4, date(2024, 3, 10))
    assert week.monday == week_start(date(2024, 3, 10)) == MARCH_4


@pytest.mark.parametrize("on", [date(2024, 3, 11), date(2024, 3, 16), date(2024, 3, 17)])
def test_a_week_is_complete_when_its_sunday_is_over(on):
    assert last_complete_week(on) == (MARCH_4, date(2024, 3, 10))


@given(days)
def test_every_day_lies_in_its_week_and_after_the_last_complete_one(day):
    monday, sunday = week_of(day)
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    assert monday <= day <= sunday
    assert last_complete_week(day).sunday == monday - timedelta(days=1)


@given(days)
def test_every_notation_names_the_same_day(day):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone(timedelta(hours=8)))
    serial = (day - date(1900, 1, 1)).days + 2
    for text in (
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day:%y/%m/%d}",
        day.isoformat(),
        noon.isoformat(),
        str(serial),
        str(int(noon.timestamp())),
    ):
        assert read_date(text, today=date(2022, 7, 1)).value == day


@given(days)
def test_day_and_month_are_asked_about_only_where_they_can_be_exchanged(day):
    text = f"{day:%d/%m/%Y}"
    if day.day <= 12 and day.day != day.month:
        assert code_of(read_date, text, today=TODAY) == "date-ambiguous"
    else:
        assert read_date(text, today=TODAY).value == day


@given(st.text(alphabet="0123456789/-.年月日T: +Z", max_size=20))
def test_anything_is_a_date_or_refused(text):
    try:
        day, flags = read_date(text, today=TODAY)
    except Refusal as refusal:
        assert refusal.code.startswith("date-")
    else:
        assert ("future" in flags) == (day > TODAY)
