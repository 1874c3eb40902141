import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from courses.enrolment import enrol
from courses.models import CoursePage, LessonPage
from courses.progress import complete_step
from school.lib.refusal import Refusal
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def learned(leader):
    """A course in which somebody has done the first step."""
    course = tree.course(lessons=2)
    complete_step(leader=leader, step=course.get_children().first().specific)
    return course


def refused(page) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        page.delete()
    return refusal.value.code


def test_a_page_without_records_can_go():
    course = tree.course()
    course.get_children().last().delete()
    course.delete()
    assert not CoursePage.objects.exists()


def test_a_step_with_records_stays(learned):
    assert refused(learned.get_children().first()) == "page-has-records"
    assert LessonPage.objects.count() == 2


def test_a_step_that_nobody_did_can_go(learned):
    learned.get_children().last().delete()
    assert LessonPage.objects.count() == 1


def test_a_course_with_enrolments_stays(leader):
    course = tree.course()
    enrol(leader=leader, course=course)
    assert refused(course) == "page-has-records"


def test_a_whole_tree_with_records_stays(learned):
    assert refused(Page.objects.get(pk=tree.catalog().get_parent().pk)) == "page-has-records"
    assert LessonPage.objects.count() == 2


def test_deleting_many_at_once_is_refused_as_well(learned):
    with pytest.raises(Refusal), transaction.atomic():
        Page.objects.filter(pk__in=[page.pk for page in learned.get_children()]).delete()
    assert LessonPage.objects.count() == 2


def superuser_of(user):
    user.is_superuser = user.is_staff = True
    user.save()
    return user


def test_the_cms_says_why_before_it_asks(learned, operations, client_of):
    client = client_of(superuser_of(operations))
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[learned.pk]), follow=True)
    assert "records must stay" in answer.content.decode()
    client.post(reverse("wagtailadmin_pages:delete", args=[learned.pk]))
    assert CoursePage.objects.filter(pk=learned.pk).exists()


def test_the_cms_refuses_the_bulk_action_too(learned, operations, client_of):
    client = client_of(superuser_of(operations))
    page = learned.get_children().first()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{address}?id={page.pk}")
    assert LessonPage.objects.filter(pk=page.pk).exists()
