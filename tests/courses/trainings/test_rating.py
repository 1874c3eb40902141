from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.models import Rating
from courses.trainings.attendance import mark
from courses.trainings.rating import by_series, by_session, rate, said_of
from school.lib.refusal import Refusal
from tests import cast
from tests.courses import tree


@pytest.fixture
def over(db):
    return tree.session(timezone.now() - timedelta(hours=2))


@pytest.fixture
def been(over, leader, trainer):
    mark(session=over, leader=leader, present=True, by=trainer)
    return over


def code(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def rated(session, trainer, *stars: int, words: str = ""):
    for number, value in enumerate(stars):
        someone = cast.leader(f"Leader {number}")
        mark(session=session, leader=someone, present=True, by=trainer)
        rate(session=session, leader=someone, stars=value, words=f"{words} {number}")


def test_the_latest_words_of_the_week_count(been, leader):
    rate(session=been, leader=leader, stars=3, words="More examples")
    rate(session=been, leader=leader, stars=5, words="")
    row = Rating.objects.get()
    assert (row.stars, row.words) == (5, "")


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_it_is_one_to_five(been, leader, stars):
    assert code(lambda: rate(session=been, leader=leader, stars=stars)) == "rating-out-of-range"


def test_only_who_was_there_says_how_it_was(over, leader, other_leader, trainer):
    mark(session=over, leader=leader, present=False, by=trainer)
    for someone in (leader, other_leader):
        assert (
            code(lambda who=someone: rate(session=over, leader=who, stars=4)) == "rating-not-hers"
        )


def test_nobody_rates_before_it_is_over(leader, trainer):
    session = tree.session(timezone.now() - timedelta(minutes=5))
    mark(session=session, leader=leader, present=True, by=trainer)
    assert code(lambda: rate(session=session, leader=leader, stars=4)) == "rating-not-hers"


def test_after_a_week_it_stays(been, leader):
    rate(session=been, leader=leader, stars=3)
    Rating.objects.update(at=timezone.now() - timedelta(days=8))
    assert code(lambda: rate(session=been, leader=leader, stars=5)) == "rating-closed"


def test_under_three_only_their_number_is_said(over, trainer):
    rated(over, trainer, 5, 4)
    assert said_of(over).average is None and said_of(over).count == 2 and not said_of(over).words


def test_from_three_on_average_and_words_are_said(over, trainer):
    rated(over, trainer, 5, 4, 4, words="Good")
    said = said_of(over)
    assert said.average == Decimal("4.3") and len(said.words) == 3


def test_a_trainer_reads_of_what_she_runs(over, trainer):
    rated(over, trainer, 5, 4, 3)
    theirs = tree.session(timezone.now() - timedelta(hours=3), kind="group", trainer=cast.trainer())
    rated(theirs, trainer, 1, 1, 1)
    assert [(one, said.average) for one, said in by_series(trainer)] == [
        (over.series, Decimal("4.0"))
    ]
    assert [one for one, _said in by_session(trainer)] == [over]
