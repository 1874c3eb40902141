"""The same card on every phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses import place
from courses.models import Place
from tests.courses import tree

pytestmark = pytest.mark.django_db


def test_the_later_turn_counts_whatever_arrives_last(leader):
    step, now = uuid4(), timezone.now()
    place.turn_to(leader=leader, step_key=step, card=3, at=now)
    place.turn_to(leader=leader, step_key=step, card=1, at=now - timedelta(hours=1))
    assert place.card_of(leader=leader, step_key=step) == 3
    place.turn_to(leader=leader, step_key=step, card=0, at=now + timedelta(seconds=1))
    assert place.card_of(leader=leader, step_key=step) == 0


def test_a_card_has_a_reasonable_number(leader):
    place.turn_to(leader=leader, step_key=uuid4(), card=999, at=timezone.now())
    assert Place.objects.get().card == place.LAST_CARD


def test_a_lesson_opens_where_she_stopped_on_another_phone(client_of, leader, other_leader):
    course = tree.course("first", lessons=1)
    step = course.get_children().get()
    key = step.translation_key
    place.turn_to(leader=leader, step_key=key, card=1, at=timezone.now())
    assert 'data-card="1"' in client_of(leader).get("/courses/first/step-1/").text
    assert 'data-card=""' in client_of(other_leader).get("/courses/first/step-1/").text
