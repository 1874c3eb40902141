import pytest
from django.utils.translation import override

from courses.models import CoursePage
from courses.outline import outline_of, outlines_of
from tests.courses import tree

pytestmark = pytest.mark.django_db


def slugs(course, language="en"):
    course = CoursePage.objects.get(pk=course.pk)
    return [step.slug for step in outline_of(course).steps(language)]


def test_the_steps_stand_in_the_order_of_the_tree():
    course = tree.course(lessons=2)
    tree.session_step(course)
    assert slugs(course) == ["step-1", "step-2", "live"]


def test_a_step_that_is_moved_is_found_in_its_new_place():
    course = tree.course(lessons=2)
    assert slugs(course) == ["step-1", "step-2"]
    first, second = course.get_children()
    second.move(first, pos="left")
    assert slugs(course) == ["step-2", "step-1"]


def test_a_step_that_is_unpublished_disappears():
    course = tree.course(lessons=2)
    assert len(slugs(course)) == 2
    course.get_children().first().unpublish()
    assert slugs(course) == ["step-2"]


def test_a_step_that_is_deleted_disappears():
    course = tree.course(lessons=2)
    assert len(slugs(course)) == 2
    course.get_children().first().delete()
    assert slugs(course) == ["step-2"]


def test_both_languages_are_one_outline():
    english = tree.course(lessons=2)
    shelf = tree.catalog("zh-hans")
    chinese = tree.translated(english, "zh-hans", shelf, code="C", track="sales", summary="S")
    one = english.get_children().first().specific
    tree.translated(one, "zh-hans", chinese, title="一")
    steps = outline_of(CoursePage.objects.get(pk=chinese.pk)).steps("zh-hans")
    assert [(step.title, step.language) for step in steps] == [("一", "zh-hans"), ("Step 2", "en")]


def test_required_steps_are_the_same_in_every_language():
    course = tree.course(lessons=1)
    tree.lesson(course, "extra", optional=True)
    outline = outline_of(CoursePage.objects.get(pk=course.pk))
    with override("zh-hans"):
        chinese = outline.required_keys()
    with override("en"):
        assert outline.required_keys() == chinese == {outline.steps()[0].translation_key}


def test_a_prerequisite_that_is_not_published_holds_nobody_up():
    first, then = tree.course("first"), tree.course("then")
    then.prerequisites = [first]
    then.save()
    assert outline_of(CoursePage.objects.get(pk=then.pk)).prerequisites == (first.translation_key,)
    first.unpublish()
    assert outline_of(CoursePage.objects.get(pk=then.pk)).prerequisites == ()


@pytest.mark.parametrize("count", [1, 4])
def test_outlines_are_read_once_and_in_a_fixed_number_of_queries(count, django_assert_num_queries):
    for number in range(count):
        tree.course(f"c{number}")
    courses = list(CoursePage.objects.all())
    from courses.outline import step_models

    with django_assert_num_queries(3 + len(step_models())):
        outlines_of(courses)
    with django_assert_num_queries(0):
        assert len(outlines_of(courses)) == count
