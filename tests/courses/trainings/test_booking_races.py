"""Two at the same moment: real threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from courses.models import Booking, Reminder
from courses.trainings.booking import book, move_up_everywhere
from courses.trainings.reminder import send_due
from school.notices.models import Notice
from tests import cast
from tests.courses import tree

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
MANY = 6


def at_once(*rules: Callable[[], object]) -> None:
    ready = Barrier(len(rules))

    def call(rule):
        ready.wait()
        try:
            return rule()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rules)) as threads:
        list(threads.map(call, rules))


def taps(session, leader, coming=True) -> Callable[[], object]:
    return lambda: book(session=session, leader=leader, coming=coming)


@pytest.fixture
def leaders():
    return [cast.leader(f"Leader {number}") for number in range(MANY)]


def tomorrow(capacity: int):
    return tree.session(timezone.now() + timedelta(days=1), capacity=capacity)


def test_the_last_seats_are_never_given_twice(leaders):
    session = tomorrow(capacity=2)
    at_once(*[taps(session, leader) for leader in leaders])
    assert Booking.objects.seated().count() == 2
    assert Booking.objects.waiting().count() == MANY - 2


def test_seats_that_get_free_at_once_are_all_given_and_each_once(leaders):
    session = tomorrow(capacity=3)
    for leader in leaders:
        book(session=session, leader=leader)
    at_once(*[taps(session, leader, coming=False) for leader in leaders[:3]], move_up_everywhere)
    seated = Booking.objects.seated().values_list("leader", flat=True)
    assert set(seated) == {leader.pk for leader in leaders[3:]}
    assert Notice.objects.filter(kind="training-seat").count() == 3


def test_one_leader_on_two_phones_has_one_word(leaders):
    session = tomorrow(capacity=1)
    at_once(*[taps(session, leaders[0]) for _phone in range(MANY)])
    assert Booking.objects.get().is_seated


def test_two_runs_at_once_remind_each_once(leaders):
    session = tree.session(timezone.now() + timedelta(minutes=50))
    for leader in leaders:
        book(session=session, leader=leader)
    at_once(send_due, send_due)
    assert Reminder.objects.count() == MANY
    assert Notice.objects.filter(kind="training-hour").count() == MANY
