"""A series and the steps of courses that it goes with."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import outline, related
from courses.models import CoursePage, LessonPage, Series
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    tree.course("copy", lessons=2)
    made = tree.soon()
    lesson = LessonPage.objects.get(slug="step-1")
    Series.objects.update(step_keys=[str(lesson.translation_key), str(uuid4())])
    made.series.refresh_from_db()
    return made


def page_of(client, session) -> str:
    return client.get(reverse("courses:session", args=[session.pk])).text


def test_leaders_find_them_on_the_training_s_page(session, client_of, leader):
    html = page_of(client_of(leader.user), session)
    assert "Goes with it" in html
    assert reverse("courses:step", args=["copy", "step-1"]) in html
    assert reverse("courses:step", args=["copy", "step-2"]) not in html


def test_what_is_not_there_for_her_is_left_out(session, leader):
    CoursePage.objects.update(archived_at=timezone.now())
    outline.forget()
    assert related.steps_of(session.series, leader) == []


def test_a_series_without_any_asks_nothing(session, leader, django_assert_num_queries):
    session.series.step_keys = []
    with django_assert_num_queries(0):
        assert related.steps_of(session.series, leader) == []


def test_a_trainer_chooses_from_what_is_published(session, client_of, trainer):
    Series.objects.update(trainer=trainer)
    desk = client_of(trainer)
    address = reverse("series:edit", args=[session.series_id])
    html = desk.get(address).text
    assert "Step 2" in html
    key = str(LessonPage.objects.get(slug="step-2").translation_key)
    series = session.series
    form = {
        "kind": series.kind, "title": series.title, "title_en": series.title_en,
        "weekdays": [series.weekday], "every": 1, "starts_at": "20:30", "minutes": series.minutes,
        "starts_on": series.starts_on.isoformat(), "active": "on", "trainer": trainer.pk,
    }  # fmt: skip
    assert desk.post(address, form | {"step_keys": ["made-up"]}).status_code == 200
    assert desk.post(address, form | {"step_keys": [key]}).status_code == 302
    series.refresh_from_db()
    assert series.step_keys == [key]
