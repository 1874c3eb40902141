"""The screen of the daily review: as it should be, refused, and in how many queries."""

import gzip
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import ReviewCard, ReviewEvent
from tests.assessments import cast, reviewing
from tests.assessments.reviewing import answer, deck, miss

pytestmark = pytest.mark.django_db
REVIEW, SAVE = "/review/", "/review/save/"


@pytest.fixture
def hers(client_of, leader):
    return client_of(leader)


@pytest.fixture
def put(leader):
    miss(leader, [cast.single()])
    return deck(leader)[0]


def form_of(put, text="right", **more):
    key = reviewing.choose(put, text)["answer"]
    return {"key": put.key, "sign": put.sign, "client": "page", "answer": key} | more


def send(client, put, /, **changes):
    form = {"answer": reviewing.choose(put, "right").getlist("answer")}
    sent = {"key": str(put.key), "sign": put.sign, "client": "phone", "seq": 1, "form": form}
    body = json.dumps(sent | changes)
    return client.post(SAVE, body, content_type="application/json")


# --- the page ------------------------------------------------------------------------------------


def test_without_anything_missed_it_says_what_comes_here(hers):
    text = hers.get(REVIEW).text
    assert "Nothing to review today" in text
    assert "<form" not in text
    assert "review.js" not in text


def test_one_card_is_put_and_the_others_wait_in_the_page(hers, leader):
    miss(leader, [cast.single() for _ in range(7)])
    text = hers.get(REVIEW).text
    live = re.sub(r"<template.*?</template>", "", text, flags=re.S)
    assert live.count("data-review=") == 1
    assert text.count("data-review=") == 5
    assert text.count("data-told") == 5
    assert "Question 1 of 5" in live
    assert "Because (en)" in text
    assert "Because (en)" not in live
    assert not re.findall(r"<[^>]+\s(?:style|on\w+)=", text)


def test_the_page_can_judge_choices_by_itself(hers, put):
    parts = re.search(r'data-parts="([^"]*)"', hers.get(REVIEW).text)[1]
    (part,) = json.loads(unescape(parts))
    assert part["name"] == "answer"
    assert part["worth"][reviewing.choose(put, "half")["answer"]] == [50, "On half"]
    assert sorted(worth for worth, _word in part["worth"].values()) == [0, 50, 100]


@pytest.mark.parametrize("kind", ["matching", "ordering", "cloze", "place", "number", "shorttext"])
def test_every_kind_has_its_card_and_its_answer(hers, leader, kind):
    miss(leader, [getattr(cast, kind)()])
    text = hers.get(REVIEW).text
    template = text[text.index("data-told") :]
    names = re.findall(r'data-given="([^"]+)"', template)
    assert all(f'name="{name}"' in text for name in names)
    assert bool(names) == (kind != "place")
    assert "Because (en)" in template


def test_visitors_log_in_and_staff_have_none(client, client_of, trainer):
    assert "/accounts/" in client.get(REVIEW).url
    assert client_of(trainer).get(REVIEW).status_code == 302


# --- without a script ----------------------------------------------------------------------------


def test_a_posted_answer_is_told_and_kept(hers, put):
    text = hers.post(REVIEW, form_of(put)).text
    assert '<span data-verdict="right">' in text
    assert '<span data-verdict="not-yet" hidden>' in text
    assert "Your answer, and right" in text
    assert "On right" in text
    assert "Because (en)" in text
    assert ReviewCard.objects.get().known
    assert "That's it for today" in hers.get(REVIEW).text


def test_what_was_not_known_is_told_as_not_yet(hers, put):
    text = hers.post(REVIEW, {**form_of(put), "give_up": "1"}).text
    assert '<span data-verdict="not-yet">' in text
    assert "data-hard hidden" in text
    assert ReviewEvent.objects.get().rating == 1


def test_it_can_be_called_hard(hers, put):
    hers.post(REVIEW, form_of(put))
    response = hers.post(REVIEW, {"key": put.key, "client": "page", "hard": "1"})
    assert response.url == REVIEW
    assert list(ReviewEvent.objects.values_list("rating", flat=True)) == [3, 2]


def test_a_second_tap_tells_the_same_and_saves_nothing(hers, put):
    for _ in range(2):
        assert "data-verdict" in hers.post(REVIEW, form_of(put)).text
    assert ReviewEvent.objects.count() == 1


def test_an_empty_answer_is_asked_for_kindly(hers, put):
    sent = {key: value for key, value in form_of(put).items() if key != "answer"}
    assert "Answer first" in hers.post(REVIEW, sent, follow=True).text
    assert not ReviewEvent.objects.exists()


def test_the_day_ends_with_one_true_sentence(hers, leader):
    miss(leader, [cast.single() for _ in range(3)])
    cards = deck(leader)
    for put, text in zip(cards, ("right", "half", None), strict=True):
        answer(leader, put, text)
    assert "You knew 1 of 3. The others come back soon." in hers.get(REVIEW).text


@pytest.mark.parametrize(
    "sent", [{}, {"key": "x"}, {"key": "0" * 32, "client": "a", "sign": "1.1"}]
)
def test_a_forged_form_is_no_server_error(hers, put, sent):
    response = hers.post(REVIEW, sent)
    assert response.status_code in (302, 404)
    assert not ReviewCard.objects.exists()


def test_another_leaders_card_is_not_found(client_of, other_leader, put):
    other = client_of(other_leader)
    assert other.post(REVIEW, form_of(put)).status_code == 404
    assert send(other, put).status_code == 404
    assert not ReviewCard.objects.exists()


# --- the script ----------------------------------------------------------------------------------


def test_the_script_sends_and_is_told(hers, put):
    assert send(hers, put).json() == {"verdict": "right"}
    assert send(hers, put, hard=True, seq=2).json() == {"verdict": "right"}
    assert list(ReviewEvent.objects.values_list("rating", flat=True)) == [3, 2]


def test_not_knowing_is_an_empty_form(hers, put):
    assert send(hers, put, form=None).json() == {"verdict": "not-yet"}


def test_a_forged_rating_is_not_heard(hers, put):
    wrong = {"answer": reviewing.choose(put, "不对").getlist("answer")}
    forged = {"rating": 3, "verdict": "right", "fraction": 1, "known": True}
    assert send(hers, put, form=wrong, **forged).json() == {"verdict": "not-yet"}
    assert ReviewEvent.objects.get().rating == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"form": 1}, {"form": {"answer": "x"}}, {"form": {"answer": [1]}}, {"form": {}},
        {"form": {"answer": ["forged"]}}, {"key": "x"}, {"key": 1}, {"seq": None},
        {"client": None}, {"sign": 5},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_for_good(hers, put, changes):
    assert send(hers, put, **changes).status_code == 400
    assert not ReviewCard.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"[" * 100_000, b"\xff"])
def test_what_is_no_message_is_refused(hers, body):
    assert hers.post(SAVE, body, content_type="application/json").status_code == 400


def test_the_script_learns_that_the_log_in_ran_out(client, client_of, put, trainer):
    assert send(client, put).status_code == 401
    assert send(client_of(trainer), put).status_code == 401
    assert client.get(SAVE).status_code == 405


def test_a_question_changed_since_is_let_go(hers, put):
    assert send(hers, put, sign=f"9{put.sign}").status_code == 409


# --- what it costs -------------------------------------------------------------------------------


def test_the_page_takes_as_many_queries_for_one_card_as_for_five(hers, leader):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert hers.get(REVIEW).status_code == 200
        return len(seen)

    miss(leader, [cast.single()])
    queries()
    one = queries()
    miss(leader, [cast.single() for _ in range(4)])
    assert len(deck(leader)) == 5
    assert queries() == one <= 14


def test_saving_takes_few_queries(hers, put, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        send(hers, put)


def test_the_script_stays_within_its_budget():
    script = Path(settings.BASE_DIR, "static/js/review.js").read_bytes()
    assert len(gzip.compress(script, mtime=0)) <= 2560
