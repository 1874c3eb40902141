"""What leaders didn't understand, and the trainers' answers."""

from uuid import uuid4

import pytest
from django.utils import timezone

from courses import puzzle
from courses.models import Puzzle
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db


def asked(leader, *, step=None, **fields) -> Puzzle:
    keys = {"course_key": uuid4(), "step_key": step or uuid4(), "at": timezone.now()}
    return puzzle.ask(leader=leader, **{"card": 1, "words": "Why net?"} | keys | fields)


def test_an_answer_reaches_her_once(leader, trainer):
    one = asked(leader)
    puzzle.answer(puzzle=one, by=trainer, text=" Refunds go off. ")
    with pytest.raises(Refusal) as caught:
        puzzle.answer(puzzle=one, by=trainer, text="Again")
    assert caught.value.code == "already-answered"
    notice = Notice.objects.get(user=leader.user)
    assert (notice.title, notice.body) == (
        "Your trainer answered your question",
        "Refunds go off.",
    )
    assert notice.link == f"/me/notes/#question-{one.pk}"


def test_an_empty_answer_is_none(leader, trainer):
    with pytest.raises(Refusal) as caught:
        puzzle.answer(puzzle=asked(leader), by=trainer, text="  ")
    assert caught.value.code == "answer-empty"


def test_she_reads_question_and_answer_among_her_notes(client_of, leader, trainer):
    one = asked(leader, heading="Then write")
    assert "Your trainer has it" in client_of(leader).get("/me/notes/").text
    puzzle.answer(puzzle=one, by=trainer, text="Refunds go off.")
    page = client_of(leader).get("/me/notes/").text
    assert "Then write · card 2" in page
    assert "Refunds go off." in page


def test_a_trainer_sees_the_questions_of_her_own_leaders(client_of, trainer, leader, other_leader):
    step = tree.course("first", lessons=1).get_children().get()
    asked(leader, step=step.translation_key, words="Why net?")
    asked(other_leader, words="Not for her")
    page = client_of(trainer).get("/cms/puzzles/").text
    assert "Why net?" in page
    assert "Step 1" in page
    assert "Not for her" not in page


def test_a_trainer_answers_in_the_list(client_of, trainer, leader):
    one = asked(leader)
    client = client_of(trainer)
    answer = client.post("/cms/puzzles/", {"puzzle": one.pk, "answer": "So."}, follow=True)
    assert "Sent to Li Mei." in answer.text
    one.refresh_from_db()
    assert (one.answer, one.answered_by) == ("So.", trainer)
    assert "So." in client.get("/cms/puzzles/?answered=1").text


def test_nobody_answers_for_leaders_whom_she_does_not_see(client_of, trainer, other_leader):
    one = asked(other_leader)
    answer = client_of(trainer).post("/cms/puzzles/", {"puzzle": one.pk, "answer": "So."})
    assert answer.status_code == 404
    bad = client_of(trainer).post("/cms/puzzles/", {"puzzle": "x' OR 1", "answer": "So."})
    assert bad.status_code == 404


def test_the_list_is_for_who_teaches(client_of, leader, coach, operations):
    assert client_of(operations).get("/cms/puzzles/").status_code == 200
    assert client_of(leader).get("/cms/puzzles/").status_code in (302, 403)
    assert client_of(coach).get("/cms/puzzles/").status_code in (302, 403)


def test_the_list_takes_the_same_queries(
    client_of, trainer, intake, region, django_assert_max_num_queries
):
    client, counts = client_of(trainer), []
    for more in (1, 3):
        for number in range(more):
            asked(cast.leader(f"Leader {more}{number}", region=region, intake=intake))
        client.get("/cms/puzzles/")
        with django_assert_max_num_queries(15) as captured:
            client.get("/cms/puzzles/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
