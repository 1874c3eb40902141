"""Her word on the timetable, and who reads it in the office."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Booking, Session
from courses.trainings.booking import book, say_why
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db
TIMETABLE = "/timetable/"


@pytest.fixture
def phone(client_of, leader):
    return client_of(leader)


def tomorrow(**fields) -> Session:
    return tree.session(timezone.now() + timedelta(days=1), **fields)


def html(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def say(phone, session: Session, coming: int, **more):
    address = reverse("courses:book", args=[session.pk])
    return phone.post(address, {"coming": coming, **more})


class TestOneTap:
    def test_yes_and_the_other_takes_it_back(self, phone):
        session = tomorrow()
        say(phone, session, 1)
        assert 'value="1" aria-pressed="true"' in html(phone.get(TIMETABLE))
        say(phone, session, 0)
        page = html(phone.get(TIMETABLE))
        assert 'value="1" aria-pressed="false"' in page
        assert 'value="0" aria-pressed="true"' in page

    def test_she_comes_back_to_the_session(self, phone):
        session = tomorrow()
        assert say(phone, session, 1)["Location"] == f"{TIMETABLE}#session-{session.pk}"

    def test_a_no_asks_why_and_may_be_left_so(self, phone):
        session = tomorrow()
        answer = say(phone, session, 0)
        assert answer["Location"] == f"{TIMETABLE}?why={session.pk}#session-{session.pk}"
        assert '<details class="how" open>' in html(phone.get(answer["Location"]))
        assert '<details class="how">' in html(phone.get(TIMETABLE))

    def test_why_is_a_tap_or_a_few_words(self, phone):
        session = tomorrow()
        say(phone, session, 0)
        address = reverse("courses:why_not", args=[session.pk])
        phone.post(address, {"reason": "work", "words": "<b>Melons</b>"})
        assert Booking.objects.get().reason == "work"
        page = html(phone.get(TIMETABLE))
        assert "Parcels and orders · &lt;b&gt;Melons&lt;/b&gt;" in page

    def test_without_a_no_there_is_nothing_to_explain(self, phone):
        session = tomorrow()
        address = reverse("courses:why_not", args=[session.pk])
        answer = phone.post(address, {"reason": "work"}, follow=True)
        assert "You haven&#x27;t said no" in html(answer)

    @pytest.mark.parametrize("number", ["x", "-1", "9" * 40, "²"])
    def test_nonsense_in_the_address_harms_nothing(self, phone, number):
        tomorrow()
        assert phone.get(f"{TIMETABLE}?why={number}").status_code == 200

    def test_staff_say_nothing(self, client_of, trainer):
        session = tomorrow()
        assert say(client_of(trainer), session, 1).status_code == 403
        address = reverse("courses:why_not", args=[session.pk])
        assert client_of(trainer).post(address, {}).status_code == 403


class TestSeats:
    def test_how_many_are_left(self, phone):
        tomorrow(capacity=2)
        assert "2 seats left" in html(phone.get(TIMETABLE))

    def test_when_they_are_taken_she_may_wait_and_sees_her_turn(self, phone):
        session = tomorrow(capacity=1)
        for name in ("Quick", "Next"):
            book(session=session, leader=cast.leader(name))
        page = html(phone.get(TIMETABLE))
        assert "All seats are taken" in page and "Wait for a seat" in page
        answer = say(phone, session, 1)
        page = html(phone.get(answer["Location"]))
        assert "You are number 2 in turn." in page and "You are in the waiting list." in page

    def test_without_a_limit_nobody_counts(self, phone):
        tomorrow()
        page = html(phone.get(TIMETABLE))
        assert "seat" not in page

    def test_my_path_says_that_she_waits(self, phone, leader):
        session = tree.soon(capacity=1)
        book(session=session, leader=cast.leader("Quick"))
        book(session=session, leader=leader)
        assert "Waiting for a seat" in html(phone.get("/path/"))

    def test_the_queries_do_not_grow_with_sessions(self, phone, leader):
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                html(phone.get(TIMETABLE))
            return len(caught)

        book(session=tomorrow(capacity=1), leader=leader)
        queries()
        alone = queries()
        for kind in ("group", "skills", "topic"):
            session = tomorrow(kind=kind, capacity=1)
            book(session=session, leader=cast.leader(kind))
            book(session=session, leader=leader)
        assert queries() == alone


class TestAbroad:
    def test_her_own_clock_stands_beside(self, phone, leader):
        leader.user.time_zone = "Europe/Berlin"
        leader.user.save()
        tomorrow()
        assert "where you are" in html(phone.get(TIMETABLE))

    def test_at_home_there_is_one_clock(self, phone):
        tomorrow()
        assert "where you are" not in html(phone.get(TIMETABLE))

    def test_a_zone_that_nobody_knows_is_shanghai(self, phone, leader):
        leader.user.time_zone = "Mars/../Olympus"
        leader.user.save()
        tomorrow()
        assert "where you are" not in html(phone.get(TIMETABLE))


class TestInTheOffice:
    @pytest.fixture
    def session(self, leader, trainer):
        made = tomorrow(capacity=1, trainer=trainer)
        book(session=made, leader=leader, coming=False)
        say_why(session=made, leader=leader, reason="family", words="School play")
        return made

    def test_the_trainer_sees_who_comes_and_why_others_cannot(self, client_of, trainer, session):
        for name in ("Has a seat", "Waits"):
            book(session=session, leader=cast.leader(name))
        page = html(client_of(trainer).get(reverse("session_bookings", args=[session.pk])))
        assert "The family needs me · School play" in page
        assert "1 of 1 seats taken" in page and "1 · Waits" in page

    def test_another_trainer_does_not(self, client_of, session):
        other = client_of(cast.trainer("Teacher Wu"))
        assert other.get(reverse("session_bookings", args=[session.pk])).status_code == 404

    def test_a_leader_does_not(self, phone, session):
        assert phone.get(reverse("session_bookings", args=[session.pk])).status_code in (302, 403)

    def test_reasons_of_others_leaders_are_left_empty(self, client_of, leader, session):
        Session.objects.update(trainer=None)
        other = client_of(cast.trainer("Teacher Wu"))
        page = html(other.get(reverse("session_bookings", args=[session.pk])))
        assert leader.name in page and "School play" not in page

    def test_her_coach_sees_why(self, client_of, coach, session):
        assert "School play" in html(client_of(coach).get(reverse("coach:queue")))

    def test_another_coach_does_not(self, client_of, session):
        page = html(client_of(cast.coach("Coach Wu")).get(reverse("coach:queue")))
        assert "School play" not in page

    def test_it_is_in_her_story(self, client_of, manager, leader, session):
        page = html(client_of(manager).get(reverse("reports:story", args=[leader.pk])))
        assert "School play" in page

    def test_the_same_queries_for_one_and_many(self, client_of, trainer, session):
        client = client_of(trainer)

        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                html(client.get(reverse("session_bookings", args=[session.pk])))
            return len(caught)

        queries()
        alone = queries()
        for number in range(4):
            book(session=session, leader=cast.leader(f"Leader {number}"))
        assert queries() == alone
