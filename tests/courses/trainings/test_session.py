from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Series, Session
from courses.trainings.recurrence import days_of
from courses.trainings.session import generate_sessions
from courses.work import make_timetable
from school.jobs import job
from school.lib import dates
from school.lib.dates import SHANGHAI
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    weekday=st.integers(0, 6),
    first=DAYS,
    length=st.integers(0, 60),
    starts_on=DAYS,
    ends_on=st.none() | DAYS,
)
def test_the_days_of_a_series_are_all_its_weekdays_within_its_bounds(
    weekday, first, length, starts_on, ends_on
):
    last = first + timedelta(days=length)
    series = Series(weekday=weekday, starts_on=starts_on, ends_on=ends_on)
    every = (first + timedelta(days=day) for day in range(length + 1))
    wanted = [
        day
        for day in every
        if day.weekday() == weekday and day >= starts_on and (ends_on is None or day <= ends_on)
    ]
    assert list(days_of(series, first, last)) == wanted


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    weekday=st.integers(0, 6),
    clock=st.times(),
    minutes=st.integers(1, 180),
    ahead=st.integers(0, 200),
)
def test_sessions_keep_weekday_and_clock_in_shanghai_and_are_made_once(
    weekday, clock, minutes, ahead
):
    Session.objects.all().delete()
    Series.objects.all().delete()
    clock = clock.replace(microsecond=0)
    tree.series(weekday=weekday, starts_at=clock, minutes=minutes)
    until = dates.today() + timedelta(days=ahead)
    made = generate_sessions(until=until)
    sessions = list(Session.objects.all())
    assert made == len(sessions) == len(list(days_of(Series.objects.get(), dates.today(), until)))
    for session in sessions:
        local = session.starts_at.astimezone(SHANGHAI)
        assert (local.weekday(), local.time(), local.date()) == (weekday, clock, session.on)
        assert local.utcoffset() == timedelta(hours=8)
        assert session.minutes == minutes
    assert generate_sessions(until=until) == 0


def test_a_session_that_was_moved_does_not_come_back():
    tree.series(weekday=dates.today().weekday(), starts_at=time(23, 59))
    generate_sessions(until=dates.today())
    session = Session.objects.get()
    session.starts_at += timedelta(days=1)
    session.ends_at += timedelta(days=1)
    session.save()
    assert generate_sessions(until=dates.today()) == 0
    assert Session.objects.count() == 1


def test_a_cancelled_session_stays_cancelled():
    tree.series(weekday=dates.today().weekday())
    generate_sessions(until=dates.today())
    Session.objects.update(state=Session.State.CANCELLED)
    generate_sessions(until=dates.today())
    assert Session.objects.get().is_cancelled


def test_a_series_that_rests_makes_nothing():
    tree.series(active=False)
    assert generate_sessions() == 0


def test_a_session_has_what_its_series_has(trainer):
    series = tree.series(trainer=trainer, place="Room 2", meeting_link="https://meet.example/1")
    generate_sessions()
    session = Session.objects.first()
    assert (session.trainer, session.place, session.meeting_link) == (
        trainer,
        series.place,
        series.meeting_link,
    )


def test_the_daily_job_fills_the_timetable(django_capture_on_commit_callbacks):
    tree.series()
    with django_capture_on_commit_callbacks(execute=True):
        asked = job.enqueue(kind="courses.generate_sessions")
    asked.refresh_from_db()
    assert asked.result == {"made": Session.objects.count()}
    assert Session.objects.count() == 4 or Session.objects.count() == 5
    assert make_timetable(None) == {"made": 0}


def test_the_title_speaks_the_language_of_the_page():
    from django.utils.translation import override

    session = tree.session(title_en="One story a product")
    with override("en"):
        assert session.name == "One story a product"
    with override("zh-hans"):
        assert session.name == "sales 培训"


def test_moments_are_spoken_in_shanghai():
    from datetime import UTC

    from django.utils.translation import override

    from courses.spoken import spoken

    with override("en"):
        assert spoken(datetime(2026, 11, 24, 20, 30, tzinfo=UTC)) == "Wed 04:30"


def test_a_region_sees_its_own_sessions_and_those_around_it(leader, other_leader):
    everywhere = tree.soon()
    city = tree.soon(of=tree.series(region=leader.region.parent))
    hers = tree.soon(of=tree.series(region=leader.region))
    elsewhere = tree.soon(of=tree.series(region=other_leader.region))
    assert set(Session.objects.for_leader(leader.pk)) == {everywhere, city, hers}
    assert set(Session.objects.for_leader(other_leader.pk)) == {everywhere, city, elsewhere}


def test_who_has_no_region_sees_what_is_for_everybody(leader):
    everywhere = tree.soon()
    tree.soon(of=tree.series(region=leader.region))
    leader.region = None
    leader.save()
    assert list(Session.objects.for_leader(leader.pk)) == [everywhere]


def test_a_trainer_runs_her_own_sessions_and_those_of_nobody(trainer, leader, operations):
    from tests import cast

    hers, nobodys = tree.soon(trainer=trainer), tree.soon()
    others = tree.soon(trainer=cast.trainer("Another"))
    assert set(Session.objects.run_by(trainer)) == {hers, nobodys}
    assert set(Session.objects.run_by(operations)) == {hers, nobodys, others}
    assert not Session.objects.run_by(leader.user).exists()


def test_a_manager_runs_the_sessions_of_her_regions(manager, leader, other_leader):
    inside = tree.soon(of=tree.series(region=leader.region))
    tree.soon(of=tree.series(region=other_leader.region))
    assert list(Session.objects.run_by(manager)) == [inside]
