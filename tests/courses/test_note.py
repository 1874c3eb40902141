"""Notes and marks beside a lesson: nothing that was typed is lost, whichever phone it came from."""

from uuid import uuid4

import pytest
from django.utils import timezone

from courses import note
from courses.models import Note
from school.lib.refusal import Refusal
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(leader):
    course, step = uuid4(), uuid4()

    def as_phone(text, *, base=0, phone="one"):
        at = timezone.now()
        keys = {"leader": leader, "course_key": course, "step_key": step}
        return note.write(text=text, base=base, client_id=phone, at=at, **keys)

    return as_phone


def test_one_phone_writes_over_its_own_text_even_before_it_heard_back(write):
    write("Taste")
    write("Taste first", base=0)
    assert Note.objects.get().text == "Taste first"


def test_who_writes_on_top_of_the_newest_text_replaces_it(write):
    first = write("Taste first")
    assert write("Taste, then write", base=first.version, phone="two").text == "Taste, then write"


def test_a_text_that_comes_late_from_another_phone_stands_below_the_first(write):
    write("Taste first")
    assert write("Real photos", base=0, phone="two").text == "Taste first\n\nReal photos"


def test_the_same_text_from_two_phones_stands_once(write):
    write("Taste first")
    assert write("Taste first", base=0, phone="two").version == 1
    assert write("Taste first, then write", phone="three").text == "Taste first, then write"


def test_a_note_can_be_emptied(write):
    write("Taste first")
    assert write("", base=1).text == ""


def test_a_note_that_grew_too_long_is_refused_and_the_first_stays(write):
    write("a" * 2500)
    with pytest.raises(Refusal) as caught:
        write("b" * 2500, phone="two")
    assert caught.value.code == "note-too-long"
    assert Note.objects.get().text == "a" * 2500


def test_marks_come_and_go(leader):
    keys = {"leader": leader, "course_key": uuid4(), "step_key": uuid4(), "at": timezone.now()}
    for card, on in [(2, True), (0, True), (2, True), (0, False), (7, False)]:
        note.mark(card=card, on=on, **keys)
    assert Note.objects.get().cards == [2]


def test_her_notes_stand_by_lesson_and_are_hers_alone(client_of, leader, other_leader):
    course = tree.course("first", lessons=1)
    step = course.get_children().get()
    keys = {"course_key": course.translation_key, "step_key": step.translation_key}
    at = timezone.now()
    note.write(leader=leader, text="<b>Taste</b> first", at=at, **keys)
    note.mark(leader=leader, card=1, on=True, at=at, **keys)
    note.write(leader=other_leader, text="Not hers", at=at, **keys)
    page = client_of(leader).get("/me/notes/").text
    assert "&lt;b&gt;Taste&lt;/b&gt; first" in page
    assert '<a href="/courses/first/step-1/">Step 1</a>' in page
    assert "card 2" in page
    assert "Not hers" not in page


def test_a_note_outlives_its_lesson(client_of, leader):
    keys = {"course_key": uuid4(), "step_key": uuid4(), "at": timezone.now()}
    note.write(leader=leader, text="Taste first", **keys)
    page = client_of(leader).get("/me/notes/").text
    assert "Taste first" in page
    assert "A lesson that isn't there any more" in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_notebook_takes_the_same_queries(
    client_of, leader, count, django_assert_max_num_queries
):
    tree.course("first", lessons=count)
    client = client_of(leader)
    for _number in range(count):
        keys = {"course_key": uuid4(), "step_key": uuid4(), "at": timezone.now()}
        note.write(leader=leader, text="Taste first", **keys)
    client.get("/me/notes/")
    with django_assert_max_num_queries(6):
        client.get("/me/notes/")


def test_nobody_has_a_notebook_but_leaders(client, client_of, trainer):
    assert client.get("/me/notes/").status_code == 302
    assert client_of(trainer).get("/me/notes/").url == "/start/"
