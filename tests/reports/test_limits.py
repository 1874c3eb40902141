"""The screen of the limits: managers try, operations save."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from school.jobs.models import Job
from school.people.models import User
from school.standing import limits as rule
from school.standing import what_if_work
from school.standing.cohort import first_limits
from school.standing.models import CohortLimits, Placement
from tests import cast
from tests.reports.conftest import LADDER, many, sell_and_place

LIMITS = reverse("reports:limits")
NARROW = {"head_p": 10, "head_leaves": 10}


@pytest.fixture
def placed(region):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    return leaders


def asked(do: str, region=None, **numbers) -> dict:
    day = rule.first_free_monday().isoformat()
    place = region.pk if region else ""
    return {"do": do, "region": place, "valid_from": day, **first_limits(), **numbers}


@pytest.fixture
def tried(client_of, django_capture_on_commit_callbacks):
    """The page to which somebody is led who tries limits, when the work is done."""

    def do(person, *args, **numbers):
        client = client_of(person)
        with django_capture_on_commit_callbacks(execute=True):
            asked_for = client.post(LIMITS, asked("try", *args, **numbers))
        return client.get(asked_for.headers["location"])

    return do


def test_a_manager_sees_who_would_move_in_her_region(tried, manager, region, placed):
    before = Placement.objects.count()
    response = tried(manager, region, **NARROW)
    page = response.content.decode()
    assert response.context["trial"]["moved"] == 1
    assert "1 leader would move" in page and placed[1].name in page and "a week later" in page
    assert placed[1].user.phone not in page
    assert not CohortLimits.objects.exists() and Placement.objects.count() == before
    assert 'value="save"' not in page
    assert response.context["form"].initial["head_p"] == 10


def test_the_day_stands_in_its_field_in_chinese_too(client_of, manager, region, placed):
    User.objects.filter(pk=manager.pk).update(language="zh-hans")
    page = client_of(manager).get(LIMITS).content.decode()
    assert "试试新界限" in page
    assert f'value="{rule.first_free_monday().isoformat()}"' in page


def test_until_it_is_done_the_page_says_how_far_it_is(client_of, manager, region, placed):
    client = client_of(manager)
    client.post(LIMITS, asked("try", region, **NARROW))
    client.post(LIMITS, asked("try", region, **NARROW))
    job = Job.objects.get(kind=what_if_work.KIND)
    page = client.get(reverse("reports:limits_trial", args=[job.pk]))
    assert page.context["trial"] is None and 'http-equiv="refresh"' in page.text
    Job.objects.update(state=Job.State.FAILED)
    page = client.get(reverse("reports:limits_trial", args=[job.pk])).text
    assert "did not work" in page and 'http-equiv="refresh"' not in page


def test_what_somebody_tried_is_hers_to_see(client_of, tried, manager, operations, region, placed):
    tried(manager, region, **NARROW)
    here = reverse("reports:limits_trial", args=[Job.objects.get(kind=what_if_work.KIND).pk])
    assert client_of(operations).get(here).status_code == 404
    assert client_of(manager).get(here).status_code == 200
    manager.regions.clear()
    assert client_of(manager).get(here).status_code == 404


def test_a_manager_neither_saves_nor_looks_elsewhere(client_of, manager, region, placed):
    client = client_of(manager)
    assert client.post(LIMITS, asked("save", region, **NARROW)).status_code == 422
    elsewhere = cast.region("Elsewhere")
    assert client.post(LIMITS, asked("try", elsewhere)).status_code == 422
    assert client.post(LIMITS, asked("try")).status_code == 422
    assert not CohortLimits.objects.exists()


def test_operations_save_and_take_back(client_of, operations, region, placed):
    client = client_of(operations)
    assert client.post(LIMITS, asked("save", region, **NARROW)).status_code == 302
    saved = CohortLimits.objects.get()
    assert (saved.region, saved.head_p, saved.by) == (region, 10, operations)
    assert saved.valid_from == rule.first_free_monday()
    page = client.get(LIMITS, {"region": region.pk})
    assert page.context["form"].initial["head_p"] == 10
    assert "planned" in page.content.decode()
    address = reverse("reports:take_back_limits", args=[saved.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not CohortLimits.objects.exists()


def test_a_manager_takes_nothing_back(client_of, manager, operations, region, placed):
    saved = rule.save(
        by=operations,
        region=region,
        valid_from=rule.first_free_monday(),
        numbers=first_limits(),
    )
    client_of(manager).post(reverse("reports:take_back_limits", args=[saved.pk]))
    assert CohortLimits.objects.exists()


def test_limits_that_cross_are_told(client_of, operations, placed):
    response = client_of(operations).post(LIMITS, asked("try", head_p=70))
    assert response.status_code == 422 and "must not meet" in response.content.decode()


def test_a_week_that_was_placed_is_told(client_of, operations, placed):
    last = rule.last_placed().isoformat()
    response = client_of(operations).post(LIMITS, asked("save") | {"valid_from": last})
    assert response.status_code == 422 and "placed already" in response.content.decode()


def test_coaches_and_leaders_stay_outside(client_of, coach, leader):
    for person in (coach, leader):
        assert client_of(person).get(LIMITS).status_code in (302, 403)


def test_same_queries_for_few_and_many_who_move(tried, client_of, operations, region):
    leaders = many(40, region)
    sell_and_place({leader: 1000 - at for at, leader in enumerate(leaders)})
    client = client_of(operations)
    counts = []
    for head in (18, 0):
        here = tried(operations, head_p=head, head_leaves=head).wsgi_request.path
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(here)
        counts.append((answer.context["trial"]["moved"], len(seen)))
    (few, queries), (many_, same) = counts
    assert 0 < few < many_ and queries == same
