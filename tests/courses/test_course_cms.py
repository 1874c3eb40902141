"""A trainer's screens of courses, paths and renewals: what they do, whom they refuse, how much they
ask of the database."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from courses.authoring.moving import move_step
from courses.authoring.workflow import install
from courses.enrolment import enrol
from courses.models import CoursePage, Enrolment, LearningPath, LessonPage, PathEnrolment
from courses.outline import outline_of
from courses.progress import complete_step
from school.lib import dates
from school.people import roles
from tests import cast
from tests.courses import tree
from tests.courses.test_access import changed, dripped

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(trainer):
    trainer.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    return trainer


@pytest.fixture
def desk(head, client_of):
    return client_of(head)


@pytest.fixture
def both():
    """A course in two languages with three steps."""
    course = tree.course("both", lessons=3, language="zh-hans", code="C1")
    english = tree.translated(
        course, "en", tree.catalog("en"), code="C1", track="sales", summary="S", title="Both"
    )
    for page in course.get_children().specific():
        tree.translated(page, "en", english, minutes=4)
    return CoursePage.objects.get(pk=course.pk)


def address(course, name="course") -> str:
    return reverse(f"courses_cms:{name}", args=[course.translation_key])


def steps(course) -> list[LessonPage]:
    pages = LessonPage.objects.filter(path__startswith=course.path)
    return list(pages.order_by("path"))


def english(course) -> CoursePage:
    return CoursePage.objects.get(
        translation_key=course.translation_key, locale__language_code="en"
    )


def filled(course, **over) -> dict:
    data = {"save_steps": "1", "order": [str(page.translation_key) for page in steps(course)]}
    for page in steps(course):
        name = f"step-{page.translation_key}"
        data |= {f"{name}-minutes": page.minutes, f"{name}-asked": "on"}
    return data | over


# --- the list and the screen ---------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_of_courses_takes_the_same_queries(desk, count, django_assert_max_num_queries):
    for number in range(count):
        tree.course(f"c{number}")
    desk.get(reverse("courses_cms:courses"))
    with django_assert_max_num_queries(16):
        html = desk.get(reverse("courses_cms:courses")).content.decode()
    assert html.count("not translated yet") == count


@pytest.mark.parametrize("count", [1, 6])
def test_the_screen_of_a_course_takes_the_same_queries(desk, count, django_assert_max_num_queries):
    course = tree.course("one", lessons=count)
    desk.get(address(course))
    with django_assert_max_num_queries(26):
        assert desk.get(address(course)).status_code == 200


@pytest.mark.parametrize("name", ["course", "as_leader", "stuck"])
def test_only_who_writes_courses_comes_in(client_of, coach, leader, name):
    course = tree.course("one")
    for person in (coach, leader):
        assert client_of(person).get(address(course, name)).status_code in (302, 403)
        assert client_of(person).post(address(course), {"archive": "1"}).status_code in (302, 403)
    assert CoursePage.objects.get(pk=course.pk).archived_at is None


def test_a_course_that_is_not_there(desk):
    course = tree.course("gone")
    url = address(course)
    course.delete()
    assert desk.get(url).status_code == 404


# --- numbers and order ---------------------------------------------------------------------------


def test_numbers_are_kept_in_both_languages(desk, both):
    page = steps(both)[1]
    name = f"step-{page.translation_key}"
    data = filled(both, **{f"{name}-minutes": 9, f"{name}-drip_days": 3, f"{name}-due_days": 7})
    data.pop(f"{name}-asked")
    assert desk.post(address(both), data).status_code == 302
    for version in LessonPage.objects.filter(translation_key=page.translation_key):
        kept = (version.minutes, version.drip_days, version.due_days, version.optional)
        assert kept == (9, 3, 7, True)
        assert version.get_latest_revision_as_object().minutes == 9


def test_the_order_is_changed_in_both_languages(desk, both):
    keys = [str(page.translation_key) for page in steps(both)]
    desk.post(address(both), filled(both, order=[keys[2], keys[0], keys[1]]))
    for course in (both, english(both)):
        assert [str(page.translation_key) for page in steps(course)] == [keys[2], *keys[:2]]


def test_the_arrows_move_one_step_without_a_mouse(desk, both):
    keys = [page.translation_key for page in steps(both)]
    desk.post(address(both), {"down": str(keys[0])})
    assert [page.translation_key for page in steps(both)] == [keys[1], keys[0], keys[2]]
    desk.post(address(both), {"up": str(keys[0])})
    assert [page.translation_key for page in steps(both)] == keys


def test_words_that_are_not_published_yet_stay_a_draft(desk, both):
    page = steps(both)[0]
    page.title = "Not yet"
    page.save_revision()
    name = f"step-{page.translation_key}"
    desk.post(address(both), filled(both, **{f"{name}-minutes": 8}))
    kept = LessonPage.objects.get(pk=page.pk)
    assert (kept.title, kept.minutes) == ("Step 1", 8)
    assert kept.get_latest_revision_as_object().title == "Not yet"


def test_a_wrong_number_is_said_and_nothing_kept(desk, both):
    name = f"step-{steps(both)[0].translation_key}"
    answer = desk.post(address(both), filled(both, **{f"{name}-minutes": 0}))
    assert "greater than or equal to 1" in answer.content.decode()
    assert steps(both)[0].minutes == 4


# --- trainer and head trainer --------------------------------------------------------------------


def test_a_trainer_writes_drafts_and_does_not_publish(client_of, both):
    someone = cast.trainer("Teacher Wu")
    desk = client_of(someone)
    name = f"step-{steps(both)[0].translation_key}"
    answer = desk.post(address(both), filled(both, **{f"{name}-minutes": 8}), follow=True)
    assert "a head trainer publishes" in answer.content.decode()
    assert steps(both)[0].minutes == 4
    assert steps(both)[0].get_latest_revision_as_object().minutes == 8
    for data in ({"down": str(steps(both)[0].translation_key)}, {"archive": "1"}):
        assert desk.post(address(both), data)["Location"] == reverse("wagtailadmin_home")
    assert [page.slug for page in steps(both)] == ["step-1", "step-2", "step-3"]
    assert CoursePage.objects.get(pk=both.pk).archived_at is None


def test_a_draft_is_put_in_order_by_who_writes_it(client_of, both):
    desk, first = client_of(cast.trainer("Teacher Wu")), str(steps(both)[0].translation_key)
    assert 'name="down"' not in desk.get(address(both)).content.decode()
    CoursePage.objects.update(live=False)
    assert 'name="down"' in desk.get(address(both)).content.decode()
    desk.post(address(both), {"down": first})
    assert [page.slug for page in steps(both)] == ["step-2", "step-1", "step-3"]


def test_she_submits_and_a_head_trainer_publishes(client_of, both, head):
    install()
    page = steps(both)[0]
    page.title = "Better"
    page.save_revision()
    workflow = page.get_workflow()
    assert workflow is not None
    state = workflow.start(page, cast.trainer("Teacher Wu"))
    assert state.current_task_state.task.specific.get_actions(page, head)
    state.current_task_state.approve(user=head)
    assert LessonPage.objects.get(pk=page.pk).title == "Better"


@pytest.mark.parametrize("is_head", [False, True])
def test_the_editor_offers_to_submit_and_a_head_trainer_to_publish(client_of, both, is_head):
    install()
    someone = cast.trainer("Teacher Wu")
    if is_head:
        someone.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    page = steps(both)[0]
    html = client_of(someone).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    assert (b'name="action-publish"' in html) is is_head
    assert b'name="action-submit"' in html
    for name in ("history", "workflow_history"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        assert client_of(someone).get(url).status_code == 200


def test_the_workflow_is_made_once_and_leaves_what_a_school_chose():
    assert install() == install()


def test_a_page_is_published_at_its_hour(both):
    from courses.work import publish

    steps(both)[0].save_revision().publish()
    page = steps(both)[0]
    page.title, page.go_live_at = "On Thursday", timezone.now() + timedelta(minutes=5)
    revision = page.save_revision()
    revision.publish()
    assert LessonPage.objects.get(pk=page.pk).title == "Step 1"
    revision.refresh_from_db()
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1),
        content=revision.content | {"go_live_at": None},
    )
    publish(None)
    assert LessonPage.objects.get(pk=page.pk).title == "On Thursday"


# --- settings ------------------------------------------------------------------------------------


def test_the_audience_holds_for_both_languages(desk, both, intake):
    first = tree.course("first")
    desk.post(
        address(both),
        {
            "save_settings": "1",
            "course-tiers": ["core", "advanced"],
            "course-intakes": [intake.pk],
            "course-prerequisites": [str(first.translation_key)],
            "course-opens_on": "2026-01-05",
            "course-valid_months": "12",
        },
    )
    for page in (CoursePage.objects.get(pk=both.pk), english(both)):
        assert page.tiers == ["core", "advanced"] and page.valid_months == 12
        assert list(page.intakes.all()) == [intake]
    outline = outline_of(CoursePage.objects.get(pk=both.pk))
    assert outline.audience.intakes == {intake.pk}
    assert outline.prerequisites == (first.translation_key,)


def test_a_last_day_before_the_first_is_refused(desk, both):
    days = {"course-opens_on": "2026-02-02", "course-closes_on": "2026-01-01"}
    answer = desk.post(address(both), {"save_settings": "1", **days})
    assert "before the first" in answer.content.decode()


def test_the_other_language_begins_with_the_words_there_are(desk):
    tree.catalog("zh-hans")
    shelf = tree.catalog("en")
    zh = tree.catalog("zh-hans")
    type(zh).objects.filter(pk=zh.pk).update(translation_key=shelf.translation_key)
    course = tree.course("mono")
    desk.post(address(course), {"translate": "zh-hans"})
    other = CoursePage.objects.get(locale__language_code="zh-hans")
    assert other.translation_key == course.translation_key and not other.live
    assert [page.translation_key for page in steps(other)] == [
        page.translation_key for page in steps(course)
    ]


def test_facts_to_check_are_listed(desk):
    course = tree.course("facts")
    dripped(course, 0, facts_checked_until=dates.today())
    assert "to check again" in desk.get(address(course)).content.decode()
    assert "facts of 1 step to check" in desk.get(reverse("courses_cms:courses")).content.decode()


# --- copy, move, archive -------------------------------------------------------------------------


def test_a_copy_has_keys_of_its_own_and_nobodys_records(desk, both, leader):
    complete_step(leader=leader, step=steps(both)[0])
    desk.post(address(both), {"copy": "1", "copy-code": "C99"})
    copies = CoursePage.objects.filter(code="C99")
    assert copies.count() == 2 and len({page.translation_key for page in copies}) == 1
    assert not copies.filter(live=True).exists()
    here, there = copies
    assert {p.translation_key for p in steps(here)} == {p.translation_key for p in steps(there)}
    assert not {p.translation_key for p in steps(here)} & {p.translation_key for p in steps(both)}
    assert Enrolment.objects.count() == 1


def test_a_code_is_given_once(desk, both):
    answer = desk.post(address(both), {"copy": "1", "copy-code": "C1"}, follow=True)
    assert "with this code already" in answer.content.decode()
    assert CoursePage.objects.count() == 2


def test_a_moved_step_takes_what_people_did_with_it(desk, leader, other_leader):
    old, new = tree.course("old", lessons=2), tree.course("new", lessons=1)
    done, left = steps(old)
    for person in (leader, other_leader):
        enrol(leader=person, course=new)
        complete_step(leader=person, step=done)
    complete_step(leader=leader, step=steps(new)[0])
    assert Enrolment.objects.get(leader=leader, course_key=new.translation_key).completed_at
    data = {"move": "1", "step": str(left.translation_key), "to": str(new.translation_key)}
    desk.post(address(old), data)
    finished = Enrolment.objects.finished().filter(course_key=old.translation_key)
    assert {row.leader for row in finished} == {leader, other_leader}
    desk.post(
        address(old),
        {"move": "1", "step": str(done.translation_key), "to": str(new.translation_key)},
    )
    from courses.models import StepCompletion

    rows = StepCompletion.objects.filter(step_key=done.translation_key)
    assert {row.course_key for row in rows} == {new.translation_key}
    assert [page.translation_key for page in steps(new)][1:] == [
        left.translation_key, done.translation_key
    ]  # fmt: skip


def test_a_step_goes_only_where_its_languages_are(desk, both):
    new = tree.course("new")
    data = {
        "move": "1",
        "step": str(steps(both)[0].translation_key),
        "to": str(new.translation_key),
    }
    answer = desk.post(address(both), data, follow=True)
    assert "no version in the language" in answer.content.decode()
    assert len(steps(both)) == 3


def test_a_trainer_without_the_right_moves_nothing(both):
    from django.core.exceptions import PermissionDenied

    new = tree.course("new", language="zh-hans")
    tree.translated(new, "en", tree.catalog("en"), code="N", track="sales", summary="S")
    with pytest.raises(PermissionDenied):
        move_step(
            step_key=steps(both)[0].translation_key,
            to=new.translation_key,
            user=cast.coach("Coach Wu"),
        )


def test_an_archived_course_is_kept_for_who_is_in_it(desk, both, leader, other_leader, client_of):
    enrol(leader=leader, course=both)
    desk.post(address(both), {"archive": "1"})
    assert client_of(leader).get("/courses/both/").status_code == 200
    assert client_of(other_leader).get("/courses/both/").status_code == 404
    assert "in the archive" in desk.get(address(both)).content.decode()
    desk.post(address(both), {"restore": "1"})
    assert client_of(other_leader).get("/courses/both/").status_code == 200


# --- looking -------------------------------------------------------------------------------------


def test_it_is_seen_as_a_leader_of_hers_sees_it_and_nothing_is_written(desk, head, leader):
    leader.intake.trainer = head
    leader.intake.save()
    course = tree.course("one")
    url = reverse("courses_cms:phone", args=[course.translation_key, leader.pk])
    html = desk.get(url).content.decode()
    assert "Start" in html and "disabled" in html
    assert not Enrolment.objects.exists()
    assert desk.post(url).status_code == 405
    assert leader.name in desk.get(address(course, "as_leader")).content.decode()


def test_not_as_a_leader_whom_she_does_not_see(desk, other_leader):
    course = tree.course("one")
    url = reverse("courses_cms:phone", args=[course.translation_key, other_leader.pk])
    assert desk.get(url).status_code == 404
    picked = {"leader": other_leader.pk}
    assert desk.get(address(course, "as_leader"), picked).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_where_they_stop(desk, head, intake, count, django_assert_max_num_queries):
    intake.trainer = head
    intake.save()
    course = tree.course("hard", lessons=3)
    for number in range(count):
        one = cast.leader(f"Leader {number}", intake=intake)
        complete_step(leader=one, step=steps(course)[0])
    desk.get(address(course, "stuck"))
    with django_assert_max_num_queries(26):
        html = desk.get(address(course, "stuck")).content.decode()
    assert f"{count} have begun and 0 are through" in html
    assert f"Most stop before “Step 2”: {count}." in html


def test_strangers_are_not_counted(desk, other_leader):
    course = tree.course("hard")
    complete_step(leader=other_leader, step=steps(course)[0])
    assert "None of the leaders" in desk.get(address(course, "stuck")).content.decode()


# --- paths and renewals --------------------------------------------------------------------------


def test_a_path_is_made_with_its_courses_in_order(desk):
    first, second = tree.course("first"), tree.course("second")
    answer = desk.post(
        reverse("courses_cms:add_path"),
        {
            "title": "第一个月",
            "slug": "first-month",
            "active": "on",
            "course_0": str(second.translation_key),
            "course_1": "",
            "course_2": str(first.translation_key),
        },
    )
    path = LearningPath.objects.get()
    assert answer["Location"] == reverse("courses_cms:path", args=[path.pk])
    keys = [one.course_key for one in path.courses.all()]
    assert keys == [second.translation_key, first.translation_key]
    assert "第一个月" in desk.get(reverse("courses_cms:paths")).content.decode()


def test_a_coach_renews_and_puts_in_only_her_own(client_of, coach, leader, other_leader):
    course = changed(tree.course("safe", lessons=1), valid_months=1)
    for person in (leader, other_leader):
        complete_step(leader=person, step=steps(course)[0])
    desk, url = client_of(coach), reverse("courses_cms:renewals")
    html = desk.get(url).content.decode()
    assert leader.name in html and other_leader.name not in html
    for person in (leader, other_leader):
        desk.post(url, {"again": Enrolment.objects.get(leader=person).pk})
    assert [row.leader for row in Enrolment.objects.filter(round=2)] == [leader]
    path = LearningPath.objects.create(slug="p", title="路")
    for person in (leader, other_leader):
        desk.post(url, {"put": "1", "leader": person.pk, "into": f"path:{path.pk}"})
    row = PathEnrolment.objects.get()
    assert (row.leader, row.by) == (leader, coach)
    assert client_of(leader).get(url).status_code in (302, 403)
