"""The trainer's side: editing, previews, the timetable and the attendance list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from courses.models import AttendanceMark, CoursePage, Series, Session
from courses.trainings.booking import book
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(trainer, client_of):
    """The trainer's browser."""
    return client_of(trainer)


def address_of(session):
    return reverse("sessions:attendance", args=[session.pk])


def test_the_list_shows_who_said_she_comes(desk, leader, trainer):
    session = tree.soon(trainer=trainer)
    book(session=session, leader=leader)
    Session.objects.update(starts_at=timezone.now())
    html = desk.get(address_of(session)).content.decode()
    assert "Li Mei" in html and "comes" in html and "1 open" in html


def test_one_tap_marks_and_the_list_shows_it_again(desk, leader, trainer, intake):
    absent = cast.leader("Absent", intake=intake)
    session = tree.session(trainer=trainer)
    tapped = desk.post(address_of(session), {"here": leader.pk})
    assert tapped["location"] == f"{address_of(session)}#leader-{leader.pk}"
    desk.post(address_of(session), {"away": absent.pk})
    marks = dict(AttendanceMark.objects.values_list("leader", "present"))
    assert marks == {leader.pk: True, absent.pk: False}
    html = desk.get(address_of(session)).content.decode()
    assert "1 there · 1 not there · 0 open" in html and f'id="leader-{leader.pk}"' in html


def test_a_leader_who_is_not_on_the_list_cannot_be_marked(desk, trainer, other_leader):
    session = tree.session(trainer=trainer)
    desk.post(address_of(session), {"here": other_leader.pk})
    assert desk.post(address_of(session), {"here": "x"})["location"] == address_of(session)
    assert not AttendanceMark.objects.filter(leader=other_leader).exists()


def test_another_trainers_session_is_not_there(desk):
    session = tree.session(trainer=cast.trainer("Another"))
    assert desk.get(address_of(session)).status_code == 404
    assert desk.post(address_of(session), {}).status_code == 404


def test_a_leader_cannot_mark_anybody(client_of, leader, other_leader):
    session = tree.session()
    answer = client_of(other_leader).post(address_of(session), {"here": leader.pk})
    assert answer.status_code in (302, 403)
    assert not AttendanceMark.objects.exists()


def test_a_session_that_has_not_begun_says_so_and_saves_nothing(desk, leader, trainer):
    session = tree.soon(trainer=trainer)
    html = desk.get(address_of(session)).content.decode()
    assert "has not begun yet" in html and "disabled" in html
    desk.post(address_of(session), {"here": leader.pk})
    assert not AttendanceMark.objects.exists()


def test_the_list_takes_the_same_queries_however_long_it_is(desk, trainer, intake):
    """Compared, not counted: the CMS's frame asks for things of other floors as well."""
    session = tree.session(trainer=trainer)
    taken = []
    for count in (1, 6):
        for _number in range(count):
            cast.leader(intake=intake)
        desk.get(address_of(session))
        with CaptureQueriesContext(connection) as queries:
            desk.get(address_of(session))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_the_sessions_list_leads_to_the_attendance(desk, trainer):
    hers = tree.session(trainer=trainer)
    others = tree.session(trainer=cast.trainer("Another"))
    html = desk.get(reverse("sessions:index")).content.decode()
    assert address_of(hers) in html and address_of(others) not in html


def test_this_weeks_sessions_come_first_and_none_is_added_by_hand(desk, trainer):
    now = timezone.now()
    series = tree.series(trainer=trainer)
    days = {"older": -30, "old": -20, "now": 0, "next": 9}
    for title, day in days.items():
        moment = now + timedelta(days=day)
        tree.session(moment, of=series, trainer=trainer, title=title)
    answer = desk.get(reverse("sessions:index"))
    assert [one.title for one in answer.context["object_list"]] == ["now", "next", "old", "older"]
    with pytest.raises(NoReverseMatch):
        reverse("sessions:add")


def test_another_trainers_session_cannot_be_edited(desk, trainer):
    hers, others = tree.soon(trainer=trainer), tree.soon(trainer=cast.trainer("Another"))
    assert desk.get(reverse("sessions:edit", args=[hers.pk])).status_code == 200
    assert desk.get(reverse("sessions:edit", args=[others.pk])).status_code == 404


@pytest.mark.parametrize(
    ("written", "hosts"),
    [
        ("T77", True),
        (" +86 138-0000-0077 ", True),
        ("13800000077", True),
        ("", False),
        ("T78", None),
        ("13800000078", None),
    ],
)
def test_the_host_of_a_session_is_written_down(desk, trainer, written, hosts):
    host = cast.leader(code="T77")
    cast.User.objects.filter(pk=host.user_id).update(phone="+8613800000077")
    night = tree.soon(trainer=trainer)
    answer = desk.post(
        reverse("sessions:edit", args=[night.pk]),
        {
            "title": "",
            "title_en": "",
            "starts_at": timezone.localtime(night.starts_at).strftime("%Y-%m-%d %H:%M"),
            "ends_at": timezone.localtime(night.ends_at).strftime("%Y-%m-%d %H:%M"),
            "trainer": trainer.pk,
            "state": "planned",
            "hosted_by": written,
        },
    )
    night.refresh_from_db()
    assert night.host == (host if hosts else None)
    assert answer.status_code == (200 if hosts is None else 302)
    page = desk.get(reverse("sessions:edit", args=[night.pk])).content.decode()
    assert ('value="T77"' in page) is bool(hosts)


def test_a_new_series_fills_the_timetable_at_once(desk):
    answer = desk.post(
        reverse("series:add"),
        {
            "kind": "sales",
            "title": "销售培训",
            "weekdays": [2],
            "starts_at": "20:30",
            "minutes": 45,
            "starts_on": "2024-01-01",
            "active": "on",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert Session.objects.filter(series=Series.objects.get()).count() >= 4


def test_the_school_menu_leads_to_the_courses_and_they_to_the_catalog(desk):
    shelf = tree.catalog()
    html = desk.get(reverse("courses_cms:courses")).content.decode()
    assert reverse("wagtailadmin_explore", args=[shelf.pk]) in html


def test_a_trainer_may_edit_a_course_and_its_lessons(desk):
    course = tree.course()
    for page in (course, course.get_children().first()):
        answer = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == 200


def test_only_steps_go_into_a_course():
    names = {model.__name__ for model in CoursePage.allowed_subpage_models()}
    assert {"LessonPage", "SessionStepPage"} <= names
    assert not names & {"CoursePage", "CatalogPage", "HomePage"}


def test_every_page_has_a_preview_that_records_nothing(desk):
    course = tree.course()
    pages = [tree.catalog(), course, course.get_children().first(), tree.session_step(course)]
    for page in pages:
        address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        html = desk.get(address).content.decode()
        assert "This is how leaders see it" in html
        assert "/done/" not in html


def test_a_preview_speaks_the_language_of_its_page(desk):
    shelf = tree.catalog("zh-hans")
    html = desk.get(reverse("wagtailadmin_pages:view_draft", args=[shelf.pk])).content.decode()
    assert '<html lang="zh-hans">' in html


def test_a_draft_lesson_is_previewed_as_it_is_in_hand(desk):
    course = tree.course()
    page = course.get_children().first().specific
    page.title = "Not yet published"
    page.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "<h1>Not yet published</h1>" in desk.get(address).content.decode()
    assert page.__class__.objects.get(pk=page.pk).title == "Step 1"
