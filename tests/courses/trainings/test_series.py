"""A series that changes: its sessions follow, and who was coming still is."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytest

from courses.models import Booking, Series, Session
from courses.signals import session_cancelled, session_moved, session_planned
from courses.trainings import booking, series
from courses.trainings import session as sessions
from courses.trainings.recurrence import DAYS
from courses.trainings.session import generate_sessions
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from tests.courses import tree

pytestmark = pytest.mark.django_db
NEXT_MONDAY = timedelta(days=7)


def monday():
    """The Monday of next week: everything after it is still to come."""
    return dates.week_start(dates.today()) + NEXT_MONDAY


@pytest.fixture
def tuesdays(trainer):
    """A series on Tuesdays from next week on, with its sessions."""
    made = tree.series(
        weekday=1, starts_at=time(13, 30), starts_on=monday(), trainer=trainer, place="Room 1"
    )
    generate_sessions()
    return made


@contextmanager
def heard(signal):
    found = []

    def receive(sender, **what):
        found.append(what)

    signal.connect(receive)
    yield found
    signal.disconnect(receive)


def days_and_hours(of):
    ahead = Session.objects.filter(series=of).planned().order_by("starts_at")
    local = [one.starts_at.astimezone(SHANGHAI) for one in ahead]
    return [(one.weekday(), f"{one:%H:%M}") for one in local]


def fresh(one):
    return type(one).objects.get(pk=one.pk)


def test_another_weekday_moves_each_session_within_its_week_and_keeps_the_bookings(
    tuesdays, leader, trainer
):
    first = Session.objects.order_by("on").first()
    booking.book(session=first, leader=leader)
    count = Session.objects.count()
    tuesdays.weekday = 3
    with heard(session_moved) as moved:
        outcome = series.change(series=tuesdays, by=trainer)
    after = fresh(first)
    assert set(days_and_hours(tuesdays)) == {(3, "13:30")}
    assert (after.on, after.sequence) == (monday() + timedelta(days=3), 1)
    assert Booking.objects.get(coming=True).session == after
    assert outcome.moved == len(moved) == count and outcome.cancelled == 0
    assert (moved[0]["before_starts_at"], moved[0]["by"]) == (first.starts_at, trainer)


def test_the_last_session_moves_too_where_planning_ends_on_its_day(tuesdays, monkeypatch):
    last = Session.objects.order_by("on").last()
    monkeypatch.setattr(sessions, "AHEAD", last.on - dates.today())
    tuesdays.weekday = 3
    outcome = series.change(series=tuesdays)
    assert (outcome.moved, outcome.cancelled) == (Session.objects.count(), 0)
    assert fresh(last).on == last.on + timedelta(days=2)


def test_another_hour_leaves_alone_what_was_moved_by_hand(tuesdays):
    first, second = Session.objects.order_by("on")[:2]
    by_hand = first.starts_at + timedelta(hours=4)
    sessions.move(session=first, starts_at=by_hand, ends_at=by_hand + timedelta(minutes=45))
    tuesdays.starts_at, tuesdays.minutes = time(20, 0), 60
    series.change(series=tuesdays)
    assert fresh(first).starts_at == by_hand
    assert f"{fresh(second).starts_at.astimezone(SHANGHAI):%H:%M}" == "20:00"
    assert fresh(second).minutes == 60


def test_details_are_taken_over_where_the_session_had_the_old_ones(tuesdays):
    first, second = Session.objects.order_by("on")[:2]
    sessions.change(session=first, values={"place": "The garden"})
    tuesdays.place, tuesdays.capacity = "Room 2", 30
    series.change(series=tuesdays)
    assert (fresh(first).place, fresh(first).capacity) == ("The garden", 30)
    assert (fresh(second).place, fresh(second).sequence) == ("Room 2", 1)


def test_from_a_day_on_the_old_series_ends_and_a_new_one_takes_over(tuesdays, leader, intake):
    tuesdays.intakes.set([intake])
    since = monday() + NEXT_MONDAY
    first, second = Session.objects.order_by("on")[:2]
    tuesdays.starts_at = time(19, 0)
    outcome = series.change(series=fresh(tuesdays), since=since)
    outcome = series.change(series=_with(outcome.series, starts_at=time(19, 0)))
    old, new = Series.objects.order_by("pk")
    assert (old.ends_on, new.starts_on) == (since - timedelta(days=1), since)
    assert list(new.intakes.all()) == [intake]
    assert (fresh(first).series, fresh(second).series) == (old, new)
    assert days_and_hours(old) == [(1, "13:30")]
    assert set(days_and_hours(new)) == {(1, "19:00")}
    assert outcome.series == new
    assert generate_sessions() == 0


def _with(one, **values):
    for name, value in values.items():
        setattr(one, name, value)
    return one


def test_two_days_a_week_made_one_brings_the_leaders_together(tuesdays, leader, other_leader):
    series.change(series=_with(tuesdays, rrule="FREQ=WEEKLY;BYDAY=TU,TH"))
    tuesday, thursday = Session.objects.order_by("on")[:2]
    booking.book(session=thursday, leader=leader)
    booking.book(session=tuesday, leader=other_leader, coming=False)
    booking.book(session=thursday, leader=other_leader)
    with heard(session_cancelled) as called_off:
        outcome = series.change(series=_with(tuesdays, rrule="FREQ=WEEKLY;BYDAY=TU"))
    assert fresh(thursday).is_cancelled and fresh(thursday).off_rule
    here = dict(Booking.objects.filter(session=tuesday).values_list("leader", "coming"))
    assert here == {leader.pk: True, other_leader.pk: False}
    assert outcome.cancelled == len(called_off) and "13:30" in called_off[0]["reason"]


def test_the_rule_coming_back_restores_what_it_had_left_behind(tuesdays):
    both = "FREQ=WEEKLY;BYDAY=TU,TH"
    series.change(series=_with(tuesdays, rrule=both))
    by_hand = Session.objects.order_by("on")[3]
    sessions.cancel(session=by_hand, reason="The hall is taken.")
    series.change(series=_with(tuesdays, rrule=""))
    series.change(series=_with(tuesdays, rrule=both))
    cancelled = Session.objects.filter(state=Session.State.CANCELLED)
    assert list(cancelled) == [by_hand]


def test_a_series_that_ends_earlier_calls_off_what_lies_behind(tuesdays):
    last = monday() + timedelta(days=6)
    outcome = series.change(series=_with(tuesdays, ends_on=last))
    assert Session.objects.planned().count() == 1
    assert outcome.cancelled == Session.objects.count() - 1


def test_a_new_day_is_made_and_told(tuesdays):
    count = Session.objects.count()
    with heard(session_planned) as planned:
        outcome = series.change(series=_with(tuesdays, rrule="FREQ=WEEKLY;BYDAY=TU,SA"))
    assert outcome.added == len(planned) == Session.objects.count() - count > 0


def test_nothing_that_has_begun_is_touched(tuesdays):
    past = tree.session(of=tuesdays, place="Room 1")
    series.change(series=_with(tuesdays, place="Room 9", weekday=5, starts_at=time(9, 0)))
    after = fresh(past)
    assert (after.starts_at, after.place, after.sequence) == (past.starts_at, "Room 1", 0)
    assert not after.is_cancelled


def test_a_change_that_changes_nothing_raises_no_sequence(tuesdays):
    series.change(series=fresh(tuesdays))
    assert set(Session.objects.values_list("sequence", flat=True)) == {0}


def test_the_past_takes_no_change(tuesdays):
    with pytest.raises(Refusal) as refused:
        series.change(series=tuesdays, since=dates.today() - timedelta(days=1))
    assert refused.value.code == "since-in-past"


def test_a_day_that_is_over_today_is_not_made_again(trainer):
    """A new rule that gives today, with an hour already gone, adds no session of the past."""
    made = tree.series(weekday=dates.today().weekday(), starts_at=time(0, 0), trainer=trainer)
    series.change(series=made)
    ahead = Session.objects.filter(starts_at__gt=datetime.now(SHANGHAI))
    assert ahead.count() == 4


def test_a_day_whose_session_has_begun_takes_no_other():
    """Today's training is over; moving next days to a later hour of today must not be tried."""
    today = dates.today()
    made = tree.series(weekday=today.weekday(), starts_at=time(0, 0), starts_on=today - NEXT_MONDAY)
    tree.session(datetime.combine(today, time(0, 0), tzinfo=SHANGHAI), of=made)
    both = f"FREQ=WEEKLY;BYDAY={DAYS[today.weekday()]},{DAYS[(today.weekday() + 1) % 7]}"
    series.change(series=_with(made, rrule=both))
    series.change(series=_with(made, rrule="", starts_at=time(23, 59)))
    assert Session.objects.filter(series=made, on=today).count() == 1
    series.change(series=_with(made, place="Room 3"), since=today)
    assert Session.objects.get(on=today).series.ends_on == today
