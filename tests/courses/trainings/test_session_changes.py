"""Moving, cancelling and restoring one session."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Session
from courses.signals import session_cancelled, session_moved, session_restored
from courses.trainings import session as sessions
from courses.trainings.session import generate_sessions
from school.lib.refusal import Refusal
from tests.courses import tree
from tests.courses.trainings.test_series import fresh, heard

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def moved(one, by_hours, minutes=45):
    starts = one.starts_at + by_hours * HOUR
    return {"session": one, "starts_at": starts, "ends_at": starts + timedelta(minutes=minutes)}


def test_moving_raises_the_sequence_and_says_from_where(trainer):
    one = tree.soon()
    with heard(session_moved) as told:
        sessions.move(**moved(one, 3), by=trainer)
    assert fresh(one).starts_at == one.starts_at + 3 * HOUR
    assert (fresh(one).sequence, fresh(one).on) == (1, one.on)
    assert told[0]["before_starts_at"] == one.starts_at and told[0]["by"] == trainer
    assert fresh(one).changed_at > one.changed_at


def test_moving_where_it_stands_changes_nothing():
    one = tree.soon()
    with heard(session_moved) as told:
        sessions.move(session=one, starts_at=one.starts_at, ends_at=one.ends_at)
    assert fresh(one).sequence == 0 and told == []


@pytest.mark.parametrize(
    ("hours", "minutes", "code"),
    [(-2, 45, "session-in-past"), (1, 0, "session-backwards"), (1, 1441, "session-backwards")],
)
def test_where_it_cannot_be_moved(hours, minutes, code):
    one = tree.soon()
    with pytest.raises(Refusal) as refused:
        sessions.move(**moved(one, hours, minutes))
    assert refused.value.code == code and fresh(one).sequence == 0


def test_what_has_begun_stays():
    one = tree.session()
    for change in (
        lambda: sessions.move(**moved(one, 9)),
        lambda: sessions.cancel(session=one, reason="Rain"),
        lambda: sessions.restore(session=one),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.code == "session-begun"


def test_cancelling_needs_a_reason_and_tells_it_once(trainer):
    one = tree.soon()
    with pytest.raises(Refusal) as refused:
        sessions.cancel(session=one, reason="  ")
    assert refused.value.code == "reason-missing"
    with heard(session_cancelled) as told:
        sessions.cancel(session=one, reason=" The hall is flooded. ", by=trainer)
        sessions.cancel(session=one, reason="Again", by=trainer)
    assert [one["reason"] for one in told] == ["The hall is flooded."]
    assert (fresh(one).is_cancelled, fresh(one).sequence) == (True, 1)


def test_a_cancelled_session_is_restored_and_not_moved_before():
    one = tree.soon()
    sessions.cancel(session=one, reason="Rain")
    with pytest.raises(Refusal) as refused:
        sessions.move(**moved(one, 2))
    assert refused.value.code == "session-cancelled"
    with heard(session_restored) as told:
        sessions.restore(session=one)
        sessions.restore(session=one)
    assert len(told) == 1
    assert (fresh(one).is_cancelled, fresh(one).sequence, fresh(one).cancel_reason) == (
        False,
        2,
        "",
    )


def test_a_replay_is_written_down_when_it_is_over():
    one = tree.session()
    sessions.change(session=one, values={"replay_url": "https://replay.example/1"})
    sessions.change(session=one, values={"replay_url": "https://replay.example/1"})
    assert (fresh(one).replay_url, fresh(one).sequence) == ("https://replay.example/1", 1)


def test_making_the_timetable_takes_the_same_queries_for_one_series_and_for_many(
    django_assert_num_queries,
):
    tree.series()
    with django_assert_num_queries(6):
        generate_sessions()
    for _number in range(5):
        tree.series()
    with django_assert_num_queries(6):
        generate_sessions()
    assert Session.objects.filter(starts_at__gt=timezone.now()).count() >= 6 * 4 - 6
