"""A newcomer's first page."""

import pytest
from django.core.cache import cache
from wagtail.images.tests.utils import get_test_image_file

from school.growth import placement
from school.growth.models import GrowthSettings
from tests import cast
from tests.assessments.cast import course, quiz
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings):
    from wagtail.images import get_image_model

    return get_image_model().objects.create(title="QR", file=get_test_image_file())


def test_she_reads_who_and_when_and_where_to_begin(client_of, leader, picture):
    leader.intake.welcome = "Good that you are all here."
    leader.intake.group_qr = picture
    leader.intake.save()
    course = tree.course(lessons=4, required=True)
    tree.soon(kind="group")
    text = client_of(leader).get("/intake/").text
    for said in ("Intake 12", "Teacher Lin", "Coach Fang", "Good that you are all here."):
        assert said in text
    assert 'alt="QR code of the chat group of Intake 12"' in text
    assert "Group training" in text
    assert text.count('<li><a class="step ') == 3
    assert f'href="/courses/{course.slug}/step-1/"' in text
    assert "Start the first lesson" in text


def test_without_picture_course_and_trainings_it_leads_on_to_her_path(client_of, leader):
    text = client_of(leader).get("/intake/").text
    assert "<figure" not in text
    assert 'href="/path/"' in text


def test_a_leader_without_a_class_has_no_such_page(client_of):
    assert client_of(cast.leader()).get("/intake/").headers["location"] == "/path/"


def test_the_page_reads_a_fixed_number_of_rows(
    client_of, leader, picture, django_assert_max_num_queries
):
    leader.intake.group_qr = picture
    leader.intake.save()
    tree.course(required=True)
    for _ in range(3):
        tree.soon()
    client = client_of(leader)
    client.get("/intake/")
    with django_assert_max_num_queries(14):
        client.get("/intake/")


def test_it_asks_where_she_begins_until_that_is_known(client_of, leader, manager):
    client = client_of(leader)
    assert "Where do you begin?" not in client.get("/intake/").text
    chosen = GrowthSettings.load()
    chosen.placement_quiz = quiz(course(), questions=[])
    chosen.save()
    cache.clear()
    assert 'href="/placement/"' in client.get("/intake/").text
    placement.override(leader=leader, route="newcomer", by=manager, reason="She asked for it")
    assert "Where do you begin?" not in client.get("/intake/").text
