"""Learning paths: who comes upon them, how they go on, and how they are renewed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.enrolment import enrol, expiry, renew
from courses.models import Enrolment, LearningPath, PathCourse, PathEnrolment, StepCompletion
from courses.path import (
    advance_everybody,
    begin_path,
    enrol_in_path,
    follow_plans,
    join_intake,
    offered_paths,
    reach_tier,
)
from courses.progress import complete_step, done_steps
from courses.renewal import renew_expired
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests.courses import tree
from tests.courses.test_access import changed

pytestmark = pytest.mark.django_db


def path_of(*courses, slug="first-month", **fields) -> LearningPath:
    path = LearningPath.objects.create(
        slug=slug, title="第一个月", title_en="First month", **fields
    )
    for position, course in enumerate(courses):
        PathCourse.objects.create(path=path, course_key=course.translation_key, position=position)
    return path


def finish(leader, course) -> None:
    enrol(leader=leader, course=course)
    for page in course.get_children().specific():
        complete_step(leader=leader, step=page)


def taken(leader) -> list:
    return list(Enrolment.objects.filter(leader=leader).values_list("course_key", flat=True))


def test_one_course_comes_after_the_other_and_then_the_path_is_done(leader):
    first, second = tree.course("first", lessons=1), tree.course("second", lessons=1)
    enrol_in_path(leader=leader, path=path_of(first, second), source="staff")
    assert taken(leader) == [first.translation_key]
    finish(leader, first)
    assert second.translation_key in taken(leader)
    finish(leader, second)
    assert PathEnrolment.objects.get().completed_at


def test_what_she_has_finished_before_counts(leader):
    first = tree.course("first", lessons=1)
    finish(leader, first)
    enrol_in_path(leader=leader, path=path_of(first), source="staff")
    assert PathEnrolment.objects.get().completed_at


@pytest.mark.parametrize("begin", [join_intake])
def test_joining_an_intake_begins_its_paths(leader, other_leader, begin):
    first = tree.course("first")
    path = path_of(first, on_joining=True)
    path.intakes.add(leader.intake)
    begin(leader=leader)
    begin(leader=leader)
    begin(leader=other_leader)
    assert [row.leader for row in PathEnrolment.objects.all()] == [leader]


def test_a_tier_and_a_plan_begin_paths(leader, other_leader):
    path_of(tree.course("first"), on_reaching=["ordinary"])
    path_of(tree.course("second"), slug="head", on_plan=["head"])
    reach_tier(leader=leader, tier="preparatory")
    assert not PathEnrolment.objects.exists()
    reach_tier(leader=leader, tier="ordinary")
    follow_plans(cohort="head", leaders=[other_leader])
    found = PathEnrolment.objects.order_by("pk").values_list("leader", "source")
    assert list(found) == [(leader.pk, "tier"), (other_leader.pk, "plan")]


def test_only_what_is_offered_can_be_begun_by_herself(leader, client_of):
    course = changed(tree.course("first"), tiers=["core"])
    path = path_of(course, by_herself=True)
    assert offered_paths(leader=leader) == []
    with pytest.raises(Refusal) as caught:
        begin_path(leader=leader, path=path)
    assert caught.value.code == "path-not-offered"
    browser = client_of(leader)
    assert browser.get("/paths/first-month/").status_code == 404
    browser.post("/paths/first-month/")
    assert not PathEnrolment.objects.exists()


def test_she_begins_a_path_and_sees_where_she_is(leader, client_of):
    first, second = tree.course("first", lessons=1), tree.course("second")
    path_of(first, second, by_herself=True)
    browser = client_of(leader)
    assert "You may begin" in browser.get("/courses/").content.decode()
    browser.post("/paths/first-month/")
    finish(leader, first)
    html = browser.get("/paths/first-month/").content.decode()
    assert "First month" in html and "Carry on" in html and "0 of 2 steps done" in html
    assert browser.get("/courses/").content.decode().count("under way") == 1


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_a_path_takes_the_same_queries(
    leader, client_of, count, django_assert_num_queries
):
    courses = [tree.course(f"c{number}", lessons=1) for number in range(count)]
    enrol_in_path(leader=leader, path=path_of(*courses), source="staff")
    browser = client_of(leader)
    browser.get("/paths/first-month/")
    with django_assert_num_queries(8):
        browser.get("/paths/first-month/")


def test_a_course_that_opens_later_is_begun_when_it_opens(leader):
    later = changed(tree.course("later"), opens_on=dates.today() + timedelta(days=3))
    enrol_in_path(leader=leader, path=path_of(later), source="staff")
    assert taken(leader) == []
    changed(later, opens_on=dates.today())
    assert advance_everybody() == 1
    assert taken(leader) == [later.translation_key]
    assert advance_everybody() == 0


# --- renewal -------------------------------------------------------------------------------------


def over(row: Enrolment) -> None:
    Enrolment.objects.filter(pk=row.pk).update(expires_on=dates.today())


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month():
    at = timezone.datetime(2026, 1, 31, 4, tzinfo=timezone.get_current_timezone())
    assert expiry(at, 1).isoformat() == "2026-02-28"
    assert expiry(at, None) is None


def test_a_renewed_course_is_to_do_again_and_the_old_round_stays(leader):
    course = changed(tree.course("safe", lessons=1), valid_months=6)
    finish(leader, course)
    first = Enrolment.objects.get()
    assert first.expires_on == expiry(first.completed_at, 6)
    over(first)
    assert renew_expired() == {"paths": 0, "courses": 1}
    assert renew_expired() == {"paths": 0, "courses": 0}
    now = Enrolment.objects.get()
    assert (now.round, now.completed_at) == (2, None)
    assert Enrolment.rounds.get(round=1).completed_at == first.completed_at
    assert StepCompletion.rounds.count() == 1 and not done_steps(leader)
    assert Notice.objects.filter(user=leader.user, template="course-renewal").count() == 1
    finish(leader, course)
    assert Enrolment.objects.get().completed_at
    assert (Enrolment.rounds.count(), StepCompletion.rounds.count()) == (2, 2)


def test_a_training_that_she_attended_counts_again(leader):
    course = tree.course("live", lessons=1)
    step = tree.session_step(course)
    complete_step(leader=leader, step=step, source="attendance")
    finish(leader, course)
    renew(Enrolment.objects.get())
    assert done_steps(leader) == {step.translation_key}


def test_who_has_left_and_what_is_archived_is_not_renewed(leader):
    course = changed(tree.course("safe", lessons=1), valid_months=6)
    finish(leader, course)
    over(Enrolment.objects.get())
    changed(course, archived_at=timezone.now())
    assert renew_expired()["courses"] == 0


def test_a_path_is_renewed_with_its_courses(leader):
    first, second = tree.course("first", lessons=1), tree.course("second", lessons=1)
    enrol_in_path(leader=leader, path=path_of(first, second, valid_months=12), source="staff")
    finish(leader, first)
    finish(leader, second)
    PathEnrolment.objects.update(expires_on=dates.today())
    assert renew_expired()["paths"] == 1
    assert PathEnrolment.objects.count() == 2
    assert Enrolment.objects.filter(completed_at=None).count() == 2
    assert renew_expired()["paths"] == 0
