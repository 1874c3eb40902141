"""Who is said to know much may show it in the quiz, and needn't read what she knows."""

import pytest

from courses import quick_start
from courses.models import Enrolment, QuickStart, StepCompletion
from courses.progress import complete_step, next_step
from tests.assessments import cast as bank
from tests.courses import tree

pytestmark = pytest.mark.django_db


def onboarding(slug: str = "first", *, lessons: int = 2, quiz: bool = True, **fields):
    course = tree.course(
        slug, lessons=lessons, **{"track": "onboarding", "required": True} | fields
    )
    return course, (bank.quiz(course, questions=[bank.single()]) if quiz else None)


def lessons_done(leader) -> list[str]:
    rows = StepCompletion.objects.filter(leader=leader).order_by("pk")
    return list(rows.values_list("source", flat=True))


def test_her_next_step_is_the_quiz_with_the_lessons_beside_it(leader):
    _course, quiz = onboarding()
    quick_start.begin(leader=leader)
    now = next_step(leader=leader)
    assert now.step.translation_key == quiz.translation_key
    assert now.shortcut.lesson.slug == "step-1"


def test_everybody_else_begins_with_the_first_lesson(leader, other_leader):
    onboarding()
    quick_start.begin(leader=other_leader)
    now = next_step(leader=leader)
    assert (now.step.slug, now.shortcut) == ("step-1", None)


@pytest.mark.parametrize(
    "changed", [{"quiz": False}, {"track": "sales"}], ids=["without a quiz", "another track"]
)
def test_other_courses_stay_as_they_are(leader, changed):
    onboarding(**changed)
    quick_start.begin(leader=leader)
    now = next_step(leader=leader)
    assert (now.step.slug, now.shortcut) == ("step-1", None)


def test_a_quiz_for_practice_proves_nothing(leader):
    course, _none = onboarding(quiz=False)
    quiz = bank.quiz(course, questions=[bank.single()], practice=True)
    quick_start.begin(leader=leader)
    assert next_step(leader=leader).step.slug == "step-1"
    complete_step(leader=leader, step=quiz, source="quiz")
    assert lessons_done(leader) == ["quiz"]


def test_passing_the_quiz_counts_for_the_lessons_and_finishes_the_course(leader):
    course, quiz = onboarding()
    quick_start.begin(leader=leader)
    complete_step(leader=leader, step=quiz, source="quiz")
    assert lessons_done(leader) == ["quiz", "placement", "placement"]
    assert Enrolment.objects.get(course_key=course.translation_key).completed_at


def test_for_a_newcomer_the_quiz_is_the_quiz(leader):
    _course, quiz = onboarding()
    complete_step(leader=leader, step=quiz, source="quiz")
    assert lessons_done(leader) == ["quiz"]


def test_tasks_and_trainings_remain_to_be_done(leader):
    course, quiz = onboarding(lessons=1)
    live = tree.session_step(course)
    quick_start.begin(leader=leader)
    complete_step(leader=leader, step=quiz, source="quiz")
    assert next_step(leader=leader).step.translation_key == live.translation_key


def test_what_she_has_shown_before_counts_from_the_first_day(leader):
    course, quiz = onboarding()
    complete_step(leader=leader, step=quiz, source="quiz")
    quick_start.begin(leader=leader)
    assert lessons_done(leader) == ["quiz", "placement", "placement"]
    assert Enrolment.objects.get(course_key=course.translation_key).completed_at


def test_whoever_opens_a_lesson_is_led_on_from_there(leader, client_of):
    onboarding()
    quick_start.begin(leader=leader)
    client_of(leader).get("/courses/first/step-1/")
    now = next_step(leader=leader)
    assert (now.step.slug, now.shortcut) == ("step-1", None)


def test_a_lesson_opened_earlier_was_no_choice_against_the_quiz(leader, client_of):
    _course, quiz = onboarding()
    complete_step(leader=leader, step=quiz.course.get_children().first().specific)
    client_of(leader).get("/courses/first/step-2/")
    quick_start.begin(leader=leader)
    assert next_step(leader=leader).step.translation_key == quiz.translation_key


def test_ending_it_keeps_what_is_done_and_it_may_begin_again(leader):
    _course, quiz = onboarding()
    onboarding("second")
    quick_start.begin(leader=leader)
    complete_step(leader=leader, step=quiz, source="quiz")
    quick_start.end(leader=leader)
    now = next_step(leader=leader)
    assert (now.step.slug, now.course.slug) == ("step-1", "second")
    assert len(lessons_done(leader)) == 3
    quick_start.begin(leader=leader)
    quick_start.begin(leader=leader)
    assert next_step(leader=leader).shortcut
    assert QuickStart.objects.filter(until=None).count() == 1


def test_the_courses_page_offers_both_ways(leader, client_of):
    _course, quiz = onboarding()
    quick_start.begin(leader=leader)
    text = client_of(leader).get("/courses/first/").text
    assert "Know it already?" in text
    assert f'<a class="btn btn--wide" href="{quiz.address}">To the questions</a>' in text
    assert '<a href="/courses/first/step-1/">Read first</a>' in text


def test_a_newcomers_page_of_the_course_is_unchanged(leader, client_of):
    onboarding()
    text = client_of(leader).get("/courses/first/").text
    assert "Know it already?" not in text
