"""The screens of a quiz: each as it should be, refused, and in how many queries."""

import gzip
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from assessments import attempt as rules
from assessments.models import AnswerEvent, Attempt
from courses.models import Enrolment
from tests.assessments import cast

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def hers(client_of, leader):
    return client_of(leader)


def send(client, attempt, /, **changes):
    sent = {"slot": 4, "value": "pick up", "client": "phone", "seq": 1} | changes
    return client.post(
        url("save", attempt.pk), json.dumps(sent), content_type="application/json"
    )  # fmt: skip


# --- the start ---------------------------------------------------------------------------------


def test_the_quiz_says_what_it_is_like(hers, quiz):
    html = page(hers.get(quiz.address))
    assert "80 of 100" in html
    assert url("start", quiz.translation_key) in html


def test_starting_leads_to_the_first_question_and_enrols(hers, leader, quiz):
    response = hers.post(url("start", quiz.translation_key))
    attempt = Attempt.objects.get(leader=leader)
    assert response.url == url("attempt", attempt.pk)
    assert Enrolment.objects.get(leader=leader).course_key == quiz.course_key


def test_starting_is_for_leaders_and_by_post(client, hers, client_of, trainer, quiz):
    start = url("start", quiz.translation_key)
    assert hers.get(start).status_code == 405
    assert "/accounts/" in client.post(start).url
    assert client_of(trainer).post(start).status_code == 302
    assert not Attempt.objects.exists()


def test_a_locked_course_keeps_its_quiz_locked(hers, quiz, course):
    before = cast.course("before", code="C0", title="Before")
    course.prerequisites.add(before)
    course.save()
    response = hers.post(url("start", quiz.translation_key), follow=True)
    assert not Attempt.objects.exists()
    assert "Before" in page(response)


def test_used_up_tries_are_said_kindly(hers, leader, quiz):
    quiz.attempts_allowed = 1
    quiz.save()
    rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
    response = hers.post(url("start", quiz.translation_key), follow=True)
    assert "used all your tries" in page(response)


# --- a question --------------------------------------------------------------------------------


def test_a_question_in_the_language_of_the_leader(hers, attempt):
    html = page(hers.get(url("attempt", attempt.pk)))
    assert "Why? (en)" in html
    assert "1 / 5" in html
    assert "half" in html
    assert "半对" not in html


@pytest.mark.parametrize(("slot", "field"), [(2, "checkbox"), (4, "text"), (5, "decimal")])
def test_each_kind_has_its_field(hers, attempt, slot, field):
    assert field in page(hers.get(url("attempt", attempt.pk), {"q": slot}))


def test_the_answer_that_stands_is_filled_in(hers, attempt):
    cast.give(attempt, {4: "pick up now"})
    assert 'value="pick up now"' in page(hers.get(url("attempt", attempt.pk), {"q": 4}))


@pytest.mark.parametrize("place", ["0", "6", "99999", "x", "-1", "１"])
def test_a_question_that_there_is_not(hers, attempt, place):
    assert hers.get(url("attempt", attempt.pk), {"q": place}).status_code == 404


@pytest.mark.parametrize("name", ["attempt", "result", "submit", "save"])
def test_another_leaders_attempt_is_not_found(client_of, other_leader, attempt, name):
    other = client_of(other_leader)
    post = name in ("submit", "save")
    body = json.dumps({"slot": 1, "value": None, "client": "a", "seq": 1})
    call = other.post if post else other.get
    extra = {"data": body, "content_type": "application/json"} if post else {}
    assert call(url(name, attempt.pk), **extra).status_code == 404
    assert other.get(url("attempt", attempt.pk), {"q": "end"}).status_code == 404
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.OPEN
    assert not AnswerEvent.objects.exists()


def test_the_end_says_what_is_open(hers, attempt):
    cast.give(attempt, {4: "pick up"})
    html = page(hers.get(url("attempt", attempt.pk), {"q": "end"}))
    assert "4 questions are still open" in html
    assert url("submit", attempt.pk) in html


def test_a_question_takes_the_same_few_queries_in_a_long_quiz(
    course, leader, hers, django_assert_max_num_queries
):
    counts = []
    for size in (1, 15):
        quiz = cast.quiz(course, questions=[cast.single() for _n in range(size)], slug=f"q{size}")
        attempt = rules.start(leader=leader, quiz=quiz)
        cast.give(attempt, cast.right_values(attempt))
        for place in ("1", "end"):
            with django_assert_max_num_queries(10) as captured:
                assert hers.get(url("attempt", attempt.pk), {"q": place}).status_code == 200
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


# --- saving, by the script ---------------------------------------------------------------------


def test_saving_answers_with_the_count(hers, attempt):
    response = send(hers, attempt, seq=3)
    assert (response.status_code, response.json()) == (200, {"saved": 3})
    assert AnswerEvent.objects.get().value == "pick up"


def test_saving_takes_five_queries_however_many_questions(
    course, leader, hers, django_assert_num_queries
):
    for size in (4, 15):
        questions = [cast.shorttext() for _n in range(size)]
        quiz = cast.quiz(course, questions=questions, slug=f"q{size}")
        attempt = rules.start(leader=leader, quiz=quiz)
        with django_assert_num_queries(6):  # session, person, question, answer; and a savepoint
            assert send(hers, attempt).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"slot": 77}, 404, "slot-unknown"),
        ({"slot": "4"}, 404, "slot-unknown"),
        ({"value": ["x"]}, 400, "answer-unreadable"),
        ({"value": {"mark": 5}}, 400, "answer-unreadable"),
        ({"seq": 0}, 400, "answer-unreadable"),
        ({"client": ""}, 400, "answer-unreadable"),
    ],
)
def test_what_is_forged_is_refused(hers, attempt, changes, status, code):
    response = send(hers, attempt, **changes)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not AnswerEvent.objects.exists()


def test_a_forged_question_id_reaches_no_other_question(hers, attempt, other_leader, course):
    """A question is named by its place in her own attempt; numbers of rows are not read."""
    longer = cast.quiz(course, questions=[cast.shorttext() for _n in range(9)], slug="longer")
    theirs = rules.start(leader=other_leader, quiz=longer).questions.get(slot=9)
    forged = {"question": theirs.pk, "attempt_question": theirs.pk, "attempt": theirs.attempt_id}
    assert send(hers, attempt, slot=9, **forged).status_code == 404
    assert send(hers, attempt, slot=theirs.pk + 10**6, **forged).status_code == 404
    assert not AnswerEvent.objects.exists()
    assert send(hers, attempt, **forged).status_code == 200
    assert AnswerEvent.objects.get().attempt_question.attempt == attempt


@pytest.mark.parametrize("body", ["", "[]", "7", "{}", "{", '"x"', "[" * 100_000])
def test_a_body_that_is_no_answer(hers, attempt, body):
    response = hers.post(url("save", attempt.pk), body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "answer-unreadable")


def test_a_forged_mark_changes_nothing(hers, attempt):
    """Marks, states and times that a client sends along are not read at all."""
    send(hers, attempt, mark=5, fraction=1, percent=100, state="done", received_at="2020-01-01")
    hers.post(url("submit", attempt.pk), {"percent": "100", "passed": "on"})
    attempt.refresh_from_db()
    assert (str(attempt.percent), attempt.passed) == ("20.00", False)


def test_a_late_save_says_closed(hers, attempt):
    cast.pass_over(attempt)
    response = send(hers, attempt)
    assert (response.status_code, response.json()["code"]) == (409, "attempt-closed")


def test_a_visitor_who_is_logged_out_is_told_in_json(client, attempt):
    response = send(client, attempt)
    assert (response.status_code, response.json()["code"]) == (401, "logged-out")


def test_saving_needs_the_csrf_token(client_of, leader, attempt):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(leader).cookies
    assert send(strict, attempt).status_code == 403


# --- saving, by the plain form -----------------------------------------------------------------


def post_form(client, attempt, **fields):
    fields = {"slot": "4", "client": "page-1", "before": "null", "go": "5"} | fields
    return client.post(url("attempt", attempt.pk), fields)


def test_the_plain_form_saves_and_goes_on(hers, attempt):
    response = post_form(hers, attempt, answer="pick up")
    assert response.url == url("attempt", attempt.pk) + "?q=5"
    assert AnswerEvent.objects.get().value == "pick up"


def test_the_plain_form_reads_several_choices(hers, attempt):
    right = cast.right_values(attempt)[2]
    post_form(hers, attempt, slot="2", answer=right, go="end")
    assert AnswerEvent.objects.get().value == sorted(right)


def test_an_old_page_in_another_tab_does_not_undo_a_newer_answer(hers, attempt):
    cast.give(attempt, {4: "newer"})
    post_form(hers, attempt, answer="", before="null")
    assert AnswerEvent.objects.count() == 1


def test_a_choice_can_be_taken_back_with_the_plain_form(hers, attempt):
    right = cast.right_values(attempt)[2]
    cast.give(attempt, {2: right})
    post_form(hers, attempt, slot="2", before=json.dumps(sorted(right)))
    assert AnswerEvent.objects.order_by("pk").last().value is None


def test_the_form_goes_nowhere_else(hers, attempt):
    response = post_form(hers, attempt, answer="x", go="//evil.example")
    assert response.url == url("attempt", attempt.pk) + "?q=end"


def test_a_late_form_leads_to_the_result_and_says_so(hers, attempt):
    cast.pass_over(attempt)
    response = hers.post(
        url("attempt", attempt.pk), {"slot": "4", "client": "p", "answer": "x"}, follow=True
    )
    assert "This quiz is closed" in page(response)
    assert response.redirect_chain[0][0] == url("result", attempt.pk)


# --- the result --------------------------------------------------------------------------------


def test_the_result_explains_each_question(hers, attempt):
    cast.give(attempt, {1: cast.key_of(attempt, 1, "half"), 4: "no idea"})
    hers.post(url("submit", attempt.pk))
    html = page(hers.get(url("result", attempt.pk)))
    assert "Not yet: 10 of 80" in html
    assert "Because (en)" in html
    assert "On half" in html
    assert "25,000 元" in html
    assert "fail" not in html.lower()


def test_a_passed_quiz_leads_on(hers, attempt, task):
    cast.give(attempt, cast.right_values(attempt))
    hers.post(url("submit", attempt.pk))
    html = page(hers.get(url("result", attempt.pk)))
    assert "Done: 100 of 100" in html
    assert task.address in html


def test_a_second_submit_shows_the_same_result(hers, attempt):
    first = hers.post(url("submit", attempt.pk))
    second = hers.post(url("submit", attempt.pk))
    assert first.url == second.url == url("result", attempt.pk)


def test_the_result_of_an_open_attempt_is_the_attempt(hers, attempt):
    assert hers.get(url("result", attempt.pk)).url == url("attempt", attempt.pk)


def test_an_attempt_whose_time_is_over_shows_its_result(hers, attempt):
    cast.pass_over(attempt)
    response = hers.get(url("attempt", attempt.pk), follow=True)
    assert "Not yet: 0 of 80" in page(response)


def test_earlier_tries_stay_readable(hers, leader, quiz):
    for _number in range(2):
        rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
    html = page(hers.get(quiz.address))
    for attempt in Attempt.objects.all():
        assert url("result", attempt.pk) in html
        assert hers.get(url("result", attempt.pk)).status_code == 200


def test_the_result_takes_the_same_queries_for_few_and_many_questions(
    course, leader, hers, django_assert_max_num_queries
):
    counts = []
    for size in (1, 15):
        quiz = cast.quiz(course, questions=[cast.single() for _n in range(size)], slug=f"q{size}")
        attempt = rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
        hers.get(url("result", attempt.pk))
        with django_assert_max_num_queries(15) as captured:
            hers.get(url("result", attempt.pk))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_quiz_page_takes_the_same_queries_after_one_and_after_four_tries(
    hers, leader, quiz, django_assert_max_num_queries
):
    counts = []
    for more in (1, 3):
        for _number in range(more):
            rules.submit(attempt=rules.start(leader=leader, quiz=quiz))
        hers.get(quiz.address)
        with django_assert_max_num_queries(15) as captured:
            assert hers.get(quiz.address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_script_of_an_attempt_stays_small():
    """It comes with every page of a quiz, and with others only while answers wait."""
    script = Path(settings.BASE_DIR, "static/js/attempt.js").read_bytes()
    assert len(gzip.compress(script, mtime=0)) <= 6000
