"""Days off are left out; a working day takes over for one; taking a holiday out gives all back."""

from datetime import time, timedelta

import pytest

from courses.models import Booking, Holiday, Session
from courses.signals import session_cancelled, session_moved, session_restored
from courses.trainings import booking, holiday
from courses.trainings import session as sessions
from courses.trainings.session import generate_sessions
from school.lib import dates
from tests.courses import tree
from tests.courses.trainings.test_series import fresh, heard, monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def tuesday():
    return monday() + timedelta(days=1)


@pytest.fixture
def tuesdays():
    return tree.series(weekday=1, starts_at=time(13, 30), starts_on=monday())


def off(day, **fields):
    return Holiday.objects.create(on=day, name="国庆节", name_en="National Day", **fields)


def test_no_session_is_made_on_a_day_off(tuesdays, tuesday):
    off(tuesday)
    generate_sessions()
    assert not Session.objects.filter(on=tuesday).exists()
    assert Session.objects.filter(on=tuesday + timedelta(days=7)).exists()


def test_a_working_day_takes_over_the_sessions_of_a_day_off(tuesdays, tuesday):
    saturday = tuesday + timedelta(days=4)
    off(tuesday)
    off(saturday, working=True, stands_for=tuesday)
    generate_sessions()
    session = Session.objects.order_by("on").first()
    assert (session.on, dates.day_of(session.starts_at)) == (tuesday, saturday)


def test_a_day_off_calls_off_what_stands_and_tells_why(tuesdays, tuesday, operations):
    generate_sessions()
    day_off = off(tuesday)
    with heard(session_cancelled) as told:
        assert holiday.settle(holiday.touched(day_off), by=operations) == 1
    session = Session.objects.get(on=tuesday)
    assert session.is_cancelled and session.holiday == day_off
    assert (told[0]["reason"], told[0]["by"]) == ("国庆节", operations)
    assert holiday.settle(holiday.touched(day_off)) == 0


def test_a_working_day_moves_what_stands_and_keeps_the_bookings(tuesdays, tuesday, leader):
    generate_sessions()
    session = Session.objects.get(on=tuesday)
    booking.book(session=session, leader=leader)
    saturday = off(tuesday + timedelta(days=4), working=True, stands_for=tuesday)
    with heard(session_moved) as told:
        holiday.settle(holiday.touched(saturday))
    assert dates.day_of(fresh(session).starts_at) == saturday.on
    assert len(told) == 1 and Booking.objects.get().session == session


def test_a_working_day_named_later_restores_what_the_day_off_called_off(tuesdays, tuesday):
    generate_sessions()
    holiday.settle(holiday.touched(off(tuesday)))
    saturday = off(tuesday + timedelta(days=4), working=True, stands_for=tuesday)
    holiday.settle(holiday.touched(saturday))
    session = Session.objects.get(on=tuesday)
    assert not session.is_cancelled and dates.day_of(session.starts_at) == saturday.on


def test_taking_a_holiday_out_gives_everything_back(tuesdays, tuesday):
    generate_sessions()
    before = Session.objects.get(on=tuesday).starts_at
    day_off = off(tuesday)
    holiday.settle(holiday.touched(day_off))
    with heard(session_restored) as told:
        holiday.remove(day_off)
    assert len(told) == 1 and not Session.objects.get(on=tuesday).is_cancelled
    saturday = off(tuesday + timedelta(days=4), working=True, stands_for=tuesday)
    holiday.settle(holiday.touched(saturday))
    holiday.remove(saturday)
    assert Session.objects.get(on=tuesday).starts_at == before


def test_a_day_off_taken_out_before_anything_was_made_makes_it(tuesdays, tuesday):
    day_off = off(tuesday)
    generate_sessions()
    holiday.remove(day_off)
    assert Session.objects.filter(on=tuesday).exists()


def test_what_a_person_moved_or_cancelled_stays(tuesdays, tuesday):
    generate_sessions()
    first, second = Session.objects.order_by("on")[:2]
    starts = first.starts_at + timedelta(days=1)
    sessions.move(session=first, starts_at=starts, ends_at=starts + timedelta(minutes=45))
    sessions.cancel(session=second, reason="Rain")
    for day in (first.on, second.on):
        holiday.settle(holiday.touched(off(day)))
    assert not fresh(first).is_cancelled
    holiday.remove(Holiday.objects.get(on=second.on))
    assert fresh(second).is_cancelled
