"""Daily review: which cards there are, how answers are taken in, and what comes of abuse."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as school
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import attempt as attempts
from assessments import presets, review_answer, review_cards, review_topics
from assessments.models import Question, ReviewCard, ReviewEvent
from assessments.review_schedule import fold
from school.lib import dates
from school.lib.refusal import Refusal
from tests.assessments import cast, reviewing
from tests.assessments.reviewing import answer, deck, fields, keys, miss

pytestmark = pytest.mark.django_db
DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def put(leader):
    """A card of single choice in her deck."""
    miss(leader, [cast.single()])
    return deck(leader)[0]


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    assert refusal.value.code == code


# --- the deck ------------------------------------------------------------------------------------


def test_what_was_missed_is_in_the_deck_and_what_was_right_is_not(leader):
    course = cast.course()
    quiz = cast.quiz(course, questions=[cast.single(), cast.truefalse()])
    mine = attempts.start(leader=leader, quiz=quiz)
    cast.give(mine, {2: cast.key_of(mine, 2, "False")})
    assert deck(leader) == []
    attempts.submit(attempt=mine)
    assert keys(deck(leader)) == [mine.questions.get(slot=1).question_key]


def test_half_right_is_missed(leader):
    mine = attempts.start(leader=leader, quiz=cast.quiz(cast.course(), questions=[cast.single()]))
    cast.give(mine, {1: cast.key_of(mine, 1, "half")})
    attempts.submit(attempt=mine)
    assert len(deck(leader)) == 1


def test_five_a_day_and_the_rest_later(leader):
    miss(leader, [cast.single() for _ in range(7)])
    first = deck(leader)
    assert len(first) == 5
    for done, put in enumerate(first[:3], start=1):
        answer(leader, put)
        assert keys(deck(leader)) == keys(first[done:])
    for put in first[3:]:
        answer(leader, put)
    assert deck(leader) == []
    assert len(deck(leader, later=1)) == 2


def test_what_is_due_comes_before_what_is_new(leader):
    miss(leader, [cast.single() for _ in range(2)])
    old = deck(leader)
    answer(leader, old[0], None)
    answer(leader, old[1], "right")
    miss(leader, [cast.single() for _ in range(6)])
    again = keys(deck(leader, later=1))
    assert again[0] == old[0].key
    assert old[1].key not in again
    assert len(again) == 5
    assert keys(deck(leader, later=2))[:2] == keys(old)


def test_only_ready_questions_that_need_no_person(leader):
    miss(leader, [cast.single(), cast.essay(), cast.file(), cast.description()])
    assert [put.kind.code for put in deck(leader)] == ["single"]
    Question.objects.update(state=Question.State.RETIRED)
    assert deck(leader) == []


def test_another_leaders_misses_are_not_hers(leader, other_leader):
    miss(other_leader, [cast.single()])
    assert deck(leader) == []


def test_what_a_quiz_still_hides_is_not_told_here(leader):
    """The final assessment shows right answers only when it has closed."""
    mine = miss(leader, [cast.single()], review=presets.rules_of("final")["review"])
    assert deck(leader) == []
    assert not review_cards.waits(leader=leader, on=dates.today())
    mine.terms["closes_at"] = timezone.now().isoformat()
    mine.save()
    assert len(deck(leader)) == 1
    assert review_cards.waits(leader=leader, on=dates.today())


def test_what_an_open_attempt_asks_is_not_told_meanwhile(leader):
    question = cast.single()
    miss(leader, [question])
    answer(leader, deck(leader)[0], None)
    quiz = cast.quiz(cast.course("another"), questions=[question])
    sitting = attempts.start(leader=leader, quiz=quiz)
    assert deck(leader, later=1) == []
    attempts.submit(attempt=sitting)
    assert len(deck(leader, later=1)) == 1


def test_all_kinds_that_grade_themselves_can_be_put(leader):
    made = [cast.matching(), cast.ordering(), cast.cloze(), cast.place(), cast.number()]
    miss(leader, made)
    assert {put.kind.code for put in deck(leader)} == {one.kind for one in made}


def test_the_entrance_knows_what_the_deck_knows(leader):
    today = dates.today()
    assert not review_cards.waits(leader=leader, on=today)
    miss(leader, [cast.single() for _ in range(6)])
    for put in deck(leader):
        assert review_cards.waits(leader=leader, on=today)
        answer(leader, put)
    assert not review_cards.waits(leader=leader, on=today)
    assert review_cards.waits(leader=leader, on=today + timedelta(days=1))


@pytest.mark.parametrize(("call", "most"), [(review_cards.waits, 1), (review_cards.deck, 11)])
def test_the_number_of_queries_does_not_grow(leader, call, most):
    miss(leader, [cast.single()])
    answer(leader, deck(leader)[0], None)
    miss(leader, [cast.single()])
    tomorrow = dates.today() + timedelta(days=1)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert call(leader=leader, on=tomorrow)
        return len(seen)

    few = queries()
    for _ in range(3):
        miss(leader, [cast.single(), cast.single()])
    assert queries() == few <= most


# --- an answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verdict", "rating", "known", "days"),
    [
        ("right", "right", 3, True, 2),
        ("half", "partly", 2, False, 1),
        ("不对", "not-yet", 1, False, 1),
        (None, "not-yet", 1, False, 1),
    ],
)
def test_an_answer_is_graded_by_its_kind_and_schedules_the_card(
    leader, put, text, verdict, rating, known, days
):
    assert answer(leader, put, text).verdict == verdict
    card = ReviewCard.objects.get(leader=leader, question_key=put.key)
    event = card.events.get()
    assert (event.rating, card.known) == (rating, known)
    assert card.due == event.reviewed_at + timedelta(days=days)


def test_sending_twice_is_saving_once(leader, put):
    for _ in range(2):
        assert answer(leader, put, "half").verdict == "partly"
    assert ReviewEvent.objects.count() == 1


def test_a_second_device_on_the_same_day_changes_nothing(leader, put):
    answer(leader, put, None)
    before = ReviewCard.objects.values().get()
    assert answer(leader, put, "right", client_id="tablet").verdict == "right"
    assert ReviewCard.objects.values().get() == before
    assert ReviewEvent.objects.count() == 1


def test_what_was_right_but_hard_comes_sooner(leader, put):
    answer(leader, put, "right")
    whose = {"leader": leader, "key": put.key, "client_id": "phone"}
    for _ in range(2):
        card = review_answer.call_hard(**whose, seq=2)
    assert list(card.events.values_list("rating", flat=True)) == [3, 2]
    assert (card.due - card.reviewed_at).days == 1
    assert card.known


def test_what_was_not_known_cannot_be_called_hard(leader, put):
    answer(leader, put, None)
    review_answer.call_hard(leader=leader, key=put.key, client_id="phone", seq=2)
    assert ReviewEvent.objects.get().rating == 1


def test_an_answer_given_without_a_network_has_its_own_time(leader, put):
    answer(leader, put, "right", age=3 * DAY_MS)
    card = ReviewCard.objects.get()
    ago = timezone.now() - card.reviewed_at
    assert timedelta(days=3) <= ago < timedelta(days=3, minutes=1)
    assert keys(deck(leader)) == [put.key]


@pytest.mark.parametrize("age", [8 * DAY_MS, -1, 10**30, "5", 1.5, True, None])
def test_a_time_that_cannot_be_is_the_servers(leader, put, age):
    before = timezone.now()
    answer(leader, put, "right", age=age)
    assert ReviewEvent.objects.get().reviewed_at >= before


def test_an_answer_that_arrives_late_finds_its_place(leader, put):
    answer(leader, put, "right")
    answer(leader, put, None, client_id="tablet", age=2 * DAY_MS)
    card = ReviewCard.objects.get()
    assert card.events.count() == 2
    assert card.known
    assert card.reviewed_at == card.events.last().reviewed_at


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["right", "half", "不对", None]),
            st.integers(0, 6 * DAY_MS),
            st.integers(1, 4),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_a_card_is_what_its_events_say(leader, put, sent):
    ReviewCard.objects.all().delete()
    for text, age, seq in sent * 2:
        answer(leader, put, text, age=age, seq=seq)
    card = ReviewCard.objects.get()
    memory = fold(card.events.all())
    assert {name: getattr(card, name) for name in vars(memory)} == vars(memory)
    assert card.due > card.reviewed_at
    days = [dates.day_of(event.reviewed_at) for event in card.events.all()]
    assert len(set(days)) == len(days) <= 4
    before = ReviewCard.objects.values().get()
    review_answer.rebuild(card)
    assert ReviewCard.objects.values().get() == before


# --- abuse ---------------------------------------------------------------------------------------


def test_another_leaders_card_is_unknown(other_leader, leader, put):
    refused("card-unknown", answer, other_leader, put)
    answer(leader, put)
    refused("card-unknown", answer, other_leader, put)
    hers = {"key": put.key, "client_id": "phone", "seq": 2}
    refused("card-unknown", review_answer.call_hard, leader=other_leader, **hers)
    assert ReviewEvent.objects.get().rating == 3


def test_a_question_that_she_never_missed_is_unknown(leader, put):
    strange = cast.single()
    refused(
        "card-unknown", review_answer.answer, leader=leader, key=strange.translation_key,
        form=None, sign=put.sign, client_id="phone", seq=1,
    )  # fmt: skip
    refused(
        "card-unknown", review_answer.answer, leader=leader, key=uuid4(),
        form=None, sign=put.sign, client_id="phone", seq=1,
    )  # fmt: skip


def test_a_retired_question_is_not_taken(leader, put):
    Question.objects.update(state=Question.State.RETIRED)
    refused("card-unknown", answer, leader, put)


def test_the_rating_is_the_schools_and_not_the_phones(leader, put):
    form = reviewing.choose(put, "不对") | {"rating": "3", "fraction": "1", "known": "1"}
    sent = {"sign": put.sign, "client_id": "phone", "seq": 1}
    review_answer.answer(leader=leader, key=put.key, form=fields(**form), **sent)
    assert ReviewEvent.objects.get().rating == 1


def test_a_question_changed_since_is_not_judged_by_what_she_did_not_see(leader, put):
    refused("question-changed", answer, leader, put, sign=f"9{put.sign}")
    assert not ReviewCard.objects.exists()


def test_an_empty_answer_is_asked_for(leader, put):
    sent = {"sign": put.sign, "client_id": "phone", "seq": 1}
    refused(
        "answer-missing", review_answer.answer, leader=leader, key=put.key, form=fields(), **sent
    )


@pytest.mark.parametrize(
    "more",
    [
        {"client_id": ""},
        {"client_id": "x" * 37},
        {"client_id": None},
        {"seq": 0},
        {"seq": "1"},
        {"seq": True},
        {"sign": None},
        {"sign": "1"},
        {"sign": "1.99999999999"},
    ],
)
def test_what_no_page_sends_is_unreadable(leader, put, more):
    refused("answer-unreadable", answer, leader, put, **more)
    assert not ReviewCard.objects.exists()


def test_a_forged_choice_is_unreadable(leader, put):
    sent = {"sign": put.sign, "client_id": "phone", "seq": 1}
    form = fields(answer="forged")
    refused(
        "answer-unreadable", review_answer.answer, leader=leader, key=put.key, form=form, **sent
    )


# --- what a coach may know ------------------------------------------------------------------------


def test_the_weakest_topics_are_those_with_most_open(leader):
    assert review_topics.weak_topics(leader) == []
    money, food = cast.category("Money"), cast.category("Food", parent=cast.category("Goods"))
    miss(leader, [cast.single(category=food) for _ in range(2)])
    miss(leader, [cast.single(category=money)])
    topics = review_topics.weak_topics(leader)
    assert [(topic.name, topic.missed, topic.open) for topic in topics] == [
        ("Goods › Food", 2, 2),
        ("Money", 1, 1),
    ]
    for put in deck(leader)[1:]:
        answer(leader, put)
    assert [topic.name for topic in review_topics.weak_topics(leader)] == ["Money"]
    assert review_topics.known(leader) == review_topics.Known(known=2, of=3)


def test_topics_take_a_constant_number_of_queries(leader, django_assert_max_num_queries):
    miss(leader, [cast.single(category=cast.category(f"Topic {at}")) for at in range(6)])
    with django_assert_max_num_queries(4):
        assert len(review_topics.weak_topics(leader)) == 3


def test_nothing_on_the_floor_of_pay_knows_of_it():
    files = [file.read_text() for file in Path(school.BASE_DIR, "school/standing").rglob("*.py")]
    assert files
    for word in ("review_cards", "review_topics", "ReviewCard", "ReviewEvent"):
        assert not [text for text in files if word in text]
