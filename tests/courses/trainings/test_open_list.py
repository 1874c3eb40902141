"""A list that nobody has closed: the trainer is asked once, and nobody is punished for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import AttendanceMark, Session
from courses.trainings import attendance, open_list
from courses.trainings.booking import book
from school.notices.models import Notice
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(trainer, leader, other_leader):
    """Two said yes; it has been over for two hours."""
    made = tree.soon()
    for who in (leader, other_leader):
        book(session=made, leader=who, coming=True)
    end = timezone.now() - timedelta(hours=2)
    Session.objects.filter(pk=made.pk).update(
        starts_at=end - timedelta(minutes=45), ends_at=end, trainer=trainer
    )
    made.refresh_from_db()
    return made


def asked(user) -> list[str]:
    return list(
        Notice.objects.filter(user=user, kind="attendance-open").values_list("body", flat=True)
    )


def test_the_trainer_is_asked_once(session, trainer):
    assert open_list.ask_trainers() == 1
    assert open_list.ask_trainers() == 0
    [body] = asked(trainer)
    assert "2 people had said yes" in body
    assert not AttendanceMark.objects.exists()


def test_who_is_marked_no_longer_waits(session, trainer, leader, other_leader):
    attendance.mark(session=session, leader=leader, present=True, by=trainer)
    assert open_list.open_lists().get().unmarked == 1
    attendance.mark(session=session, leader=other_leader, present=False, by=trainer)
    assert open_list.ask_trainers() == 0


@pytest.mark.parametrize("hours", [-1, 0.5, 73])
def test_not_before_an_hour_and_not_after_three_days(session, hours):
    end = timezone.now() - timedelta(hours=hours)
    Session.objects.update(starts_at=end - timedelta(hours=1), ends_at=end)
    assert not open_list.open_lists().exists()


def test_who_said_no_or_waits_for_a_seat_is_not_missed(session, leader, other_leader):
    session.bookings.filter(leader=leader).update(coming=False)
    session.bookings.filter(leader=other_leader).update(waiting_since=timezone.now())
    assert not open_list.open_lists().exists()


def test_what_was_called_off_has_no_list(session):
    Session.objects.update(state=Session.State.CANCELLED)
    assert not open_list.open_lists().exists()


def test_one_query_whatever_there_is(session, trainer, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert len(open_list.open_lists()) == 1
