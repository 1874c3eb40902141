"""The pages of an attempt on the screen: several questions, parts, checks, forward only, and all
pages at once."""

import json
import re

import pytest
from django.urls import reverse

from assessments import answer
from assessments import attempt as rules
from assessments.models import AnswerEvent, Attempt, QuizItem
from tests.assessments import cast

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def hers(client_of, leader):
    return client_of(leader)


def begin(leader, course, *questions, **fields) -> Attempt:
    return rules.start(leader=leader, quiz=cast.quiz(course, questions=questions, **fields))


# --- several on a page -------------------------------------------------------------------------


@pytest.fixture
def paged(leader, course) -> Attempt:
    return begin(leader, course, *cast.five_kinds(), per_page=2)


def test_as_many_questions_on_a_page_as_the_quiz_says(hers, paged):
    html = page(hers.get(url("attempt", paged.pk), {"q": 4}))
    assert re.findall(r'data-question="(\d)"', html) == ["3", "4"]
    assert ("q3-answer" in html, "q4-answer" in html) == (True, True)
    assert 'value="1" data-go="1"' in html
    assert 'value="5" data-go="5"' in html


def test_the_plain_form_saves_every_question_of_its_page(hers, paged):
    right = cast.right_values(paged)
    fields = {"slot": ["3", "4"], "client": "page", "q3-before": "null", "q4-before": "null"}
    answers = {"q3-answer": right[3], "q4-answer": "pick up"}
    response = hers.post(url("attempt", paged.pk), fields | answers | {"go": "5"})
    assert response.url.endswith("?q=5")
    assert list(answer.standing(paged).values()) == [right[3], "pick up"]


def test_the_script_sends_the_fields_of_any_kind(hers, attempt):
    right = cast.right_values(attempt)[2]
    sent = {"slot": 2, "form": {"answer": right}, "client": "phone", "seq": 1}
    response = hers.post(url("save", attempt.pk), sent, content_type="application/json")
    assert response.status_code == 200
    assert AnswerEvent.objects.get().value == sorted(right)


@pytest.mark.parametrize("form", [[], "x", {"answer": "x"}, {"answer": [7]}, {"answer": None}])
def test_a_form_that_is_none_is_refused(hers, attempt, form):
    sent = {"slot": 4, "form": form, "client": "phone", "seq": 1}
    response = hers.post(url("save", attempt.pk), sent, content_type="application/json")
    assert response.status_code == 400


def test_she_goes_on_at_the_first_open_question(hers, attempt):
    cast.give(attempt, {1: None, 2: cast.right_values(attempt)[2]})
    assert 'data-question="1"' in page(hers.get(url("attempt", attempt.pk)))
    cast.give(attempt, {1: cast.key_of(attempt, 1, "half")}, client_id="again")
    assert 'data-question="3"' in page(hers.get(url("attempt", attempt.pk)))


# --- parts -------------------------------------------------------------------------------------


def test_a_part_has_its_heading_and_a_page_of_its_own(hers, leader, course):
    quiz = cast.quiz(course, questions=[cast.shorttext() for _n in range(3)], per_page=9)
    second = list(quiz.items.all())[1]
    second.heading = "After-sales"
    quiz.items.add(second)
    quiz.save()
    attempt = rules.start(leader=leader, quiz=quiz)
    assert attempt.terms["pages"] == [[1], [2, 3]]
    html = page(hers.get(url("attempt", attempt.pk), {"q": 2}))
    assert html.count("After-sales") == 1
    assert "After-sales" not in page(hers.get(url("attempt", attempt.pk), {"q": 1}))


def test_parts_keep_their_place_when_the_questions_are_mixed(leader, course):
    first, second = ([cast.shorttext() for _n in range(6)] for _part in "ab")
    quiz = cast.quiz(course, questions=first + second, shuffle=True)
    start = list(quiz.items.all())[6]
    start.heading = "Second"
    quiz.items.add(start)
    quiz.save()
    keys = list(
        rules.start(leader=leader, quiz=quiz).questions.values_list("question_key", flat=True)
    )
    assert set(keys[:6]) == {one.translation_key for one in first}
    assert set(keys[6:]) == {one.translation_key for one in second}


def test_a_part_may_keep_its_order(leader, course):
    questions = [cast.shorttext() for _n in range(8)]
    quiz = cast.quiz(course, questions=questions, shuffle=True)
    quiz.items.all().update(shuffle=False)
    attempt = rules.start(leader=leader, quiz=type(quiz).objects.get(pk=quiz.pk))
    keys = list(attempt.questions.values_list("question_key", flat=True))
    assert keys == [one.translation_key for one in questions]


def test_a_draw_repeats_nothing_in_her_tries_until_it_must(leader, course):
    for _number in range(5):
        cast.shorttext()
    quiz = cast.quiz(course, questions=[])
    quiz.items.add(QuizItem(category=cast.category(), count=2))
    quiz.save()
    drawn = []
    for _try in range(3):
        attempt = rules.start(leader=leader, quiz=quiz)
        drawn.append(set(attempt.questions.values_list("question_key", flat=True)))
        rules.submit(attempt=attempt)
    assert not drawn[0] & drawn[1]
    assert len(drawn[0] | drawn[1] | drawn[2]) == 5
    assert len(drawn[2] & drawn[0]) == 1, "the oldest come again first"


# --- forward only ------------------------------------------------------------------------------


@pytest.fixture
def forward(leader, course) -> Attempt:
    return begin(leader, course, *cast.five_kinds(), navigation="sequential")


def shown_slot(client, attempt, **query) -> str:
    return re.search(r'data-question="(\d)"', page(client.get(url("attempt", attempt.pk), query)))[
        1
    ]


def test_sequential_navigation_cannot_go_back_on_the_screen(hers, forward):
    assert shown_slot(hers, forward) == "1"
    assert shown_slot(hers, forward, q=2) == "2"
    assert shown_slot(hers, forward, q=1) == "2"
    assert shown_slot(hers, forward, q=5) == "2"
    html = page(hers.get(url("attempt", forward.pk), {"q": 2}))
    assert ">Back<" not in html
    response = hers.post(
        url("attempt", forward.pk), {"slot": "1", "client": "p", "answer": "x", "go": "2"}
    )
    assert response.status_code == 302
    assert not AnswerEvent.objects.exists()


def test_forward_only_an_open_question_is_left_on_purpose_only(hers, forward):
    """The way without a script: the first tap says that there is no way back, the second goes."""
    form = {"slot": "1", "client": "p", "go": "2"}
    answer = hers.post(url("attempt", forward.pk), form)
    assert answer["Location"].endswith("?q=1&sure=1")
    html = page(hers.get(answer["Location"]))
    assert "There is no way back to this page" in html
    assert '<input type="hidden" name="sure" value="1">' in html
    answer = hers.post(url("attempt", forward.pk), form | {"sure": "1"})
    assert answer["Location"].endswith("?q=2")


def test_forward_only_an_answered_question_is_left_at_once(hers, forward):
    right = cast.right_values(forward)[1]
    form = {"slot": "1", "client": "p", "answer": right, "go": "2"}
    assert hers.post(url("attempt", forward.pk), form)["Location"].endswith("?q=2")


def test_forward_only_the_script_is_told_why_it_is_behind(hers, forward):
    hers.get(url("attempt", forward.pk), {"q": 2})
    form = {"answer": [cast.right_values(forward)[1]]}
    sent = {"slot": 1, "form": form, "client": "p", "seq": 1}
    answer = hers.post(url("save", forward.pk), sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (410, "page-behind")
    assert "This page is behind you already." in page(hers.get(url("attempt", forward.pk)))


def test_the_pages_behind_are_not_sent_to_the_phone(hers, forward):
    hers.get(url("attempt", forward.pk), {"q": 2})
    html = page(hers.get(url("paper", forward.pk)))
    assert re.findall(r'data-question="(\d)"', html) == ["2", "3", "4", "5"]


# --- checks and certainty ----------------------------------------------------------------------


def check(client, attempt, text):
    fields = {"slot": "1", "client": text, "answer": cast.key_of(attempt, 1, text), "check": "1"}
    return page(client.post(url("attempt", attempt.pk), fields, follow=True))


def test_a_wrong_try_says_so_and_hides_what_is_right(hers, leader, course):
    attempt = begin(leader, course, cast.single(), behaviour="interactive", tries=2)
    html = check(hers, attempt, "wrong")
    assert "Not yet" in html
    assert "On wrong" in html
    assert "1 try left" in html
    assert "Because (en)" not in html
    html = check(hers, attempt, "right")
    assert "Because (en)" in html
    assert '<fieldset class="bare" disabled>' in html


def test_a_check_needs_the_promise(hers, leader, course):
    attempt = begin(leader, course, cast.single())
    html = check(hers, attempt, "wrong")
    assert "On wrong" not in html
    assert "data-check" not in html


def test_how_sure_she_is_goes_with_the_answer(hers, leader, course):
    attempt = begin(leader, course, cast.shorttext(), behaviour="certainty")
    sent = {"slot": 1, "form": {"answer": ["pick up"], "certainty": ["3"]}, "client": "p", "seq": 1}
    hers.post(url("save", attempt.pk), sent, content_type="application/json")
    assert AnswerEvent.objects.get().certainty == 3
    html = page(hers.get(url("attempt", attempt.pk)))
    assert re.search(r'name="certainty" value="3" checked', html)
    fields = {"slot": "1", "client": "page", "answer": "pick up", "certainty": "1"}
    before = json.dumps(["pick up", 3])
    hers.post(url("attempt", attempt.pk), fields | {"before": before})
    assert AnswerEvent.objects.order_by("pk").last().certainty == 1


# --- all pages at once -------------------------------------------------------------------------


def test_the_paper_has_all_pages_and_what_was_answered(hers, attempt):
    cast.give(attempt, {4: "pick up now"})
    html = page(hers.get(url("paper", attempt.pk)))
    assert re.findall(r'data-question="(\d)"', html) == ["1", "2", "3", "4", "5"]
    assert 'value="pick up now"' in html
    assert "4 questions are still open" in html


def test_the_paper_is_hers_alone_and_only_while_it_is_open(client_of, other_leader, hers, attempt):
    assert client_of(other_leader).get(url("paper", attempt.pk)).status_code == 404
    rules.submit(attempt=attempt)
    assert hers.get(url("paper", attempt.pk)).status_code == 404


def test_the_paper_takes_the_same_queries_for_few_and_many(
    course, leader, hers, django_assert_max_num_queries
):
    counts = []
    for size in (2, 15):
        attempt = begin(leader, course, *[cast.single() for _n in range(size)], slug=f"q{size}")
        with django_assert_max_num_queries(10) as captured:
            hers.get(url("paper", attempt.pk))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_page_with_twenty_questions_stays_within_ten_queries(
    course, leader, hers, django_assert_max_num_queries
):
    questions = [cast.single() for _n in range(20)]
    attempt = begin(leader, course, *questions, per_page=20, behaviour="interactive")
    cast.give(attempt, cast.right_values(attempt))
    with django_assert_max_num_queries(10):
        assert hers.get(url("attempt", attempt.pk)).status_code == 200


# --- handing in by the script ------------------------------------------------------------------


def test_the_script_hands_in_twice_and_it_is_one_hand_in(hers, attempt):
    for _time in range(2):
        response = hers.post(url("submit", attempt.pk), headers={"Accept": "application/json"})
        assert response.json() == {"submitted": attempt.pk}
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.DONE


def test_the_script_is_told_when_the_log_in_has_run_out(client, attempt):
    response = client.post(url("submit", attempt.pk), headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (401, "logged-out")


# --- before it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"access_code": "x"}, 'name="code"'),
        ({"practice": True}, "this is to practise"),
        ({"opens_at": "2999-01-01T00:00Z"}, "It opens on"),
        ({"closes_at": "2020-01-01T00:00Z"}, "This quiz has closed"),
        ({"time_limit": 25}, "25 minutes"),
    ],
)
def test_the_quiz_says_how_it_is_sat(hers, course, fields, words):
    quiz = cast.quiz(course, questions=[cast.shorttext()], **fields)
    assert words in page(hers.get(quiz.address))


def test_a_wrong_access_code_is_said_kindly(hers, course):
    quiz = cast.quiz(course, questions=[cast.shorttext()], access_code="seven")
    start = url("start", quiz.translation_key)
    assert "That is not the code" in page(hers.post(start, {"code": "six"}, follow=True))
    assert hers.post(start, {"code": "seven"}).url == url("attempt", Attempt.objects.get().pk)
