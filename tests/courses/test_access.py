"""Who sees a course and when its steps open: one rule for lists, pages, the next step and sets of
leaders."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.access import courses_seen_by, may_begin, sees
from courses.audience import Audience, Learner, leaders_in
from courses.drip import due_words, said, why_closed
from courses.enrolment import enrol
from courses.models import CoursePage, Enrolment, LessonPage
from courses.outline import outline_of
from courses.progress import complete_step, next_step
from school.lib import dates
from school.lib.refusal import Refusal
from school.standing.models import Standing, Tier
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(leader, client_of):
    return client_of(leader)


def changed(course: CoursePage, **fields) -> CoursePage:
    for name, value in fields.items():
        setattr(course, name, value)
    course.save()
    return CoursePage.objects.get(pk=course.pk)


def dripped(course: CoursePage, days: int, slug: str = "step-2", **fields) -> LessonPage:
    step = LessonPage.objects.get(path__startswith=course.path, slug=slug)
    step.drip_days = days
    for name, value in fields.items():
        setattr(step, name, value)
    step.save()
    return step


def stand(leader, tier: str, cohort: str = "new") -> None:
    Tier.objects.get_or_create(code=tier, defaults={"rank": len(tier), "name": tier})
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": tier, "cohort": cohort})


def begun(leader, course, days_ago: int = 0) -> Enrolment:
    row = enrol(leader=leader, course=course)
    at = timezone.now() - timedelta(days=days_ago)
    Enrolment.objects.filter(pk=row.pk).update(enrolled_at=at)
    return Enrolment.objects.get(pk=row.pk)


# --- for whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "tier", "cohort", "hers"),
    [
        (Audience(), "ordinary", "head", True),
        (Audience(tiers=frozenset({"core"})), "ordinary", "head", False),
        (Audience(tiers=frozenset({"core", "ordinary"})), "ordinary", "head", True),
        (Audience(cohorts=frozenset({"head"})), "ordinary", "head", True),
        (Audience(cohorts=frozenset({"head"})), "ordinary", "middle", False),
        (
            Audience(tiers=frozenset({"ordinary"}), cohorts=frozenset({"new"})),
            "ordinary",
            "head",
            0,
        ),
        (Audience(tiers=frozenset({"preparatory"})), None, None, True),
        (Audience(cohorts=frozenset({"new"})), None, None, True),
        (Audience(tiers=frozenset({"ordinary"})), None, None, False),
    ],
)
def test_one_leader_and_all_leaders_are_judged_alike(leader, audience, tier, cohort, hers):
    if tier:
        stand(leader, tier, cohort)
    assert Learner(leader).is_in(audience) is bool(hers)
    assert (leader in leaders_in(audience)) is bool(hers)


def test_a_class_of_its_own(leader, other_leader):
    audience = Audience(intakes=frozenset({leader.intake_id}))
    assert Learner(leader).is_in(audience)
    assert not Learner(other_leader).is_in(audience)
    assert list(leaders_in(audience)) == [leader]


def test_who_guesses_the_address_finds_nothing(phone, leader):
    course = changed(tree.course("secret"), tiers=["core"])
    for url in ("/courses/secret/", "/courses/secret/step-1/"):
        assert phone.get(url).status_code == 404
    assert phone.post("/courses/secret/").status_code == 404
    assert phone.post("/courses/secret/step-1/done/").status_code == 404
    assert "Secret" not in phone.get("/courses/").content.decode()
    assert course not in courses_seen_by(leader)
    with pytest.raises(Refusal, match="isn't offered") as caught:
        enrol(leader=leader, course=course)
    assert caught.value.code == "course-not-for-her"


def test_who_is_in_stays_in(phone, leader):
    course = tree.course("was-open")
    enrol(leader=leader, course=course)
    changed(
        course,
        tiers=["core"],
        archived_at=timezone.now(),
        closes_on=dates.today() - timedelta(days=9),
    )
    assert phone.get("/courses/was-open/").status_code == 200
    assert phone.get("/courses/was-open/step-1/").status_code == 200
    assert course in courses_seen_by(leader)


def test_staff_see_every_course(trainer, client_of):
    changed(tree.course("secret"), tiers=["core"])
    assert client_of(trainer).get("/courses/secret/").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"archived_at": timezone.now()},
        {"closes_on": dates.day_of(timezone.now()) - timedelta(days=1)},
    ],
)
def test_what_is_over_is_offered_to_nobody_new(leader, fields):
    outline = outline_of(changed(tree.course("old"), **fields))
    assert not sees(Learner(leader), outline, None)


def test_required_courses_go_to_their_audience_only(leader):
    changed(tree.course("for-core", required=True), tiers=["core"])
    tree.course("for-all", required=True)
    assert next_step(leader=leader).course.slug == "for-all"


def test_standing_is_read_only_where_a_course_asks(leader, django_assert_num_queries):
    open_to_all = outline_of(tree.course("open"))
    for_class = outline_of(changed(tree.course("class"), cohorts=[], tiers=[]))
    learner = Learner(leader)
    with django_assert_num_queries(0):
        assert may_begin(learner, open_to_all, set()) and may_begin(learner, for_class, set())
    limited = outline_of(changed(tree.course("limited"), tiers=["core"], cohorts=["head"]))
    with django_assert_num_queries(1):
        assert not sees(learner, limited, None) and not sees(learner, limited, None)


# --- when ----------------------------------------------------------------------------------------


def test_a_course_that_opens_later_is_shown_and_says_when(phone, leader):
    course = changed(tree.course("later"), opens_on=dates.today() + timedelta(days=1))
    assert "Opens tomorrow" in phone.get("/courses/").content.decode()
    assert "Opens tomorrow" in phone.get("/courses/later/").content.decode()
    with pytest.raises(Refusal) as caught:
        enrol(leader=leader, course=course)
    assert caught.value.code == "course-not-open"


def test_a_step_opens_so_many_days_after_she_began(phone, leader):
    course = tree.course("drip")
    dripped(course, 3)
    assert "Opens 3 days after you begin" in phone.get("/courses/drip/").content.decode()
    begun(leader, course, days_ago=1)
    assert phone.get("/courses/drip/step-2/").status_code == 302
    assert phone.get("/courses/drip/step-1/").status_code == 200
    Enrolment.objects.update(enrolled_at=timezone.now() - timedelta(days=3))
    assert phone.get("/courses/drip/step-2/").status_code == 200


def test_the_next_step_passes_over_what_is_not_open(leader):
    course, other = tree.course("drip"), tree.course("other")
    dripped(course, 5)
    row = begun(leader, course)
    complete_step(leader=leader, step=course.get_children().first().specific)
    assert next_step(leader=leader) is None
    enrol(leader=leader, course=other)
    assert next_step(leader=leader).course.slug == "other"
    assert row.completed_at is None


def test_while_nothing_is_open_her_path_says_when_it_goes_on(phone, leader):
    course = tree.course("drip")
    dripped(course, 1)
    begun(leader, course)
    complete_step(leader=leader, step=course.get_children().first().specific)
    assert "Opens tomorrow" in phone.get(reverse("home:path")).content.decode()
    html = phone.get("/courses/drip/").content.decode()
    assert "Take your time until then." in html and "Carry on" not in html


def test_what_is_done_stays_open(phone, leader):
    course = tree.course("drip")
    begun(leader, course)
    complete_step(leader=leader, step=course.get_children().last().specific)
    dripped(course, 30)
    assert phone.get("/courses/drip/step-2/").status_code == 200


def test_the_days_of_the_schools_own_language_hold_for_both(leader):
    course = tree.course("both", language="zh-hans")
    english = tree.translated(
        course, "en", tree.catalog("en"), code="X", track="sales", summary="S"
    )
    step = dripped(course, 4)
    tree.translated(step, "en", english)
    outline = outline_of(english)
    assert [one.drip_days for one in outline.steps("en")] == [4, None] or 4 in {
        one.drip_days for one in outline.steps("en")
    }


def test_a_due_day_is_said_kindly_and_never_afterwards(leader):
    course = tree.course("due")
    dripped(course, 0, due_days=2)
    step = outline_of(course).steps()[1]
    row = begun(leader, course)
    today = dates.today()
    assert due_words(step, row, today) == f"best by {said(today + timedelta(days=2), today)}"
    assert due_words(step, row, today + timedelta(days=2)) == "best today"
    assert due_words(step, row, today + timedelta(days=3)) == ""
    assert why_closed(step, outline_of(course), row, today) == ""


@pytest.mark.parametrize("count", [1, 6])
def test_the_catalog_asks_the_same_of_many_courses(phone, count, django_assert_num_queries):
    for number in range(count):
        changed(tree.course(f"c{number}"), tiers=["preparatory"])
    phone.get("/courses/")
    with django_assert_num_queries(8):
        phone.get("/courses/")
