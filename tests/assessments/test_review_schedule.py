"""When a card comes again: what holds whatever is answered, and whenever."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import reduce
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.review_schedule import LONGEST, after, fold, rate
from school.lib import dates

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
AGAIN, HARD, GOOD = 1, 2, 3
ratings = st.sampled_from([AGAIN, HARD, GOOD])
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
reviews = st.lists(st.tuples(moments, ratings), min_size=1, max_size=12)


def event(at, rating, pk=1):
    return SimpleNamespace(reviewed_at=at, rating=rating, pk=pk)


def events_of(found):
    return [event(at, rating, pk) for pk, (at, rating) in enumerate(found, start=1)]


@pytest.mark.parametrize(
    ("fraction", "hard", "rating"),
    [
        ("0", False, AGAIN),
        ("0", True, AGAIN),
        ("0.3333", False, HARD),
        ("0.9999", False, HARD),
        ("1", True, HARD),
        ("1", False, GOOD),
    ],
)
def test_how_an_answer_is_rated(fraction, hard, rating):
    assert rate(Decimal(fraction), hard=hard) == rating


@pytest.mark.parametrize(("rating", "days"), [(AGAIN, 1), (HARD, 1), (GOOD, 2)])
def test_the_first_review_by_the_published_weights(rating, days):
    """0.212, 1.2931 and 2.3065 days, rounded to whole days, at least one."""
    assert after(None, rating, START).due == START + timedelta(days=days)


def test_what_is_known_comes_ever_later():
    memory, gaps = None, []
    for _ in range(5):
        memory = after(memory, GOOD, memory.due if memory else START)
        gaps.append((memory.due - memory.reviewed_at).days)
    assert gaps == sorted(set(gaps))
    assert gaps[-1] > 60


@given(reviews)
def test_a_card_never_comes_before_the_next_day(found):
    memory = fold(events_of(found))
    last = max(at for at, _rating in found)
    assert memory.reviewed_at == last
    assert timedelta(days=1) <= memory.due - last <= timedelta(days=LONGEST)
    assert dates.day_of(memory.due) > dates.day_of(last)


@given(reviews, st.randoms())
def test_the_order_of_arrival_does_not_matter(found, chance):
    events = events_of(found)
    mixed = chance.sample(events, len(events))
    assert fold(mixed) == fold(events)


@given(st.lists(st.tuples(st.integers(1, 60), ratings), min_size=1, max_size=12))
def test_folding_is_going_step_by_step(found):
    """Days apart, every event counts."""
    steps, at = [], START
    for days, rating in found:
        at += timedelta(days=days)
        steps.append((at, rating))
    stepwise = reduce(lambda memory, step: after(memory, step[1], step[0]), steps, None)
    assert fold(events_of(steps)) == stepwise


@given(ratings, ratings)
def test_of_a_day_the_last_one_counts(first, last):
    both = [event(START, first), event(START + timedelta(minutes=1), last, 2)]
    assert fold(both) == fold(both[1:])


def test_nothing_is_folded_of_nothing():
    assert fold([]) is None
