from datetime import timedelta

import pytest
from django.utils import timezone

from courses.booking import book
from courses.models import Booking, Session
from school.lib.refusal import Refusal
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(**call) -> str:
    with pytest.raises(Refusal) as refusal:
        book(**call)
    assert not Booking.objects.exists()
    return refusal.value.code


def test_saying_it_twice_changes_nothing(leader):
    session = tree.soon()
    assert book(session=session, leader=leader) == book(session=session, leader=leader)
    assert Booking.objects.get().coming


def test_she_may_think_better_of_it(leader):
    session = tree.soon()
    book(session=session, leader=leader)
    book(session=session, leader=leader, coming=False)
    assert not Booking.objects.get().coming


def test_a_session_that_has_begun_is_closed(leader):
    assert refused(session=tree.session(), leader=leader) == "session-started"


def test_a_cancelled_session_is_closed(leader):
    session = tree.soon(state=Session.State.CANCELLED)
    assert refused(session=session, leader=leader) == "session-cancelled"


def test_another_regions_session_is_closed(leader, other_leader):
    session = tree.soon(of=tree.series(region=other_leader.region))
    assert refused(session=session, leader=leader) == "session-elsewhere"


def test_the_door_closes_at_the_minute_it_begins(leader, monkeypatch):
    now = timezone.now()
    session = tree.session(now + timedelta(minutes=1))
    monkeypatch.setattr(timezone, "now", lambda: session.starts_at)
    assert refused(session=session, leader=leader) == "session-started"
