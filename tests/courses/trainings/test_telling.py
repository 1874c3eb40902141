from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from courses.models import Booking, Holiday, Session
from courses.signals import session_cancelled, session_moved, session_restored
from courses.spoken import clock
from courses.trainings import telling
from courses.trainings.booking import book
from school.jobs import job
from school.jobs.models import Job
from school.notices.models import Notice
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(leader):
    starts = timezone.now() + timedelta(days=3)
    made = tree.session(starts, capacity=1, title_en="Photos that sell")
    book(session=made, leader=leader)
    return made


def change(session: Session, **fields) -> None:
    for name, value in fields.items():
        setattr(session, name, value)
    session.sequence += 1
    session.save()


def moved(session: Session, by: timedelta) -> dict:
    before = {"before_starts_at": session.starts_at, "before_ends_at": session.ends_at}
    change(session, starts_at=session.starts_at + by, ends_at=session.ends_at + by)
    return before


def told(person) -> list[Notice]:
    for waiting in Job.objects.filter(kind=telling.KIND, state=Job.State.QUEUED):
        job.run(waiting.pk)
    return list(Notice.objects.filter(user=person.user).order_by("pk"))


def test_a_new_time_is_told_with_the_old_one(session, leader):
    before = moved(session, timedelta(hours=2))
    session_moved.send(Session, session=session, by=None, **before)
    [notice] = told(leader)
    assert notice.title == "New time: Photos that sell"
    assert clock(before["before_starts_at"]) in notice.body
    assert clock(session.starts_at) in notice.body
    assert "Your seat is kept." in notice.body
    assert notice.link == f"/timetable/{session.pk}/"


def test_who_is_abroad_reads_both_clocks(session, leader):
    leader.user.time_zone = "Europe/Berlin"
    leader.user.save()
    before = moved(session, timedelta(hours=2))
    session_moved.send(Session, session=session, by=None, **before)
    berlin = session.starts_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{berlin:%H:%M} where you are" in told(leader)[0].body


def test_who_waits_hears_that_her_turn_is_kept(session):
    waiting = cast.leader("Waits")
    book(session=session, leader=waiting)
    before = moved(session, timedelta(hours=2))
    session_moved.send(Session, session=session, by=None, **before)
    assert "turn in the waiting list" in told(waiting)[0].body


def test_each_reads_it_in_her_language(session):
    other = cast.leader("王芳", language="zh-hans")
    book(session=session, leader=other)
    change(session, state="cancelled")
    session_cancelled.send(Session, session=session, by=None, reason="老师生病了")
    assert told(other)[0].language == "zh-hans"
    assert "老师生病了" in told(other)[0].body


def test_cancelling_is_told_with_its_reason(session, leader):
    change(session, state="cancelled")
    session_cancelled.send(Session, session=session, by=None, reason="The trainer is ill.")
    [notice] = told(leader)
    assert notice.title == "Called off: Photos that sell"
    assert notice.body.endswith("The trainer is ill.")


def test_a_holiday_is_told_by_its_name_in_her_language(session, leader):
    day = Holiday.objects.create(on="2027-02-06", name="春节", name_en="Spring Festival")
    change(session, state="cancelled", holiday=day)
    session_cancelled.send(Session, session=session, by=None, reason="春节")
    assert told(leader)[0].body.endswith("Spring Festival")


def test_who_said_no_or_nothing_is_left_in_peace(session, leader, other_leader):
    book(session=session, leader=leader, coming=False)
    change(session, state="cancelled")
    session_cancelled.send(Session, session=session, by=None, reason="")
    assert (told(leader), told(other_leader)) == ([], [])


def test_what_takes_place_after_all_is_told_and_the_list_moves_up(session, leader):
    waiting = cast.leader("Waits")
    book(session=session, leader=waiting)
    Session.objects.update(capacity=2)
    change(session, state="planned", capacity=2)
    session_restored.send(Session, session=session, by=None)
    assert Booking.objects.get(leader=waiting).is_seated
    assert [notice.kind for notice in told(leader)] == ["training-restored"]


def test_each_is_told_once_however_often_the_job_runs(session, leader):
    before = moved(session, timedelta(hours=2))
    session_moved.send(Session, session=session, by=None, **before)
    told(leader)
    Job.objects.update(state=Job.State.QUEUED)
    assert len(told(leader)) == 1


def test_what_holds_no_longer_is_not_told(session, leader):
    before = moved(session, timedelta(hours=2))
    session_moved.send(Session, session=session, by=None, **before)
    change(session, state="cancelled")
    session_cancelled.send(Session, session=session, by=None, reason="")
    assert [notice.kind for notice in told(leader)] == ["training-cancelled"]


def test_a_change_of_today_is_important(leader):
    session = tree.session(timezone.now() + timedelta(hours=5))
    book(session=session, leader=leader)
    change(session, state="cancelled")
    session_cancelled.send(Session, session=session, by=None, reason="")
    assert told(leader)[0].important


def test_only_the_end_moved_is_no_news(session, leader):
    before = {"before_starts_at": session.starts_at, "before_ends_at": session.ends_at}
    change(session, ends_at=session.ends_at + timedelta(minutes=15))
    session_moved.send(Session, session=session, by=None, **before)
    assert told(leader) == []
