"""Quizzes and tasks of a course that opens bit by bit, or is taken once more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import attempt as rules
from assessments.models import Attempt, Submission
from courses.enrolment import enrol, renew
from courses.models import Enrolment, StepCompletion
from courses.progress import complete_step
from school.lib.refusal import Refusal

pytestmark = pytest.mark.django_db


def test_who_guesses_the_address_of_a_quiz_does_not_start_it(client_of, leader, quiz):
    quiz.drip_days = 4
    quiz.save()
    address = reverse("assessments:start", args=[quiz.translation_key])
    client_of(leader).post(address)
    assert not Attempt.objects.exists()
    Enrolment.objects.update(enrolled_at=timezone.now() - timedelta(days=4))
    client_of(leader).post(address)
    assert Attempt.objects.count() == 1


def test_a_quiz_that_is_passed_stays_open(client_of, leader, quiz):
    complete_step(leader=leader, step=quiz, source=StepCompletion.Source.QUIZ)
    quiz.drip_days = 4
    quiz.save()
    client_of(leader).post(reverse("assessments:start", args=[quiz.translation_key]))
    assert Attempt.objects.count() == 1


def test_a_task_is_handed_in_from_its_day_on(client_of, leader, task):
    task.drip_days = 4
    task.save()
    address = reverse("assessments:hand_in", args=[task.translation_key])
    client_of(leader).post(address, {"text": "Done."})
    assert not Submission.objects.exists()


def test_who_takes_a_course_once_more_has_all_tries_again(leader, course, quiz):
    quiz.attempts_allowed = 1
    quiz.save()
    row = enrol(leader=leader, course=course)
    rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
    with pytest.raises(Refusal) as caught:
        rules.start(leader=leader, quiz=quiz)
    assert caught.value.code == "attempts-used-up"
    Enrolment.objects.filter(pk=row.pk).update(completed_at=timezone.now())
    renew(Enrolment.objects.get(pk=row.pk))
    assert rules.start(leader=leader, quiz=quiz).number == 2
    assert Enrolment.rounds.count() == 2
