from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import TopicQuestion, TopicVote
from courses.trainings.topic_question import ask, hide, show_again, vote, withdraw
from school.lib.refusal import Refusal
from tests import cast
from tests.courses import tree


@pytest.fixture
def night(db):
    return tree.soon(kind="topic")


@pytest.fixture
def question(night, other_leader):
    return ask(session=night, leader=other_leader, text="How do you keep herbs fresh?")


def code(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_question_is_kept_once_however_often_it_is_sent(night, leader):
    first = ask(session=night, leader=leader, text="  Which\n pan? ")
    again = ask(session=night, leader=leader, text="Which pan?")
    assert first == again and first.text == "Which pan?"


def test_three_questions_a_night_and_one_more_for_one_taken_back(night, leader):
    first, *_others = [ask(session=night, leader=leader, text=f"Number {n}?") for n in range(3)]
    assert code(lambda: ask(session=night, leader=leader, text="Four?")) == "question-limit"
    withdraw(question_id=first.pk, leader=leader)
    assert ask(session=night, leader=leader, text="Four?").is_shown


@pytest.mark.parametrize(
    ("text", "refused"),
    [("", "question-empty"), ("  \n", "question-empty"), ("x" * 201, "question-long")],
)
def test_a_question_needs_words_and_not_too_many(night, leader, text, refused):
    assert code(lambda: ask(session=night, leader=leader, text=text)) == refused


def test_nothing_is_asked_at_another_training(leader):
    session = tree.soon(kind="sales")
    assert code(lambda: ask(session=session, leader=leader, text="?")) == "no-topic-night"


def test_nothing_is_asked_of_another_regions_night(leader):
    series = tree.series("topic", region=cast.region("Elsewhere"))
    night = tree.soon(of=series)
    assert code(lambda: ask(session=night, leader=leader, text="?")) == "session-elsewhere"


def test_nothing_is_asked_or_voted_once_it_has_begun(night, leader, question):
    night.starts_at = timezone.now() - timedelta(minutes=1)
    night.save()
    assert code(lambda: ask(session=night, leader=leader, text="?")) == "session-started"
    late = lambda: vote(question_id=question.pk, leader=leader, wanted=True)  # noqa: E731
    assert code(late) == "session-started"


def test_voting_twice_is_one_vote_and_it_can_be_taken_back(question, leader):
    for _time in range(2):
        assert vote(question_id=question.pk, leader=leader, wanted=True)
    assert TopicVote.objects.filter(question=question).count() == 1
    for _time in range(2):
        assert not vote(question_id=question.pk, leader=leader, wanted=False)
    assert not TopicVote.objects.exists()


def test_nobody_votes_for_her_own(question, other_leader):
    own = lambda: vote(question_id=question.pk, leader=other_leader, wanted=True)  # noqa: E731
    assert code(own) == "own-question"


def test_nobody_takes_back_anothers_question(question, leader):
    assert code(lambda: withdraw(question_id=question.pk, leader=leader)) == "question-unknown"
    question.refresh_from_db()
    assert question.is_shown


def test_a_hidden_question_gets_no_votes_and_says_why(question, leader, trainer):
    assert code(lambda: hide(question=question, by=trainer, reason=" ")) == "reason-missing"
    hide(question=question, by=trainer, reason="It names a customer.")
    voting = lambda: vote(question_id=question.pk, leader=leader, wanted=True)  # noqa: E731
    assert code(voting) == "question-unknown"
    assert question.hidden_by == trainer and not TopicQuestion.objects.shown().exists()
    show_again(question=question)
    assert vote(question_id=question.pk, leader=leader, wanted=True)


def test_a_vote_for_another_regions_question_tells_nothing(leader, other_leader):
    series = tree.series("topic", region=other_leader.region)
    question = ask(session=tree.soon(of=series), leader=other_leader, text="Which?")
    voting = lambda: vote(question_id=question.pk, leader=leader, wanted=True)  # noqa: E731
    assert code(voting) == "question-unknown"


def test_the_most_wanted_come_first_and_of_equals_the_earliest(night, leader, other_leader):
    rows = [ask(session=night, leader=leader, text=f"Number {n}?") for n in range(3)]
    vote(question_id=rows[2].pk, leader=other_leader, wanted=True)
    assert list(TopicQuestion.objects.shown().counted()) == [rows[2], rows[0], rows[1]]
