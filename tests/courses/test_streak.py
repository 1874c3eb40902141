"""The quiet rhythm: days in Shanghai with a step, in a row."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from courses.models import StepCompletion, Streak
from courses.progress import complete_step
from courses.streak import fold, fold_everybody, rhythm_of, run_of
from school.lib import dates
from school.lib.dates import SHANGHAI
from tests.courses import tree

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("days", "run"),
    [([], 0), ([0], 1), ([0, 1, 2], 3), ([0, 2], 1), ([0, 1, 3, 4], 2), ([0, 1, 5], 1)],
)
def test_days_in_a_row_up_to_the_last(days, run):
    assert run_of(DAY + timedelta(days=number) for number in days) == run


def at_clock(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def did(leader, *moments) -> None:
    for moment in moments:
        keys = {"course_key": uuid4(), "step_key": uuid4()}
        StepCompletion.objects.create(leader=leader, completed_at=moment, **keys)
    fold(leader=leader)


@pytest.mark.django_db
def test_a_day_ends_at_midnight_in_shanghai(leader):
    today = dates.today()
    before = today - timedelta(days=1)
    did(leader, at_clock(before, 23, 59), at_clock(today, 0, 1))
    rhythm = rhythm_of(leader)
    assert (rhythm.run, rhythm.points) == (2, 2)


@pytest.mark.django_db
def test_a_row_lives_until_the_next_day_is_over(leader):
    today = dates.today()
    did(leader, at_clock(today - timedelta(days=2), 9), at_clock(today - timedelta(days=1), 9))
    assert rhythm_of(leader).run == 2
    Streak.objects.update(last_day=today - timedelta(days=2))
    assert rhythm_of(leader).run == 0


@pytest.mark.django_db
def test_a_step_that_arrives_late_closes_the_gap(leader):
    today = dates.today()
    did(leader, at_clock(today - timedelta(days=2), 9), at_clock(today, 0, 1))
    assert rhythm_of(leader).run == 1
    did(leader, at_clock(today - timedelta(days=1), 9))
    assert rhythm_of(leader).run == 3


@pytest.mark.django_db
def test_a_completed_step_counts_by_itself_and_is_shown_quietly(client_of, leader):
    course = tree.course("first", lessons=2)
    assert "in a row" not in client_of(leader).get("/path/").text
    complete_step(leader=leader, step=course.get_children().first().specific)
    assert Streak.objects.get(leader=leader).run == 1
    page = client_of(leader).get("/path/").text
    assert "One step done" in page
    assert "in a row" not in page


@pytest.mark.django_db
def test_everybody_at_once_is_the_same_as_one_by_one(leader, other_leader):
    today = dates.today()
    did(leader, at_clock(today - timedelta(days=1), 9), at_clock(today, 0, 1))
    did(other_leader, at_clock(today - timedelta(days=3), 9))
    before = list(Streak.objects.order_by("leader").values("steps", "days", "run", "last_day"))
    Streak.objects.filter(leader=leader).update(run=9)
    Streak.objects.filter(leader=other_leader).delete()
    assert fold_everybody() == 2
    after = list(Streak.objects.order_by("leader").values("steps", "days", "run", "last_day"))
    assert after == before
