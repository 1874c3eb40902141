"""Two ways to begin, proposed by a quiz and decided by a person."""

from decimal import Decimal

import pytest

from assessments.signals import grade_recorded
from courses.models import QuickStart
from school.growth import placement
from school.growth.models import GrowthSettings, RouteDecision
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests.assessments import cast as courses
from tests.courses import tree

NEW, EXPERIENCED = RouteDecision.Route.NEWCOMER, RouteDecision.Route.EXPERIENCED


@pytest.fixture
def quiz(db):
    made = courses.quiz(courses.course(), questions=[])
    chosen = GrowthSettings.load()
    chosen.placement_quiz = made
    chosen.save()
    return made


def graded(leader, quiz, percent) -> None:
    grade_recorded.send(
        sender=None,
        leader=leader,
        step_key=quiz.translation_key,
        percent=Decimal(percent),
        passed=True,
    )


@pytest.mark.parametrize(("percent", "route"), [("79.99", NEW), ("80", EXPERIENCED)])
def test_the_result_says_how_she_begins(leader, quiz, percent, route):
    graded(leader, quiz, percent)
    decision = placement.route_of(leader)
    assert (decision.route, decision.percent) == (route, Decimal(percent))
    assert Notice.objects.filter(user=leader.user, kind="route").count() == 1


def test_other_quizzes_say_nothing(leader, quiz):
    other = courses.quiz(courses.course("other", code="C2"), questions=[])
    graded(leader, other, 100)
    assert placement.route_of(leader) is None


def test_a_later_try_makes_it_better_and_never_worse(leader, quiz):
    graded(leader, quiz, 40)
    graded(leader, quiz, 50)
    assert RouteDecision.objects.count() == 1
    graded(leader, quiz, 90)
    graded(leader, quiz, 10)
    assert placement.route_of(leader).route == EXPERIENCED


def test_a_person_decides_otherwise_and_the_quiz_keeps_still(leader, quiz, manager):
    graded(leader, quiz, 90)
    placement.override(leader=leader, route=NEW, by=manager, reason="Wants to start afresh")
    graded(leader, quiz, 100)
    now = placement.route_of(leader)
    assert (now.route, now.by, now.reason) == (NEW, manager, "Wants to start afresh")


def test_the_way_is_that_of_her_courses(leader, quiz, manager):
    graded(leader, quiz, 40)
    assert not QuickStart.objects.exists()
    graded(leader, quiz, 90)
    assert QuickStart.objects.get(until=None).leader == leader
    placement.override(leader=leader, route=NEW, by=manager, reason="Wants to start afresh")
    assert not QuickStart.objects.filter(until=None).exists()


def test_her_path_leads_to_the_questions_and_offers_to_read(leader, manager, client_of):
    course = tree.course("first", track="onboarding", required=True)
    asked = courses.quiz(course, questions=[])
    placement.override(leader=leader, route=EXPERIENCED, by=manager, reason="Ten years of it")
    text = client_of(leader).get("/path/").text
    assert f'href="{asked.address}">To the questions</a>' in text
    assert 'href="/courses/first/step-1/">Read first</a>' in text


@pytest.mark.parametrize("case", ["elsewhere", "no reason", "unknown"])
def test_an_override_is_refused(leader, other_leader, manager, case):
    asked = {"leader": leader, "route": NEW, "by": manager, "reason": "x"}
    changed, code = {
        "elsewhere": ({"leader": other_leader}, "not-yours-to-decide"),
        "no reason": ({"reason": " "}, "reason-missing"),
        "unknown": ({"route": "fast"}, "route-unknown"),
    }[case]
    with pytest.raises(Refusal) as refused:
        placement.override(**(asked | changed))
    assert refused.value.code == code
    assert not RouteDecision.objects.exists()


def test_her_page_leads_to_the_quiz_and_then_says_the_way(leader, quiz, client_of):
    client = client_of(leader)
    assert quiz.address in client.get("/placement/").text
    graded(leader, quiz, 90)
    assert "You begin with experience" in client.get("/placement/").text


def test_without_a_quiz_everybody_just_begins(leader, client_of):
    assert client_of(leader).get("/placement/").headers["location"] == "/path/"
