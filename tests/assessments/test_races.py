"""Two at the same moment: real threads with connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from assessments import attempt as rules
from assessments import certificate, submission
from assessments.models import AnswerEvent, Attempt, Certificate, GradeEvent, Submission
from school.lib.refusal import Refusal
from tests import cast as people
from tests.assessments import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
MANY = 4


def at_once(rule) -> list:
    """What the rule answered to so many who called it at the same moment; refusals by code."""
    ready = Barrier(MANY)

    def call(number: int):
        ready.wait()
        try:
            return rule(number)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(call, range(MANY)))


@pytest.fixture
def person():
    return people.leader()


@pytest.fixture
def paper():
    return cast.quiz(cast.course(), questions=[cast.truefalse(), cast.shorttext()])


def test_starting_at_once_is_one_attempt(person, paper):
    begun = at_once(lambda _number: rules.start(leader=person, quiz=paper).pk)
    assert len(set(begun)) == 1
    assert Attempt.objects.get().questions.count() == 2


def test_handing_in_at_once_is_one_grade(person, paper):
    attempt = rules.start(leader=person, quiz=paper)
    cast.give(attempt, cast.right_values(attempt))
    done = at_once(lambda _number: rules.submit(attempt=attempt).percent)
    assert done == [100] * MANY
    assert GradeEvent.objects.count() == 1


def test_an_answer_that_was_acknowledged_is_graded_even_beside_the_hand_in(person, paper):
    """Either the answer came first and counts, or the hand-in did and the answer is refused."""
    attempt = rules.start(leader=person, quiz=paper)
    right = cast.right_values(attempt)

    def save_or_submit(number):
        if number == 0:
            return rules.submit(attempt=attempt)
        return rules.save_answer(
            attempt_id=attempt.pk, user=person.user, slot=1, raw=right[1],
            client_id=f"tab-{number}", seq=1,
        )  # fmt: skip

    answers = at_once(save_or_submit)[1:]
    assert AnswerEvent.objects.count() == sum(isinstance(a, AnswerEvent) for a in answers)
    expected = 50 if AnswerEvent.objects.exists() else 0
    assert Attempt.objects.get().percent == expected


def test_the_same_answer_at_once_is_one_row(person, paper):
    attempt = rules.start(leader=person, quiz=paper)
    at_once(
        lambda _number: rules.save_answer(
            attempt_id=attempt.pk, user=person.user, slot=2, raw="pick up", client_id="p", seq=1
        )
    )
    assert AnswerEvent.objects.count() == 1


def test_handing_in_a_task_at_once_is_one_submission(person):
    task = cast.task(cast.course())
    photo = cast.picture()
    codes = at_once(
        lambda _number: submission.hand_in(
            leader=person, task=task, uploads=[SimpleUploadedFile("p.jpg", photo)]
        )
    )
    assert codes.count("task-standing") == MANY - 1
    assert Submission.objects.get().files.count() == 1


def test_issuing_at_once_is_one_certificate(person, settings):
    settings.JOBS_INLINE = False
    issued = at_once(
        lambda _number: certificate.issue(leader=person, kind="tier", key="core", title={"en": "x"})
    )
    assert len({one.pk for one in issued}) == 1
    assert Certificate.objects.count() == 1
