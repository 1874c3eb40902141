"""The quiz report, its questions and files, as trainers and managers see them."""

import gzip

import pytest
from django.urls import reverse

from assessments import attempt as rules
from assessments.models import Answer, Attempt, GradeEvent, Question
from assessments.statistics.flags import exam_flags, question_flags
from assessments.statistics.questions import QuestionFigures
from tests import cast as people
from tests.assessments import cast, crowd

pytestmark = pytest.mark.django_db
BUDGET, BYTES = 10, 60_000


@pytest.fixture
def quiz(course):
    return cast.quiz(course, questions=[cast.single()])


@pytest.fixture
def desk(client_of, operations):
    return client_of(operations)


def report(quiz, name="report", *args, **asked) -> str:
    address = reverse(f"results:{name}", args=[quiz.translation_key, *args])
    return address + "?" + "&".join(f"{key}={value}" for key, value in asked.items())


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_what_a_report_says(desk, quiz):
    crowd.sit(quiz, crowd.leaders(12), questions=4, right=lambda who, at: at < 2 or who < at)
    html = page(desk, report(quiz))
    assert "Question 1: what does a leader do first?" in html
    assert "Leader 11" in html
    assert "Almost everybody gets this right" in html
    assert "12</p>" in html


def test_a_wrong_key_is_flagged(desk, quiz):
    crowd.sit(quiz, crowd.leaders(12), questions=3, right=lambda who, at: at > 0 and who > 3)
    assert "Almost nobody gets this right: is the key wrong?" in page(desk, report(quiz))


def test_before_anybody_has_sat_it(desk, quiz):
    assert "Nobody whom you see has handed in this quiz yet" in page(desk, report(quiz))


def test_a_report_takes_the_same_few_queries_for_few_and_many(
    client_of, manager, region, quiz, django_assert_max_num_queries
):
    counts = []
    for many in (5, 295):
        crowd.sit(quiz, crowd.leaders(many, region=region), questions=20)
        client = client_of(manager)
        client.get(report(quiz))
        with django_assert_max_num_queries(BUDGET) as captured:
            assert client.get(report(quiz)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_page_of_a_large_report_is_small(desk, quiz):
    crowd.sit(quiz, crowd.leaders(300), questions=40)
    for which in ("first", "all", "best"):
        assert len(gzip.compress(page(desk, report(quiz, which=which)).encode())) < BYTES


def test_attempts_come_page_by_page_and_sorted(desk, quiz):
    crowd.sit(quiz, crowd.leaders(30), questions=5, right=lambda who, at: who % 6 > at)
    first = page(desk, report(quiz, ordering="-percent"))
    second = page(desk, report(quiz, ordering="-percent", p=2))
    assert "100%" in first and "100%" not in second
    assert "Page 2 of 2" in second
    assert page(desk, report(quiz, p="x", ordering="nonsense"))


def test_first_all_and_best_attempts(desk, quiz):
    someone = crowd.leaders(1)
    for number, right in enumerate((False, True), start=1):
        crowd.sit(quiz, someone, questions=2, number=number, right=lambda who, at, r=right: r)
    results = {
        which: desk.get(report(quiz, which=which)).context["report"].exam
        for which in ("first", "all", "best", "nonsense")
    }
    assert [(one.attempts, one.mean) for one in results.values()] == [
        (1, 0), (2, 50), (1, 100), (1, 0),
    ]  # fmt: skip


def test_one_intake_alone(desk, quiz, intake):
    crowd.sit(quiz, crowd.leaders(2, intake=intake))
    crowd.sit(quiz, crowd.leaders(3))
    assert desk.get(report(quiz)).context["report"].exam.attempts == 5
    assert desk.get(report(quiz, intake=intake.pk)).context["report"].exam.attempts == 2
    assert intake.name in page(desk, report(quiz, filters=1))


@pytest.mark.parametrize("role", ["trainer", "coach", "manager"])
def test_everybody_sees_the_results_of_her_own_leaders(
    role, request, client_of, quiz, leader, other_leader
):
    crowd.sit(quiz, [leader, other_leader], questions=2)
    client = client_of(request.getfixturevalue(role))
    html = page(client, report(quiz))
    assert leader.name in html and other_leader.name not in html
    rows = client.get(report(quiz, "export", "attempts", "csv")).content.decode()
    assert leader.name in rows and other_leader.name not in rows


@pytest.mark.parametrize(
    "name", ["quizzes", "report", "question", "export", "gradebook", "export_gradebook", "regrade"]
)
def test_leaders_have_no_place_there(name, client_of, leader, quiz):
    key = quiz.translation_key
    args = {
        "report": [key],
        "question": [key, key],
        "export": [key, "attempts", "csv"],
        "export_gradebook": ["csv"],
        "regrade": [key],
    }
    assert client_of(leader).get(reverse(f"results:{name}", args=args.get(name))).status_code == 302


def test_the_list_of_quizzes(desk, quiz, django_assert_max_num_queries):
    crowd.sit(quiz, crowd.leaders(3), questions=2, right=lambda who, at: who > 0)
    with django_assert_max_num_queries(8):
        html = page(desk, reverse("results:quizzes"))
    assert quiz.title in html and "67%" in html
    assert report(quiz).rstrip("?") in html


def test_a_quiz_leads_to_its_report(client_of, trainer, quiz):
    html = page(client_of(trainer), reverse("wagtailadmin_explore", args=[quiz.pk]))
    assert report(quiz).rstrip("?") in html


def test_an_unknown_quiz_or_question_is_not_found(desk, quiz):
    crowd.sit(quiz, crowd.leaders(1))
    unknown = cast.uuid4()
    assert desk.get(reverse("results:report", args=[unknown])).status_code == 404
    assert desk.get(report(quiz, "question", unknown)).status_code == 404
    assert desk.get(report(quiz, "export", "attempts", "pdf")).status_code == 404
    assert desk.get(report(quiz, "export", "nothing", "csv")).status_code == 404


# --- one question ------------------------------------------------------------------------------


def answered(quiz, *texts):
    """One attempt each in which this choice of the first question was taken; None for none."""
    for at, text in enumerate(texts):
        attempt = rules.start(leader=people.leader(f"Leader {at}"), quiz=quiz)
        if text:
            cast.give(attempt, {1: cast.key_of(attempt, 1, text)})
        rules.submit(attempt=attempt)


def shares(client, quiz, key) -> dict:
    context = client.get(report(quiz, "question", key)).context
    return {one.text: (one.count, round(one.share), one.worth) for one in context["responses"]}


def test_every_choice_and_how_often_it_was_taken(desk, quiz):
    answered(quiz, "right", "right", "wrong", None)
    key = quiz.items.get().question.translation_key
    found = shares(desk, quiz, key)
    assert list(found.values()) == [(2, 50, 100), (0, 0, 50), (1, 25, 0), (1, 25, None)]
    assert "No answer" in found


def test_typed_answers_are_counted_together(desk, course):
    quiz = cast.quiz(course, questions=[cast.shorttext()], slug="typed")
    for at, text in enumerate(["Pick up", "PICK  UP ", "later"]):
        attempt = rules.start(leader=people.leader(f"Leader {at}"), quiz=quiz)
        cast.give(attempt, {1: text})
        rules.submit(attempt=attempt)
    found = shares(desk, quiz, quiz.items.get().question.translation_key)
    assert found == {"pick up": (2, 67, 100), "later": (1, 33, 0)}


def test_an_answer_changed_counts_once_as_it_stood(desk, quiz, leader):
    attempt = rules.start(leader=leader, quiz=quiz)
    cast.give(attempt, {1: cast.key_of(attempt, 1, "wrong")}, client_id="one")
    cast.give(attempt, {1: cast.key_of(attempt, 1, "right")}, client_id="two")
    rules.submit(attempt=attempt)
    found = shares(desk, quiz, quiz.items.get().question.translation_key)
    assert [count for count, _share, _worth in found.values()] == [1, 0, 0]


def test_a_question_takes_the_same_queries_for_few_and_many(desk, quiz, django_assert_num_queries):
    counts = []
    for many in (2, 40):
        crowd.sit(quiz, crowd.leaders(many), questions=[quiz.translation_key])
        address = report(quiz, "question", quiz.translation_key)
        desk.get(address)
        with django_assert_num_queries(12, exact=False) as captured:
            assert desk.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_questions_page_says_how_it_does(desk, quiz):
    answered(quiz, "right", "wrong")
    question = quiz.items.get().question
    address = reverse("wagtailsnippets_assessments_question:inspect", args=[question.pk])
    html = page(desk, address)
    assert "How it does" in html and "50%" in html
    assert reverse("results:regrade", args=[question.translation_key]) in html


# --- files -------------------------------------------------------------------------------------


def test_questions_to_take_along(desk, quiz):
    crowd.sit(quiz, crowd.leaders(12), questions=2, right=lambda who, at: who > at * 5)
    lines = desk.get(report(quiz, "export", "questions", "csv")).content.decode().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("Question 1: what does a leader do first?,12,91.67,")
    assert desk.get(report(quiz, "export", "questions", "xlsx")).content.startswith(b"PK")


# --- judging anew ------------------------------------------------------------------------------


@pytest.fixture
def corrected(quiz):
    """The key was wrong: "half" is right now. One chose it, one chose "right"."""
    answered(quiz, "half", "right")
    question = quiz.items.get().question
    for answer in Answer.objects.filter(question__translation_key=question.translation_key):
        twin = question.answers.get(translation_key=answer.translation_key)
        answer.fraction = 100 if twin.text == "半对" else 0
        answer.save()
    return question


def test_a_preview_and_then_the_doing(desk, corrected, operations):
    address = reverse("results:regrade", args=[corrected.translation_key])
    html = page(desk, address)
    assert "2 results change" in html and "passes now" in html and "keeps her step" in html
    assert GradeEvent.objects.filter(rule="regrade").count() == 0
    assert desk.post(address, {"reason": ""}).status_code == 200
    assert GradeEvent.objects.filter(rule="regrade").count() == 0
    assert desk.post(address, {"reason": "Wrong key."}).status_code == 302
    assert {e.by for e in GradeEvent.objects.filter(rule="regrade")} == {operations}
    html = page(desk, address)
    assert "No result changes" in html and "Wrong key." in html


@pytest.mark.parametrize("role", ["trainer", "coach", "manager"])
def test_only_operations_judge_anew(role, request, client_of, corrected):
    address = reverse("results:regrade", args=[corrected.translation_key])
    client = client_of(request.getfixturevalue(role))
    assert client.get(address).status_code == 302
    client.post(address, {"reason": "Because."})
    assert not GradeEvent.objects.filter(rule="regrade").exists()


def test_what_cannot_be_judged_anew_says_why(desk, corrected):
    Question.objects.update(state="draft")
    html = page(desk, reverse("results:regrade", args=[corrected.translation_key]))
    assert "The bank has no such question ready." in html


# --- what figures mean -------------------------------------------------------------------------


def figures(**given) -> QuestionFigures:
    usual = {
        "name": "Q", "attempts": 100, "facility": 70, "standard_deviation": 40,
        "discrimination": 40, "efficiency": 50, "intended_weight": 10, "effective_weight": 10,
    }  # fmt: skip
    return QuestionFigures(**usual | given)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"facility": 19.9}, ["hard"]),
        ({"facility": 20}, []),
        ({"facility": 95.1}, ["easy"]),
        ({"discrimination": -20}, ["against"]),
        ({"discrimination": -19, "facility": 70}, ["weak"]),
        ({"discrimination": -20, "attempts": 30}, ["weak"]),
        ({"discrimination": 9.9}, ["weak"]),
        ({"effective_weight": 20.1}, ["heavy"]),
        ({"facility": 5, "attempts": 9}, []),
        ({"facility": None}, []),
        ({"facility": 5, "discrimination": -50}, ["against", "hard"]),
        ({"discrimination": None, "effective_weight": None}, []),
    ],
)
def test_flags_of_a_question(given, codes):
    assert [flag.code for flag in question_flags(figures(**given))] == codes


@pytest.mark.parametrize(("attempts", "alpha", "codes"), [
    (9, 90, ["few"]), (10, 90, []), (10, 63, ["unsteady"]), (10, None, []),
])  # fmt: skip
def test_flags_of_a_quiz(attempts, alpha, codes):
    from assessments.statistics.exam import ExamFigures

    exam = ExamFigures(attempts, 50, 50, 20, 0, 0, alpha, 50, 10)
    assert [flag.code for flag in exam_flags(exam)] == codes


def test_practice_counts_in_no_panel(desk, quiz):
    answered(quiz, "right")
    question = quiz.items.get().question
    Attempt.objects.update(practice=True)
    address = reverse("wagtailsnippets_assessments_question:inspect", args=[question.pk])
    assert "How it does" not in page(desk, address)
