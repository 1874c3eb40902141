"""What leaders press on a training's page, and what they can't."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Guest, Rating, TopicNight, TopicQuestion, TopicVote, WarmUpAnswer
from courses.trainings.attendance import mark
from courses.trainings.kit import save_kit
from courses.trainings.topic_question import ask, hide, vote
from tests import cast
from tests.courses import tree


@pytest.fixture
def hers(client_of, leader):
    return client_of(leader)


@pytest.fixture
def night(db):
    return tree.soon(kind="topic")


def at(name: str, *args) -> str:
    return reverse(f"courses:{name}", args=args)


def shown(client, session) -> str:
    return client.get(at("session", session.pk)).content.decode()


def test_she_asks_votes_and_takes_back(hers, leader, other_leader, night):
    theirs = ask(session=night, leader=other_leader, text="Which pan?")
    hers.post(at("ask_topic", night.pk), {"text": "Which pot?"})
    own = TopicQuestion.objects.get(leader=leader)
    answered = hers.post(at("vote", theirs.pk), {"wanted": "1"})
    assert answered["Location"] == f"/timetable/{night.pk}/#questions"
    html = shown(hers, night)
    assert html.index("Which pan?") < html.index("Which pot?") and 'aria-pressed="true"' in html
    hers.post(at("withdraw_topic", own.pk))
    assert "Which pot?" not in shown(hers, night)


def test_nobody_is_named_beside_a_question(hers, other_leader, night):
    ask(session=night, leader=other_leader, text="Which pan?")
    assert other_leader.name not in shown(hers, night)


def test_who_asked_reads_why_it_is_left_out_and_nobody_else(
    hers, leader, other_leader, trainer, night, client_of
):
    question = ask(session=night, leader=leader, text="Is Mrs Wang late again?")
    hide(question=question, by=trainer, reason="It names a customer.")
    assert "It names a customer." in shown(hers, night)
    assert "Mrs Wang" not in shown(client_of(other_leader), night)


def test_anothers_question_is_not_taken_back(hers, other_leader, night):
    theirs = ask(session=night, leader=other_leader, text="Which pan?")
    answered = hers.post(at("withdraw_topic", theirs.pk), follow=True)
    assert "there any more" in answered.content.decode()
    theirs.refresh_from_db()
    assert theirs.is_shown


def test_a_night_of_another_region_takes_nothing_from_her(hers, other_leader):
    far = tree.soon(of=tree.series("topic", region=other_leader.region))
    theirs = ask(session=far, leader=other_leader, text="Which pan?")
    assert hers.post(at("ask_topic", far.pk), {"text": "?"}).status_code == 404
    assert hers.post(at("vote", theirs.pk), {"wanted": "1"}).status_code == 404
    assert hers.post(at("warm_up", far.pk), {"choice": "0"}).status_code == 404
    assert hers.post(at("rate", far.pk), {"stars": "5"}).status_code == 404
    assert hers.post(at("open_replay", far.pk)).status_code == 404
    assert not TopicVote.objects.exists()


@pytest.mark.parametrize("name", ["ask_topic", "warm_up", "rate", "open_replay", "watched"])
def test_staff_press_nothing(client_of, trainer, night, name):
    assert client_of(trainer).post(at(name, night.pk), {"text": "?"}).status_code == 403


@pytest.mark.parametrize("name", ["ask_topic", "warm_up", "rate", "open_replay", "watched"])
def test_looking_changes_nothing(hers, night, name):
    assert hers.get(at(name, night.pk)).status_code == 405


def test_the_guest_is_shown_with_her_consent_only(hers, night):
    guest = Guest.objects.create(name="Aunt Luo", words="粥", words_en="Cooks congee.")
    TopicNight.objects.create(session=night, guest=guest)
    assert "Aunt Luo" not in shown(hers, night)
    Guest.objects.update(consent_on=night.on)
    assert "Aunt Luo" in shown(hers, night) and "Cooks congee." in shown(hers, night)


def test_the_warm_up_is_answered_with_a_tap(hers, night):
    save_kit(of=night, warm_up="Which?", answers="Soup\nRice")
    hers.post(at("warm_up", night.pk), {"choice": "1"})
    assert WarmUpAnswer.objects.get().choice == 1
    hers.post(at("warm_up", night.pk), {"choice": "²"})
    assert WarmUpAnswer.objects.get().choice == 1


def test_who_was_there_says_how_it_was_and_may_change_it(hers, leader, trainer):
    over = tree.session(timezone.now() - timedelta(hours=2))
    assert "How was it?" not in shown(hers, over)
    mark(session=over, leader=leader, present=True, by=trainer)
    assert "How was it?" in shown(hers, over)
    for stars in ("4", "5", "9"):
        hers.post(at("rate", over.pk), {"stars": stars, "words": "More examples"})
    assert Rating.objects.get().stars == 5
    assert "You gave it 5 of 5" in shown(hers, over)


def test_the_host_has_the_script_and_nobody_else(hers, leader, other_leader, night, client_of):
    night.host = leader
    night.save()
    ask(session=night, leader=other_leader, text="Which pan?")
    assert at("topic_script", night.pk) in shown(hers, night)
    assert "Which pan?" in hers.get(at("topic_script", night.pk)).content.decode()
    assert client_of(other_leader).get(at("topic_script", night.pk)).status_code == 404


def test_the_page_takes_the_same_queries_for_one_question_and_for_many(
    hers, leader, other_leader, night, django_assert_num_queries
):
    save_kit(of=night, agenda="10 A", warm_up="Which?", answers="a\nb")
    vote(
        question_id=ask(session=night, leader=other_leader, text="0?").pk,
        leader=leader,
        wanted=True,
    )
    shown(hers, night)
    with CaptureQueriesContext(connection) as counted:
        shown(hers, night)
    for number in range(1, 6):
        someone = cast.leader(f"Leader {number}")
        question = ask(session=night, leader=someone, text=f"{number}?")
        vote(question_id=question.pk, leader=leader, wanted=True)
    with django_assert_num_queries(len(counted)):
        shown(hers, night)
    assert len(counted) <= 22
