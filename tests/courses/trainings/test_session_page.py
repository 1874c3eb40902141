from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Session
from tests import cast
from tests.courses import tree


def address(session: Session) -> str:
    return reverse("courses:session", args=[session.pk])


def shown(hers, session: Session) -> str:
    answer = hers.get(address(session))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def hers(client_of, leader):
    return client_of(leader)


def test_the_timetable_leads_to_each_training(hers):
    session = tree.soon()
    assert f'href="{address(session)}"' in hers.get("/timetable/").content.decode()


def test_before_it_begins_she_says_that_she_comes(hers):
    html = shown(hers, tree.soon(title_en="One story a product"))
    assert "One story a product" in html and 'name="coming" value="1"' in html


def test_while_it_is_on_the_way_in_is_the_meeting(hers):
    begun = timezone.now() - timedelta(minutes=5)
    html = shown(hers, tree.session(begun, meeting_link="https://meet.example/1"))
    assert "https://meet.example/1" in html and 'name="coming"' not in html


def test_a_cancelled_training_says_so_and_why(hers):
    html = shown(hers, tree.soon(state="cancelled", cancel_reason="The trainer is ill."))
    assert "called off" in html and "The trainer is ill." in html


def test_another_regions_training_is_not_found(hers):
    elsewhere = tree.series("sales", region=cast.region("Elsewhere"))
    assert hers.get(address(tree.soon(of=elsewhere))).status_code == 404


def test_staff_look_on_without_anything_to_press(client_of, trainer):
    html = shown(client_of(trainer), tree.soon())
    assert "This is how leaders see it" in html and 'name="coming"' not in html


def test_visitors_log_in_first(client, db):
    assert client.get(address(tree.soon()))["Location"].startswith("/accounts/login/")
