from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Reminder, Session
from courses.trainings import letters, reminder
from courses.trainings.attendance import mark
from courses.trainings.booking import book
from courses.trainings.reminder import send_due
from school.jobs import job
from school.jobs.models import Job
from school.notices.models import Delivery, Notice
from school.people.models import Leader
from tests import cast
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# A Wednesday noon in Shanghai, far from anybody's quiet hours.
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    return set_clock(monkeypatch, NOON)


def set_clock(monkeypatch, moment: datetime) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def session_in(**distance) -> Session:
    return tree.session(NOON + timedelta(**distance), title_en="Photos that sell")


def told(person) -> list[str]:
    notices = Notice.objects.filter(user=person.user, kind__startswith="training-")
    return list(notices.order_by("pk").values_list("kind", flat=True))


class TestTheDayBefore:
    def test_who_comes_is_reminded(self, leader):
        session = session_in(hours=20)
        book(session=session, leader=leader)
        send_due()
        notice = Notice.objects.get(user=leader.user)
        assert notice.kind == "training-day"
        assert notice.title == "Thu November 26 08:00: Photos that sell"
        assert notice.link == f"/timetable/{session.pk}/"

    def test_who_said_nothing_is_asked(self, leader):
        session_in(hours=20)
        send_due()
        assert told(leader) == ["training-ask"]

    def test_who_said_no_is_left_in_peace(self, leader):
        book(session=session_in(hours=20), leader=leader, coming=False)
        assert send_due() == {"day": 0, "hour": 0}

    def test_who_only_waits_is_not_called_to_come(self, leader):
        session = tree.session(NOON + timedelta(hours=20), capacity=1)
        book(session=session, leader=cast.leader("Quick"))
        book(session=session, leader=leader)
        assert send_due() == {"day": 1, "hour": 0}
        assert told(leader) == []

    def test_who_comes_on_another_day_of_the_week_is_not_asked(self, leader):
        book(session=session_in(hours=52), leader=leader)
        tree.session(NOON + timedelta(hours=20), of=tree.series("sales"))
        assert send_due()["day"] == 0

    @pytest.mark.parametrize("present, asked", [(True, []), (False, ["training-ask"])])
    def test_who_missed_it_this_week_is_asked_to_the_repetition(
        self, leader, trainer, present, asked
    ):
        mark(session=session_in(hours=-20), leader=leader, present=present, by=trainer)
        session_in(hours=20)
        send_due()
        assert told(leader) == asked

    def test_who_was_there_last_week_is_asked(self, leader, trainer):
        mark(session=session_in(days=-3), leader=leader, present=True, by=trainer)
        session_in(hours=20)
        assert send_due()["day"] == 1

    def test_others_regions_are_not_asked(self, leader, other_leader):
        series = tree.series(region=leader.region)
        tree.session(NOON + timedelta(hours=20), of=series)
        send_due()
        assert (told(leader), told(other_leader)) == (["training-ask"], [])

    @pytest.mark.parametrize("fields", [{"status": Leader.Status.LEFT}, {"on_leave": True}])
    def test_who_is_away_is_left_in_peace(self, leader, fields):
        Leader.objects.filter(pk=leader.pk).update(**fields)
        session_in(hours=20)
        assert send_due()["day"] == 0

    def test_not_earlier_and_not_on_the_last_minute(self, leader):
        session_in(hours=24, minutes=1)
        tree.session(NOON + timedelta(hours=3), kind="group")
        assert send_due() == {"day": 0, "hour": 0}


class TestTheHourBefore:
    def test_who_comes_is_reminded_and_nobody_else(self, leader, other_leader):
        book(session=session_in(minutes=60), leader=leader)
        assert send_due() == {"day": 0, "hour": 1}
        assert (told(leader), told(other_leader)) == (["training-hour"], [])

    def test_a_text_message_is_worth_nothing_once_it_has_begun(self, leader):
        session = session_in(minutes=60)
        book(session=session, leader=leader)
        send_due()
        assert Delivery.objects.get(notice__user=leader.user).until == session.starts_at

    def test_a_cancelled_session_is_nothing_to_be_reminded_of(self, leader):
        book(session=session_in(minutes=60), leader=leader)
        Session.objects.update(state=Session.State.CANCELLED)
        assert send_due()["hour"] == 0


class TestOnce:
    def test_a_second_run_finds_nobody(self, leader):
        book(session=session_in(minutes=60), leader=leader)
        send_due()
        assert send_due() == {"day": 0, "hour": 0}
        assert told(leader) == ["training-hour"]

    def test_moved_by_an_hour_the_day_is_not_called_to_mind_again(self, leader):
        session = session_in(hours=20)
        send_due()
        later = {"starts_at": NOON + timedelta(hours=21), "ends_at": NOON + timedelta(hours=22)}
        Session.objects.filter(pk=session.pk).update(**later)
        assert send_due()["day"] == 0

    def test_moved_to_another_day_it_is(self, leader, monkeypatch):
        session = session_in(hours=20)
        send_due()
        later = NOON + timedelta(days=3)
        moved = {"starts_at": later, "ends_at": later + timedelta(minutes=45)}
        Session.objects.filter(pk=session.pk).update(**moved)
        set_clock(monkeypatch, later - timedelta(hours=20))
        assert send_due()["day"] == 1
        assert told(leader) == ["training-ask", "training-ask"]

    def test_both_reminders_of_one_session_come(self, leader, monkeypatch):
        session = session_in(hours=20)
        book(session=session, leader=leader)
        send_due()
        set_clock(monkeypatch, session.starts_at - timedelta(minutes=30))
        send_due()
        assert told(leader) == ["training-day", "training-hour"]


class TestInterrupted:
    """A worker dies in the middle: whole batches are told or none of one, and the next run tells
    the others."""

    @pytest.fixture
    def many(self, monkeypatch):
        monkeypatch.setattr(reminder, "BATCH", 3)
        session = session_in(minutes=60)
        for number in range(8):
            book(session=session, leader=cast.leader(f"Leader {number}"))

    def test_between_two_batches(self, many):
        def dies(number: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            send_due(dies)
        assert Reminder.objects.count() == 3
        assert send_due()["hour"] == 5
        assert Notice.objects.filter(kind="training-hour").count() == 8

    def test_after_the_rows_and_before_the_notices(self, many, monkeypatch):
        def dies(*args, **kwargs) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(letters, "remind", dies)
            with pytest.raises(KeyboardInterrupt):
                send_due()
        assert not Reminder.objects.exists()
        assert send_due()["hour"] == 8

    def test_the_job_reminds_and_fills_seats(self, many):
        found = job.enqueue(kind="courses.remind")
        found = job.run(found.pk)
        assert found.result == {"moved_up": 0, "day": 0, "hour": 8, "lists": 0}


def test_the_number_of_queries_does_not_grow_with_the_leaders():
    session = session_in(minutes=60)

    def queries() -> int:
        Job.objects.all().delete()
        with CaptureQueriesContext(connection) as caught:
            send_due()
        return len(caught)

    book(session=session, leader=cast.leader("One"))
    alone = queries()
    for number in range(5):
        book(session=session, leader=cast.leader(f"Leader {number}"))
    assert queries() == alone
