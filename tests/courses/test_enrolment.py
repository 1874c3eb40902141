import pytest

from courses.enrolment import enrol, enrol_in_required
from courses.models import CoursePage, Enrolment
from courses.progress import complete_step
from school.lib.refusal import Refusal
from school.people.signals import leader_joined
from tests.courses import tree

pytestmark = pytest.mark.django_db


def behind(first, slug="then", **fields):
    """A course that asks for `first`."""
    then = tree.course(slug, **fields)
    then.prerequisites = [first]
    then.save()
    return CoursePage.objects.get(pk=then.pk)


def finish(leader, course):
    for step in course.get_children().specific():
        complete_step(leader=leader, step=step)


def keys(leader):
    return set(Enrolment.objects.filter(leader=leader).values_list("course_key", flat=True))


def test_enrolling_twice_is_enrolling_once(leader):
    course = tree.course()
    assert enrol(leader=leader, course=course) == enrol(leader=leader, course=course)
    assert Enrolment.objects.get().source == "self"


def test_a_course_behind_another_is_locked_and_says_which(leader):
    then = behind(tree.course("first", title="The first one"))
    with pytest.raises(Refusal) as refusal:
        enrol(leader=leader, course=then)
    assert refusal.value.code == "course-locked"
    assert "The first one" in str(refusal.value)
    assert not Enrolment.objects.exists()


def test_the_lock_opens_when_the_first_course_is_finished(leader):
    first = tree.course("first")
    then = behind(first)
    finish(leader, first)
    assert enrol(leader=leader, course=then).course_key == then.translation_key


def test_who_is_in_stays_in_when_a_prerequisite_is_added(leader):
    course = tree.course("then")
    enrolment = enrol(leader=leader, course=course)
    course.prerequisites = [tree.course("first")]
    course.save()
    assert enrol(leader=leader, course=CoursePage.objects.get(pk=course.pk)) == enrolment


def test_both_languages_are_one_enrolment(leader):
    course = tree.course()
    shelf = tree.catalog("zh-hans")
    chinese = tree.translated(course, "zh-hans", shelf, code="C", track="sales", summary="S")
    assert enrol(leader=leader, course=course) == enrol(leader=leader, course=chinese)


def test_a_newcomer_is_enrolled_in_the_required_courses_that_are_open(leader):
    first = tree.course("first", required=True)
    behind(first, required=True)
    tree.course("free")
    leader_joined.send(sender=None, leader=leader, invitation=None)
    assert keys(leader) == {first.translation_key}


def test_the_required_course_behind_follows_by_itself(leader):
    first = tree.course("first", required=True)
    then = behind(first, required=True)
    enrol_in_required(leader=leader)
    finish(leader, first)
    assert keys(leader) == {first.translation_key, then.translation_key}


def test_enrolling_in_required_courses_twice_adds_nothing(leader):
    tree.course("first", required=True)
    assert len(enrol_in_required(leader=leader)) == 1
    assert enrol_in_required(leader=leader) == []
