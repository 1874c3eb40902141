"""The review grid: what she may see while answering, right after, later, and after the close."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import attempt as rules
from assessments import presets, review
from assessments.models import Attempt
from assessments.terms import Terms
from tests.assessments import cast

NOW = timezone.now()
CLOSES = NOW + timedelta(days=1)


def sat(state, **fields) -> Attempt:
    grid = {
        "marks": ["just"],
        "correctness": ["later", "closed"],
        "right": ["closed"],
        "specific": ["during"],
    }
    terms = Terms(review=grid, closes_at=CLOSES.isoformat()).kept()
    return Attempt(state=state, terms=terms, started_at=NOW - timedelta(hours=1), **fields)


@pytest.mark.parametrize(
    ("state", "after", "time", "seen"),
    [
        ("open", timedelta(0), "during", {"specific"}),
        ("done", timedelta(seconds=119), "just", {"marks"}),
        ("done", timedelta(seconds=120), "later", {"correctness"}),
        ("waiting", timedelta(hours=3), "later", {"correctness"}),
        ("done", timedelta(days=1), "closed", {"correctness", "right"}),
    ],
)
def test_the_grid_at_each_time(state, after, time, seen):
    attempt = sat(state, submitted_at=None if state == "open" else NOW)
    assert review.time_of(attempt, NOW + after) == time
    assert review.visible(attempt, NOW + after) == seen


# --- on the page -------------------------------------------------------------------------------

WORDS = {
    "attempt": "Question by question",
    "correctness": "questions were completely right",
    "marks": "Not yet: 10 of 80",
    "specific": "On half",
    "general": "Because (en)",
    "right": "The right answer",
    "overall": "Read C3 again",
}


@pytest.fixture
def quiz(course):
    page = cast.quiz(course, questions=cast.five_kinds())
    page.bands.create(from_percent=0, words="Read C3 again")
    page.bands.create(from_percent=60, words="Nearly")
    page.save()
    return page


def shown(client, leader, quiz, items) -> set[str]:
    quiz.review = {item: ["just"] if item in items else [] for item in presets.ITEMS}
    attempt = rules.start(leader=leader, quiz=quiz)
    cast.give(attempt, {1: cast.key_of(attempt, 1, "half")})
    rules.submit(attempt=attempt)
    html = client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    return {item for item, words in WORDS.items() if words in html}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("items", "seen"),
    [
        (set(WORDS), set(WORDS)),
        (set(), set()),
        ({"attempt"}, {"attempt"}),
        ({"attempt", "right"}, {"attempt", "right"}),
        ({"attempt", "specific", "general"}, {"attempt", "specific", "general"}),
        ({"marks", "overall"}, {"marks", "overall"}),
        ({"correctness", "right", "specific"}, set()),
    ],
)
def test_the_result_shows_what_the_grid_says(client_of, leader, quiz, items, seen):
    assert shown(client_of(leader), leader, quiz, items) == seen


@pytest.mark.django_db
def test_a_hidden_result_is_hidden_in_the_list_of_tries_too(client_of, leader, quiz):
    shown(client_of(leader), leader, quiz, {"attempt"})
    html = client_of(leader).get(quiz.address).content.decode()
    assert "Handed in" in html
    assert "10 of" not in html


@pytest.mark.django_db
def test_a_band_is_said_from_its_percentage_on():
    terms = Terms(bands=[[60, {"en": "Nearly"}], [0, {"en": "Again", "zh-hans": "再来"}]])
    assert [terms.word_to(p, "en") for p in (0, 59, 60, 100)] == [
        "Again",
        "Again",
        "Nearly",
        "Nearly",
    ]
    assert terms.word_to(10, "zh-hans") == "再来"
