from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.enrolment import enrol, remember_place
from courses.models import CoursePage, Enrolment, StepCompletion
from courses.outline import outline_of
from courses.progress import complete_step, finish_if_done, next_step, progress_of
from courses.signals import course_completed, step_completed
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@contextmanager
def heard(signal):
    """What a signal said meanwhile."""
    said = []

    def listen(**message):
        said.append(message)

    signal.connect(listen)
    yield said
    signal.disconnect(listen)


def steps_of(course):
    return outline_of(CoursePage.objects.get(pk=course.pk)).steps("en")


def test_a_step_is_completed_once_however_often_it_is_said(leader):
    step = steps_of(tree.course())[0]
    with heard(step_completed) as said:
        first = complete_step(leader=leader, step=step)
        assert complete_step(leader=leader, step=step) == first
    assert StepCompletion.objects.count() == 1
    assert [(one["leader"], one["step_key"]) for one in said] == [(leader, step.translation_key)]


def test_a_page_completes_like_its_outline(leader):
    course = tree.course()
    page = course.get_children().first().specific
    completion = complete_step(leader=leader, step=page)
    assert completion.course_key == course.translation_key
    assert completion.step_key == page.translation_key


def test_completing_enrols_who_is_not(leader):
    course = tree.course()
    complete_step(leader=leader, step=steps_of(course)[0])
    assert Enrolment.objects.get().source == "step"


def test_the_last_required_step_finishes_the_course_once(leader):
    course = tree.course(lessons=2)
    tree.lesson(course, "extra", optional=True)
    one, two, extra = steps_of(course)
    at = timezone.now() - timedelta(days=1)
    with heard(course_completed) as said:
        complete_step(leader=leader, step=one)
        assert Enrolment.objects.get().completed_at is None
        complete_step(leader=leader, step=two, at=at)
        complete_step(leader=leader, step=extra)
    assert Enrolment.objects.get().completed_at == at
    assert [(one["course_key"], one["at"]) for one in said] == [(course.translation_key, at)]


def test_a_course_of_extras_alone_is_never_finished(leader):
    course = tree.course(lessons=0)
    tree.lesson(course, "extra", optional=True)
    complete_step(leader=leader, step=steps_of(course)[0])
    assert Enrolment.objects.get().completed_at is None


def test_what_was_left_may_disappear_and_the_course_can_be_finished(leader):
    course = tree.course(lessons=2)
    complete_step(leader=leader, step=steps_of(course)[0])
    course.get_children().last().unpublish()
    assert finish_if_done(leader=leader, course_key=course.translation_key)
    assert not finish_if_done(leader=leader, course_key=course.translation_key)


def test_progress_counts_required_steps_and_rounds_down(leader):
    course = tree.course(lessons=3)
    tree.lesson(course, "extra", optional=True)
    steps = steps_of(course)
    complete_step(leader=leader, step=steps[0])
    complete_step(leader=leader, step=steps[3])
    courses = [CoursePage.objects.get(pk=course.pk)]
    progress = progress_of(leader=leader, courses=courses)[course.translation_key]
    assert (progress.done, progress.total, progress.percent) == (1, 3, 33)
    assert progress.next_step == steps[1]
    assert progress.minutes_left == 8
    assert not progress.completed


def test_an_empty_course_is_at_nought(leader):
    course = tree.course(lessons=0)
    progress = progress_of(leader=leader, courses=[course])[course.translation_key]
    assert (progress.total, progress.percent, progress.completed) == (0, 0, False)


@pytest.mark.parametrize("count", [1, 4])
def test_progress_takes_one_query_however_many_courses(leader, count, django_assert_num_queries):
    for number in range(count):
        tree.course(f"c{number}")
    courses = list(CoursePage.objects.all())
    progress_of(leader=leader, courses=courses)
    with django_assert_num_queries(1):
        progress_of(leader=leader, courses=courses)


def test_next_is_the_course_opened_last(leader):
    older, newer = tree.course("older"), tree.course("newer")
    for course in (older, newer):
        remember_place(enrol(leader=leader, course=course), steps_of(course)[0])
    Enrolment.objects.filter(course_key=older.translation_key).update(
        last_opened_at=timezone.now() - timedelta(days=1)
    )
    found = next_step(leader=leader)
    assert (found.course.slug, found.position, found.started) == (newer.slug, 1, True)


def test_next_after_finishing_is_the_first_required_course_that_is_open(leader):
    done = tree.course("done", lessons=1)
    closed = tree.course("closed", required=True)
    required = tree.course("required", required=True)
    closed.prerequisites = [required]
    closed.save()
    tree.course("free")
    complete_step(leader=leader, step=steps_of(done)[0])
    Enrolment.objects.exclude(course_key=done.translation_key).delete()
    found = next_step(leader=leader)
    assert found.course.slug == required.slug and not found.started


def test_nothing_waits_when_nothing_is_required(leader):
    tree.course("free")
    assert next_step(leader=leader) is None


@pytest.mark.parametrize("count", [1, 4])
def test_the_next_step_takes_a_fixed_number_of_queries(leader, count, django_assert_num_queries):
    for number in range(count):
        enrol(leader=leader, course=tree.course(f"c{number}"))
    next_step(leader=leader)
    with django_assert_num_queries(3):
        next_step(leader=leader)
