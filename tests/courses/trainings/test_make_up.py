from datetime import timedelta

import pytest
from django.utils import timezone

from courses.enrolment import enrol
from courses.models import (
    AttendanceMark,
    Kit,
    LessonPage,
    MakeUp,
    MakeUpSettings,
    SessionStepPage,
    StepCompletion,
)
from courses.progress import complete_step, done_steps
from courses.trainings.kit import kit_of, put_replay, save_kit
from courses.trainings.make_up import confirm, open_replay, state_of
from school.lib.refusal import Refusal
from tests.courses import tree

HOUR = timedelta(hours=1)


class Quiz:
    """A step that stands for the exit quiz: what a quiz is, a floor above knows."""

    def __init__(self, monkeypatch):
        self.course = tree.course(lessons=1)
        self.step = LessonPage.objects.get(slug="step-1")
        self.live = tree.session_step(self.course)


@pytest.fixture
def quiz(monkeypatch, db):
    monkeypatch.setattr(LessonPage, "kind", "quiz")
    return Quiz(monkeypatch)


@pytest.fixture
def missed(quiz):
    """A sales training of 45 minutes that is over, with a replay and an exit quiz."""
    session = tree.session(timezone.now() - 5 * HOUR)
    save_kit(of=session.series, quiz_key=quiz.step.translation_key)
    put_replay(session=session, url="https://replay.example/1")
    return session


def code(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def begin(session, leader, ago=HOUR):
    row = open_replay(session=session, leader=leader, kit=kit_of(session))
    MakeUp.objects.filter(pk=row.pk).update(opened_at=timezone.now() - ago)
    return row


def state(session, leader) -> str:
    found = state_of(session=session, leader=leader, kit=kit_of(session))
    return found.state if found else ""


def test_watching_and_then_the_quiz_make_it_up_and_complete_the_step(missed, quiz, leader):
    enrol(leader=leader, course=quiz.course)
    assert state(missed, leader) == "open"
    begin(missed, leader)
    assert state(missed, leader) == "watching"
    confirm(session=missed, leader=leader)
    assert state(missed, leader) == "quiz"
    complete_step(leader=leader, step=quiz.step)
    assert state(missed, leader) == "done"
    mark = AttendanceMark.objects.get()
    assert (mark.present, mark.proof, mark.by) == (True, "replay", leader.user)
    assert quiz.live.translation_key in done_steps(leader)


def test_the_quiz_may_come_before_the_watching(missed, quiz, leader):
    complete_step(leader=leader, step=quiz.step)
    begin(missed, leader)
    assert confirm(session=missed, leader=leader).pk and state(missed, leader) == "done"


def test_nobody_has_watched_faster_than_the_clock(missed, leader):
    begin(missed, leader, ago=timedelta(minutes=35))
    assert code(lambda: confirm(session=missed, leader=leader)) == "replay-too-soon"
    begin(missed, leader, ago=timedelta(minutes=37))  # 80 % of 45 minutes are 36.
    assert confirm(session=missed, leader=leader).watched_at


def test_two_replays_do_not_share_their_minutes(missed, quiz, leader):
    other = tree.session(timezone.now() - 30 * HOUR, of=missed.series)
    put_replay(session=other, url="https://replay.example/2")
    begin(missed, leader)
    begin(other, leader)
    confirm(session=missed, leader=leader)
    assert code(lambda: confirm(session=other, leader=leader)) == "replay-too-soon"


def test_without_opening_it_nothing_is_watched(missed, leader):
    assert code(lambda: confirm(session=missed, leader=leader)) == "replay-not-opened"


def test_opening_twice_does_not_start_the_clock_anew(missed, leader):
    begin(missed, leader)
    open_replay(session=missed, leader=leader, kit=kit_of(missed))
    assert confirm(session=missed, leader=leader).watched_at


def test_after_the_days_it_is_too_late_and_said_so(missed, leader):
    begin(missed, leader)
    MakeUp.objects.update(until=timezone.now() - HOUR)
    assert state(missed, leader) == "late"
    assert code(lambda: confirm(session=missed, leader=leader)) == "make-up-late"


def test_a_quiz_passed_too_late_does_not_count(missed, quiz, leader):
    begin(missed, leader)
    confirm(session=missed, leader=leader)
    MakeUp.objects.update(until=timezone.now() - HOUR)
    complete_step(leader=leader, step=quiz.step)
    assert not AttendanceMark.objects.exists() and state(missed, leader) == "late"


def test_the_days_count_from_when_the_replay_came(missed, leader):
    MakeUpSettings.objects.create(days=3)
    since = Kit.objects.get(session=missed).replay_since
    assert state_of(session=missed, leader=leader, kit=kit_of(missed)).until == since + timedelta(
        days=3
    )


def test_there_is_nothing_to_make_up_for_who_was_there(missed, leader, trainer):
    from courses.trainings.attendance import mark

    mark(session=missed, leader=leader, present=True, by=trainer)
    assert state(missed, leader) == ""


def test_who_came_to_the_repetition_has_nothing_to_make_up(missed, leader, trainer):
    from courses.trainings.attendance import mark

    repeated = tree.session(missed.starts_at + HOUR, of=tree.series(weekday=5))
    mark(session=repeated, leader=leader, present=True, by=trainer)
    assert state(missed, leader) == ""


def test_without_a_quiz_or_a_replay_nothing_is_made_up(missed, leader):
    Kit.objects.update(quiz_key=None)
    assert state(missed, leader) == ""
    assert open_replay(session=missed, leader=leader, kit=kit_of(missed)) is None


def test_another_regions_replay_is_not_hers(missed, leader, other_leader):
    missed.series.region = other_leader.region
    missed.series.save()
    act = lambda: open_replay(session=missed, leader=leader, kit=kit_of(missed))  # noqa: E731
    assert code(act) == "session-elsewhere"


def test_a_step_may_ask_for_being_there(missed, quiz, leader):
    SessionStepPage.objects.update(make_up=False)
    enrol(leader=leader, course=quiz.course)
    complete_step(leader=leader, step=quiz.step)
    begin(missed, leader)
    confirm(session=missed, leader=leader)
    assert state(missed, leader) == "done" and quiz.live.translation_key not in done_steps(leader)


def test_a_training_made_up_before_the_course_was_taken_counts(missed, quiz, leader):
    begin(missed, leader)
    confirm(session=missed, leader=leader)
    complete_step(leader=leader, step=quiz.step)
    enrol(leader=leader, course=quiz.course)
    assert StepCompletion.objects.filter(step_key=quiz.live.translation_key).exists()


# --- on the page -----------------------------------------------------------------------------


def test_the_page_leads_through_making_up(missed, quiz, leader, client_of):
    hers, address = client_of(leader), f"/timetable/{missed.pk}/"
    assert "Begin to watch" in hers.get(address).content.decode()
    hers.post(f"{address}replay/")
    html = hers.get(address).content.decode()
    assert "36 min to go" in html and "https://replay.example/1" in html
    assert (
        "About 36 minutes are left" in hers.post(f"{address}watched/", follow=True).content.decode()
    )
    MakeUp.objects.update(opened_at=timezone.now() - HOUR)
    hers.post(f"{address}watched/")
    assert quiz.step.address in hers.get(address).content.decode()
    complete_step(leader=leader, step=quiz.step)
    assert "Made up" in hers.get(address).content.decode()


def test_the_step_says_which_training_can_be_made_up(missed, quiz, leader, client_of):
    enrol(leader=leader, course=quiz.course)
    html = client_of(leader).get(quiz.live.address).content.decode()
    assert f'href="/timetable/{missed.pk}/"' in html and "Make it up" in html
