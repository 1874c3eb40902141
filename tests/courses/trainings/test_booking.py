from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Booking, ComingSettings, Session
from courses.trainings import booking
from courses.trainings.booking import book, move_up, say_why
from courses.trainings.session import change
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests import cast
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(rule=book, **call) -> str:
    with pytest.raises(Refusal) as refusal:
        rule(**call)
    return refusal.value.code


def tomorrow(**fields) -> Session:
    return tree.session(timezone.now() + timedelta(days=1), **fields)


def full(session: Session) -> list:
    """As many leaders as there are seats, in theirs."""
    seated = [cast.leader(f"Seated {number}") for number in range(session.capacity)]
    for leader in seated:
        book(session=session, leader=leader)
    return seated


def settle(**fields) -> None:
    ComingSettings.objects.update_or_create(defaults=fields)


class TestHerWord:
    def test_saying_it_twice_changes_nothing(self, leader):
        session = tree.soon()
        assert book(session=session, leader=leader) == book(session=session, leader=leader)
        assert Booking.objects.get().is_seated

    def test_she_may_think_better_of_it(self, leader):
        session = tree.soon()
        book(session=session, leader=leader)
        book(session=session, leader=leader, coming=False)
        assert not Booking.objects.get().coming

    def test_a_cancelled_session_is_closed(self, leader):
        session = tree.soon(state=Session.State.CANCELLED)
        assert refused(session=session, leader=leader) == "session-cancelled"

    def test_another_regions_session_is_closed(self, leader, other_leader):
        session = tree.soon(of=tree.series(region=other_leader.region))
        assert refused(session=session, leader=leader) == "session-elsewhere"
        assert not Booking.objects.exists()


class TestTheDoor:
    def test_it_closes_at_the_minute_it_begins(self, leader, monkeypatch):
        session = tree.soon()
        monkeypatch.setattr(timezone, "now", lambda: session.starts_at)
        assert refused(session=session, leader=leader) == "session-started"

    def test_the_school_may_ask_for_an_earlier_word(self, leader):
        settle(close_minutes=90)
        assert refused(session=tree.soon(), leader=leader) == "booking-closed"
        assert book(session=tomorrow(), leader=leader).is_seated

    def test_until_then_it_is_open(self, leader, monkeypatch):
        settle(close_minutes=30)
        session = tree.soon()
        last = session.starts_at - timedelta(minutes=30)
        monkeypatch.setattr(timezone, "now", lambda: last - timedelta(microseconds=1))
        assert book(session=session, leader=leader).is_seated
        monkeypatch.setattr(timezone, "now", lambda: last)
        assert refused(session=session, leader=leader, coming=False) == "booking-closed"


class TestWhyNot:
    def test_a_choice_and_her_words_are_kept(self, leader):
        session = tree.soon()
        book(session=session, leader=leader, coming=False)
        say_why(session=session, leader=leader, reason="family", words="  School\x00 play. ")
        assert Booking.objects.get().why_not == "The family needs me · School play."

    def test_an_unknown_choice_is_no_choice(self, leader):
        session = tree.soon()
        book(session=session, leader=leader, coming=False)
        assert say_why(session=session, leader=leader, reason="weather").why_not == ""

    def test_saying_no_again_keeps_the_reason(self, leader):
        session = tree.soon()
        book(session=session, leader=leader, coming=False)
        say_why(session=session, leader=leader, reason="ill")
        assert book(session=session, leader=leader, coming=False).reason == "ill"

    def test_a_yes_needs_no_reason(self, leader):
        session = tree.soon()
        book(session=session, leader=leader, coming=False)
        say_why(session=session, leader=leader, reason="ill", words="Cold")
        book(session=session, leader=leader)
        assert Booking.objects.get().why_not == ""
        assert refused(say_why, session=session, leader=leader, reason="ill") == "booking-not-a-no"

    def test_who_said_nothing_has_nothing_to_explain(self, leader):
        assert refused(say_why, session=tree.soon(), leader=leader) == "booking-not-a-no"


class TestWaiting:
    def test_when_the_seats_are_taken_she_waits(self, leader):
        session = tomorrow(capacity=2)
        full(session)
        assert book(session=session, leader=leader).is_waiting
        assert booking.seats_left(session) == 0

    def test_without_a_limit_everybody_has_a_seat(self, leader):
        session = tomorrow()
        assert book(session=session, leader=leader).is_seated
        assert booking.seats_left(session) is None

    def test_a_no_gives_the_seat_to_the_first_in_turn_and_tells_her(self, leader):
        session = tomorrow(capacity=1, title_en="Photos that sell")
        [seated] = full(session)
        book(session=session, leader=leader)
        second = book(session=session, leader=cast.leader("Second"))
        book(session=session, leader=seated, coming=False)
        assert Booking.objects.get(leader=leader).is_seated
        second.refresh_from_db()
        assert second.is_waiting
        notice = Notice.objects.get()
        assert notice.user == leader.user
        assert notice.title == "There is a seat for you: Photos that sell"
        assert notice.link == f"/timetable/{session.pk}/"

    def test_asking_again_keeps_her_turn(self, leader):
        session = tomorrow(capacity=1)
        full(session)
        first = book(session=session, leader=leader).waiting_since
        assert book(session=session, leader=leader).waiting_since == first

    def test_who_leaves_the_list_loses_her_turn(self, leader):
        session = tomorrow(capacity=1)
        [seated] = full(session)
        book(session=session, leader=leader)
        other = book(session=session, leader=cast.leader("Other")).leader
        book(session=session, leader=leader, coming=False)
        book(session=session, leader=leader)
        book(session=session, leader=seated, coming=False)
        assert Booking.objects.get(leader=other).is_seated
        assert Booking.objects.get(leader=leader).is_waiting

    def test_new_seats_are_given_in_turn(self):
        session = tomorrow(capacity=1)
        full(session)
        waiting = [book(session=session, leader=cast.leader(f"W{n}")).pk for n in range(3)]
        Session.objects.update(capacity=3)
        assert [one.pk for one in move_up(session=session)] == waiting[:2]
        assert Notice.objects.count() == 2

    def test_seats_that_a_trainer_adds_are_given_at_once(self, leader):
        session = tomorrow(capacity=1)
        full(session)
        book(session=session, leader=leader)
        change(session=session, values={"capacity": 2})
        assert Booking.objects.get(leader=leader).is_seated

    def test_without_a_limit_any_more_all_have_a_seat(self):
        session = tomorrow(capacity=1)
        full(session)
        book(session=session, leader=cast.leader("Waits"))
        Session.objects.update(capacity=None)
        assert booking.move_up_everywhere() == 1
        assert not Booking.objects.waiting().exists()

    def test_fewer_seats_take_none_away(self, leader):
        session = tomorrow(capacity=2)
        full(session)
        Session.objects.update(capacity=1)
        assert book(session=session, leader=leader).is_waiting
        assert Booking.objects.seated().count() == 2
        session.refresh_from_db()
        assert booking.seats_left(session) == 0


class TestShortlyBefore:
    """From an hour before, nobody is called in who may be at the market."""

    def test_the_list_stands_still_and_whoever_taps_has_the_seat(self, leader, monkeypatch):
        session = tomorrow(capacity=1)
        [seated] = full(session)
        book(session=session, leader=leader)
        at = session.starts_at - timedelta(minutes=59)
        monkeypatch.setattr(timezone, "now", lambda: at)
        book(session=session, leader=seated, coming=False)
        assert not Notice.objects.exists()
        assert Booking.objects.get(leader=leader).is_waiting
        assert book(session=session, leader=leader).is_seated

    def test_the_school_says_how_long_before(self, leader, monkeypatch):
        settle(move_up_minutes=10)
        session = tomorrow(capacity=1)
        [seated] = full(session)
        book(session=session, leader=leader)
        at = session.starts_at - timedelta(minutes=59)
        monkeypatch.setattr(timezone, "now", lambda: at)
        book(session=session, leader=seated, coming=False)
        assert Booking.objects.get(leader=leader).is_seated
