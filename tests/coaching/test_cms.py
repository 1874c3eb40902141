"""Templates and limits in the CMS, and the coach's page of one leader."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from school.coaching.models import CoachingLimits, Contact, Flag, PlanTemplate
from school.coaching.plan import follow
from school.lib import dates
from tests.coaching.conftest import days, place, template, today
from tests.standing.conftest import sell, week


def test_operations_edit_a_template_with_its_parts(client_of, operations):
    client = client_of(operations)
    part = {
        "kind": "task", "title": "问候", "title_en": "Greet", "words": "", "words_en": "",
        "refers_to": "", "day": 1, "every_days": "",
    }  # fmt: skip
    said = nested_form_data(
        {
            "cohort": "tail", "name": "小步走", "name_en": "Small steps", "words": "",
            "words_en": "", "days": 14, "active": "on", "items": inline_formset([part, part]),
        }
    )  # fmt: skip
    client.post(reverse("plan_templates:add"), said)
    made = PlanTemplate.objects.get()
    assert (made.days, made.items.count()) == (14, 2)
    page = client.get(reverse("plan_templates:edit", args=[made.pk])).content.decode()
    assert "Greet" in page
    second = client.post(reverse("plan_templates:add"), said).content.decode()
    assert "This cohort has a template in use already." in second
    assert PlanTemplate.objects.count() == 1


def test_coaches_and_managers_read_templates_only(client_of, coach, manager):
    made = template("head", [("task", 1, {})])
    for person in (coach, manager):
        client = client_of(person)
        assert client.get(reverse("plan_templates:index")).status_code == 200
        read = client.get(reverse("plan_templates:inspect", args=[made.pk])).content.decode()
        assert "task by 1" in read
        assert client.get(reverse("plan_templates:edit", args=[made.pk])).status_code == 302
        assert client.get(reverse("coaching_limits:index")).status_code == 302


def test_limits_that_have_begun_do_not_change(client_of, operations):
    past = CoachingLimits.objects.create(valid_from=today() - days(1))
    ahead = CoachingLimits.objects.create(valid_from=today() + days(1))
    client = client_of(operations)
    for limits, number in ((past, 40), (ahead, 30)):
        said = {
            "valid_from": str(ahead.valid_from), "fall_percent": 30, "fall_weeks": 4,
            "closed_days": 7, "complaints": 2, "complaints_days": 28, "idle_days": 21,
            "case_load": 80, "least_compared": 10,
        }  # fmt: skip
        client.post(reverse("coaching_limits:edit", args=[limits.pk]), said)
        limits.refresh_from_db()
        assert limits.fall_percent == number


def test_limits_of_the_day(db):
    assert CoachingLimits.objects.valid_on(today()).fall_percent == 40
    CoachingLimits.objects.create(valid_from=today(), fall_percent=30)
    assert CoachingLimits.objects.valid_on(today()).fall_percent == 30
    assert CoachingLimits.objects.valid_on(today() - days(1)).fall_percent == 40


@pytest.fixture
def portrait(client_of, coach):
    client = client_of(coach)
    return lambda leader: client.get(reverse("coach:leader", args=[leader.pk]))


def test_a_flag_with_since_when_and_its_rows(portrait, leader):
    last = week(1, dates.week_start(today()))
    sell(last, {leader: {"net": 60, "complaints": 2}})
    Flag.objects.create(
        leader=leader, rule="fall", since=last, raised_on=today(), value=60, usual=100,
        first=last, last=last,
    )  # fmt: skip
    page = portrait(leader).content.decode()
    assert f"since {last}" in page
    assert "¥\u00a060" in page
    assert "Nothing is open." in page


def test_what_she_gets_wrong(portrait, leader, monkeypatch):
    from assessments.review_topics import Known, Topic
    from school.coaching import portrait as module

    monkeypatch.setattr(module, "weak_topics", lambda _one: [Topic(1, "C5/Photos", 4, 3)])
    monkeypatch.setattr(module, "known", lambda _one: Known(1, 4))
    page = portrait(leader).content.decode()
    assert "C5/Photos" in page
    assert "Of 4 questions that she once missed, she knows 1 by now." in page


def test_same_queries_for_a_short_and_a_long_story(portrait, leader, coach, queries, client_of):
    template("middle", [("task", 1, {}), ("visit", 2, {})])
    follow(run=place({leader: "middle"}, today()))
    Contact.objects.create(leader=leader, by=coach, outcome="reached")
    address, client = reverse("coach:leader", args=[leader.pk]), client_of(coach)
    number = queries(client, address)
    for _number in range(6):
        Contact.objects.create(leader=leader, by=coach, outcome="reached")
    assert queries(client, address) == number
