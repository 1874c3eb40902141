"""A real exit quiz makes a missed training up once it is passed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import attempt as rules
from courses.enrolment import enrol
from courses.models import AttendanceMark, MakeUp
from courses.progress import done_steps
from courses.trainings.kit import kit_of, put_replay, save_kit
from courses.trainings.make_up import confirm, open_replay
from tests.assessments import cast
from tests.courses import tree


@pytest.fixture
def live(course, quiz, leader):
    """The step that asks for a sales training; she has watched the replay of one."""
    step = tree.session_step(course)
    enrol(leader=leader, course=course)
    session = tree.session(timezone.now() - timedelta(hours=5))
    save_kit(of=session.series, quiz_key=quiz.translation_key)
    put_replay(session=session, url="https://replay.example/1")
    open_replay(session=session, leader=leader, kit=kit_of(session))
    MakeUp.objects.update(opened_at=timezone.now() - timedelta(hours=1))
    confirm(session=session, leader=leader)
    return step


def test_passing_the_exit_quiz_completes_the_step(live, quiz, leader):
    attempt = rules.start(leader=leader, quiz=quiz)
    cast.give(attempt, cast.right_values(attempt))
    rules.submit(attempt=attempt)
    assert AttendanceMark.objects.get().proof == "replay"
    assert live.translation_key in done_steps(leader)


def test_a_quiz_that_is_not_passed_does_not(live, quiz, leader):
    rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
    assert not AttendanceMark.objects.exists() and live.translation_key not in done_steps(leader)
