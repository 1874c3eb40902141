"""The leaders' screens: each once as meant, each refusal, each with its number of queries."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from courses.enrolment import enrol
from courses.models import Booking, CoursePage, Enrolment, Session, StepCompletion
from courses.progress import complete_step
from courses.trainings.booking import book
from tests import cast
from tests.courses import tree
from tests.courses.test_enrolment import behind, finish

pytestmark = pytest.mark.django_db

# session, person with her leader
PERSON = 2


@pytest.fixture
def browser(leader, client_of):
    return client_of(leader)


def shown(answer) -> str:
    assert answer.status_code == 200, answer
    return answer.content.decode()


def fresh(course):
    return CoursePage.objects.get(pk=course.pk)


# --- catalog ---------------------------------------------------------------------------------


def test_the_catalog_shows_courses_by_track_and_how_far_she_is(browser, leader):
    course = tree.course("copy", title="Copy that converts")
    tree.course("start", title="The business", track="onboarding")
    complete_step(leader=leader, step=course.get_children().first().specific)
    html = shown(browser.get("/courses/"))
    assert html.index("The business") < html.index("Copy that converts")
    assert "1 of 2 steps done" in html


def test_the_catalog_says_what_opens_later(browser):
    behind(tree.course("first"))
    assert shown(browser.get("/courses/")).count("Opens later") == 1


def test_an_empty_catalog_is_said_kindly(browser):
    assert "on their way" in shown(browser.get("/courses/"))


@pytest.mark.parametrize("count", [1, 4])
def test_the_catalog_takes_the_same_queries(browser, count, django_assert_num_queries):
    for number in range(count):
        tree.course(f"c{number}")
    browser.get("/courses/")
    with django_assert_num_queries(PERSON + 5):
        browser.get("/courses/")


# --- course ----------------------------------------------------------------------------------


def test_a_course_lists_its_steps_and_offers_to_start(browser):
    html = shown(browser.get(tree.course().address))
    assert html.count('class="step ') == 2
    assert ">Start<" in html and "Carry on" not in html


def test_starting_enrols_and_leads_to_the_first_step(browser, leader):
    course = tree.course()
    answer = browser.post(course.address)
    assert answer["Location"] == "/courses/copy/step-1/"
    assert Enrolment.objects.get().leader == leader


def test_reading_enrols_nobody(browser):
    course = tree.course()
    browser.get(course.address)
    browser.get(f"{course.address}step-1/")
    assert not Enrolment.objects.exists()


def test_carrying_on_leads_to_the_step_she_opened_last(browser, leader):
    course = tree.course(lessons=3)
    enrol(leader=leader, course=course)
    assert ">Start<" in shown(browser.get(course.address))
    browser.get(f"{course.address}step-2/")
    html = shown(browser.get(course.address))
    assert 'href="/courses/copy/step-2/">Carry on' in html


def test_a_finished_course_offers_to_look_again(browser, leader):
    course = tree.course()
    finish(leader, course)
    html = shown(browser.get(course.address))
    assert "Look again" in html and "All done" in html


def test_a_locked_course_says_what_to_do_first(browser):
    then = behind(tree.course("first", title="The first one"))
    html = shown(browser.get(then.address))
    assert 'href="/courses/first/">The first one' in html
    assert html.count("step--locked") == 2 and "<button" not in html


def test_starting_a_locked_course_is_refused(browser):
    then = behind(tree.course("first", title="The first one"))
    html = shown(browser.post(then.address, follow=True))
    assert "First finish: The first one." in html
    assert not Enrolment.objects.exists()


def test_an_empty_course_is_said_kindly(browser):
    assert "still being written" in shown(browser.get(tree.course(lessons=0).address))


def test_an_unknown_or_unpublished_course_is_not_there(browser):
    course = tree.course()
    course.unpublish()
    assert browser.get(course.address).status_code == 404
    assert browser.get("/courses/nowhere/").status_code == 404


@pytest.mark.parametrize("lessons", [1, 6])
def test_a_course_takes_the_same_queries(browser, leader, lessons, django_assert_num_queries):
    course = tree.course(lessons=lessons)
    enrol(leader=leader, course=course)
    browser.get(course.address)
    with django_assert_num_queries(PERSON + 3):
        browser.get(course.address)


# --- step ------------------------------------------------------------------------------------


def test_a_lesson_comes_in_cards_with_its_question_last(browser):
    course = tree.course()
    html = shown(browser.get(f"{course.address}step-1/"))
    assert html.count('<section class="lesson-card">') == 3
    assert html.index("Taste it first.") < html.index("Then write") < html.index("Which photo")
    assert "Done, next step" in html


@pytest.mark.parametrize("lessons", [1, 6])
def test_a_lesson_takes_eight_queries(browser, leader, lessons, django_assert_num_queries):
    course = tree.course(lessons=lessons)
    enrol(leader=leader, course=course)
    browser.get(f"{course.address}step-1/")
    with django_assert_num_queries(PERSON + 6):
        browser.get(f"{course.address}step-1/")


def test_the_first_view_of_a_lesson_stays_within_fourteen_queries(
    browser, leader, django_assert_max_num_queries
):
    course = tree.course()
    enrol(leader=leader, course=course)
    browser.get(course.address)
    with django_assert_max_num_queries(14):
        browser.get(f"{course.address}step-1/")


def test_done_is_written_once_and_leads_to_the_next_step(browser):
    course = tree.course()
    address = f"{course.address}step-1/done/"
    assert browser.post(address)["Location"] == "/courses/copy/step-2/"
    assert browser.post(address)["Location"] == "/courses/copy/step-2/"
    assert StepCompletion.objects.count() == 1


def test_the_last_step_leads_back_to_the_course(browser):
    course = tree.course(lessons=1)
    html = shown(browser.post(f"{course.address}step-1/done/", follow=True))
    assert "That was the last step" in html and "All done" in html


def test_done_by_a_link_is_not_done(browser):
    course = tree.course()
    assert browser.get(f"{course.address}step-1/done/").status_code == 405
    assert not StepCompletion.objects.exists()


def test_a_live_training_is_not_hers_to_complete(browser):
    course = tree.course()
    tree.session_step(course)
    html = shown(browser.post(f"{course.address}live/done/", follow=True))
    assert "done when its result is in" in html
    assert not StepCompletion.objects.exists()


def test_a_step_behind_a_lock_leads_to_the_course(browser):
    then = behind(tree.course("first", title="The first one"))
    answer = browser.get(f"{then.address}step-1/", follow=True)
    assert answer.redirect_chain == [("/courses/then/", 302)]
    assert "First finish: The first one." in shown(answer)
    browser.post(f"{then.address}step-1/done/")
    assert not StepCompletion.objects.exists()


def test_a_lesson_in_the_other_language_says_so(leader, browser):
    course = tree.course()
    chinese = cast.leader("Wang Fang", language="zh-hans")
    note = "not in your language yet"
    assert note not in shown(browser.get(f"{course.address}step-1/"))
    leader.user.language = "zh-hans"
    leader.user.save()
    with override("zh-hans"):
        from django.utils.translation import gettext

        words = gettext("This is not in your language yet, so here it is in the one we have.")
    assert words in shown(browser.get(f"{course.address}step-1/"))
    assert chinese


def test_her_language_decides_which_version_she_gets(leader, browser):
    english = tree.course(lessons=1)
    shelf = tree.catalog("zh-hans")
    chinese = tree.translated(english, "zh-hans", shelf, code="C", track="sales", summary="S")
    lesson = english.get_children().first().specific
    tree.translated(lesson, "zh-hans", chinese, title="一张真实的照片", body=tree.BODY)
    assert "<h1>Step 1</h1>" in shown(browser.get("/courses/copy/step-1/"))
    leader.user.language = "zh-hans"
    leader.user.save()
    assert "<h1>一张真实的照片</h1>" in shown(browser.get("/courses/copy/step-1/"))


def test_progress_survives_a_change_of_language(leader, browser):
    english = tree.course(lessons=1)
    shelf = tree.catalog("zh-hans")
    chinese = tree.translated(english, "zh-hans", shelf, code="C", track="sales", summary="S")
    lesson = english.get_children().first().specific
    complete_step(leader=leader, step=tree.translated(lesson, "zh-hans", chinese, title="一"))
    assert "All done" in shown(browser.get(english.address))


def test_a_live_training_shows_the_next_ones_and_takes_her_word(browser, leader):
    course = tree.course()
    tree.session_step(course)
    session = tree.soon(kind="sales")
    tree.soon(kind="group")
    html = shown(browser.get(f"{course.address}live/"))
    assert "Sales training" in html and "Group training" not in html
    answer = browser.post(
        reverse("courses:book", args=[session.pk]),
        {"coming": "1", "next": f"{course.address}live/"},
    )
    assert answer["Location"] == f"{course.address}live/"
    assert Booking.objects.get().coming


# --- timetable -------------------------------------------------------------------------------


def test_the_timetable_shows_trainings_and_takes_her_word_back_again(browser):
    session = tree.soon(title_en="One story a product")
    assert "One story a product" in shown(browser.get("/timetable/"))
    address = reverse("courses:book", args=[session.pk])
    assert "See you" in shown(browser.post(address, {"coming": "1"}, follow=True))
    assert 'value="1" aria-pressed="true"' in shown(browser.get("/timetable/"))
    browser.post(address, {"coming": "0"})
    assert not Booking.objects.get().coming


def test_a_booking_goes_back_to_our_own_pages_only(browser):
    session = tree.soon()
    address = reverse("courses:book", args=[session.pk])
    answer = browser.post(address, {"coming": "1", "next": "https://evil.example/"})
    assert answer["Location"] == f"/timetable/#session-{session.pk}"


def test_a_refused_booking_says_why(browser):
    address = reverse("courses:book", args=[tree.session().pk])
    assert "already begun" in shown(browser.post(address, {"coming": "1"}, follow=True))


def test_an_empty_timetable_is_said_kindly(browser):
    assert "No training is planned yet" in shown(browser.get("/timetable/"))


def test_her_own_attendance_is_on_the_timetable(browser, leader, trainer):
    from courses.trainings.attendance import mark

    session = tree.session()
    mark(session=session, leader=leader, present=True, by=trainer)
    html = shown(browser.get("/timetable/"))
    assert "You were there" in html and "at 1 of 1 trainings" in html


def test_a_cancelled_training_says_so_and_cannot_be_booked(browser):
    tree.soon(state=Session.State.CANCELLED)
    html = shown(browser.get("/timetable/"))
    assert "Called off" in html and 'name="coming"' not in html


@pytest.mark.parametrize("count", [1, 5])
def test_the_timetable_takes_the_same_queries(browser, leader, count, django_assert_num_queries):
    for _number in range(count):
        book(session=tree.soon(), leader=leader)
    browser.get("/timetable/")
    with django_assert_num_queries(PERSON + 3):
        browser.get("/timetable/")


# --- who may come in -------------------------------------------------------------------------

SCREENS = ["/courses/", "/courses/copy/", "/courses/copy/step-1/", "/timetable/"]


@pytest.mark.parametrize("address", SCREENS)
def test_visitors_log_in_first(client, db, address):
    tree.course()
    assert client.get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", SCREENS)
def test_staff_look_on(client_of, trainer, address):
    tree.course()
    tree.soon()
    html = shown(client_of(trainer).get(address))
    assert "This is how leaders see it" in html
    assert 'method="post"' not in html.replace('action="/language/" method="post"', "")


@pytest.mark.parametrize("address", SCREENS)
def test_an_account_without_a_role_is_refused(client_of, address):
    tree.course()
    assert client_of(cast.user("Nobody")).get(address).status_code == 403


def test_staff_can_record_nothing(client_of, trainer):
    course, session = tree.course(), tree.soon()
    client = client_of(trainer)
    for address in (
        course.address,
        f"{course.address}step-1/done/",
        reverse("courses:book", args=[session.pk]),
    ):
        assert client.post(address).status_code == 403
    assert not (Enrolment.objects.exists() or Booking.objects.exists())
    assert fresh(course)
