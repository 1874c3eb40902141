"""Keeping a course for the road: the size is true, and everything that a lesson needs is named."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.enrolment import begin
from courses.models import Enrolment
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(leader):
    picture = get_image_model().objects.create(
        title="Plate", file=get_test_image_file(size=(1440, 900))
    )
    sound = get_document_model()(title="Listen")
    sound.file.save("listen.mp3", ContentFile(b"s" * 5000))
    sound.save()
    made = tree.course("first", lessons=1)
    body = [
        ("picture", {"image": picture, "alt": "A plate", "caption": ""}),
        ("audio", {"file": sound, "title": "", "duration": "2:18", "transcript": ""}),
        ("video", {"file": sound, "url": "", "title": "A film", "poster": None}),
    ]
    tree.lesson(made, "seen", body=body)
    begin(leader=leader, course_key=made.translation_key, source="self")
    return made


def parts_of(client) -> dict:
    answer = client.get("/me/phone/keep/first/list/")
    return {part["url"]: part for part in answer.json()["parts"]}


def test_everything_that_her_lessons_need_is_named_with_its_size(client_of, leader, course):
    client = client_of(leader)
    parts = parts_of(client)
    page = client.get("/courses/first/seen/", headers={"X-Keep": "1"})
    pictures = [url for url in parts if "/images/" in url]
    sounds = [url for url in parts if "/documents/" in url]
    assert len(pictures) == len(sounds) == 1
    assert pictures[0] in page.text
    assert sounds[0] in page.text
    assert parts[sounds[0]]["size"] == 5000
    said, real = parts["/courses/first/seen/"]["size"], len(page.content)
    assert abs(said - real) < real / 4
    assert "/static/css/school.css" in parts


def test_the_size_stands_on_the_button_before_anything_is_fetched(client_of, leader, course):
    client = client_of(leader)
    total = client.get("/me/phone/keep/first/list/").json()["bytes"]
    assert total == sum(part["size"] for part in parts_of(client).values())
    page = client.get("/me/phone/keep/first/").text
    assert f"Keep it: {total / 1024:.1f}" in page.replace("\xa0", " ")
    assert "2 lessons" in page


def test_a_page_that_is_fetched_to_be_kept_costs_little_and_moves_no_place(
    client_of, leader, course
):
    page = client_of(leader).get("/courses/first/seen/", headers={"X-Keep": "1"}).text
    assert "<video" not in page
    assert "srcset" not in page
    assert "left out to save data" in page
    assert Enrolment.objects.get(leader=leader).last_step_key is None


def test_other_readers_get_pictures_in_the_size_of_their_screen(client_of, leader, course):
    page = client_of(leader).get("/courses/first/seen/").text
    assert 'type="image/avif"' in page
    assert "360w" in page and "720w" in page
    assert '<video controls preload="none"' in page
    assert "4.9\xa0KB" in page


def test_only_who_takes_a_course_keeps_it(client_of, other_leader, trainer, course):
    for address in ("/me/phone/keep/first/", "/me/phone/keep/first/list/"):
        assert client_of(other_leader).get(address).status_code == 404
        assert client_of(trainer).get(address).status_code == 302


def test_the_course_page_leads_there(client_of, leader, course):
    assert "/me/phone/keep/first/" in client_of(leader).get("/courses/first/").text


@pytest.mark.parametrize("lessons", [1, 4])
def test_the_list_takes_the_same_queries(client_of, leader, lessons, django_assert_max_num_queries):
    made = tree.course("other", lessons=lessons)
    begin(leader=leader, course_key=made.translation_key, source="self")
    client = client_of(leader)
    client.get("/me/phone/keep/other/list/")
    with django_assert_max_num_queries(5):
        client.get("/me/phone/keep/other/list/")
