"""The queue of leaders' questions: by the promised day, scoped, answered once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from school.lib import dates
from school.notices.models import Notice
from school.standing import question as rules
from school.standing.appeal import appeal
from school.standing.models import Proposal, Question
from school.standing.proposal import reject
from tests import cast
from tests.assessments import cast as bank
from tests.reports.conftest import many
from tests.standing.conftest import sell

QUEUE = reverse("reports:questions")
ANSWERED = reverse("reports:answered")
MONDAY = dates.week_start(dates.today()) - timedelta(days=7)


def asks(leader, **said) -> Question:
    said = {"about": "net", "ref": str(MONDAY), "reason": "sold-more"} | said
    return rules.ask(leader=leader, **said)


@pytest.fixture
def asked(leader):
    sell(MONDAY, {leader: Decimal("3210.50")})
    return asks(leader, text="The Friday orders are missing.")


def page_of(question: Question) -> str:
    return reverse("reports:question", args=[question.pk])


@pytest.mark.parametrize("who", ["manager", "coach", "operations"])
def test_the_queue_shows_what_was_asked(client_of, request, who, asked):
    text = client_of(request.getfixturevalue(who)).get(QUEUE).text
    for said in ("Li Mei", "Net sales", "My group sold more", "The Friday orders are missing."):
        assert said in text


def test_the_one_that_is_due_first_stands_first_and_overdue_is_said(client_of, manager, region):
    leaders = many(3, region)
    sell(MONDAY, dict.fromkeys(leaders, 10))
    questions = [asks(leader) for leader in leaders]
    late = questions[2]
    Question.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    page = client_of(manager).get(QUEUE)
    assert page.context["page"].object_list[0].question == late
    assert page.text.count("overdue") == 1


def test_others_see_nothing_of_it(client_of, other_leader, trainer, leader, asked):
    foreign = client_of(cast.manager("Manager Gu", regions=[other_leader.region]))
    assert "Li Mei" not in foreign.get(QUEUE).text
    assert foreign.get(page_of(asked)).status_code == 404
    assert foreign.post(page_of(asked), {"words": "No."}).status_code == 404
    for person in (leader, trainer):
        assert client_of(person).get(QUEUE).status_code in (302, 403)
        assert client_of(person).get(page_of(asked)).status_code in (302, 403)
    assert Question.objects.open().count() == 1


def test_then_and_today_stand_side_by_side(client_of, manager, leader, asked):
    sell(MONDAY, {leader: 4000})
    text = client_of(manager).get(page_of(asked)).text
    assert "¥\u00a03,210.50" in text
    assert "¥\u00a03,210.50 → ¥\u00a04,000" in text


def test_a_figure_that_is_gone_is_said(client_of, manager, asked):
    Question.objects.update(about="score", frozen={"title": "Quiz", "value": "79.99"})
    Question.objects.update(frozen={"title": "Q", "value": "79.99", "enough": 80, "tries": []})
    text = client_of(manager).get(page_of(asked)).text
    assert "79 points" in text
    assert "It is not there any more." in text


@pytest.mark.parametrize(("decision", "state"), [("accept", "accepted"), ("explain", "answered")])
def test_an_answer_is_written_and_she_is_told(client_of, manager, asked, decision, state):
    said = {"words": "Friday comes with the next file.", "decision": decision}
    answer = client_of(manager).post(page_of(asked), said, follow=True)
    assert "Li Mei has been told." in answer.text
    asked.refresh_from_db()
    assert asked.state == state
    assert Notice.objects.get(user=asked.leader.user).body == "Friday comes with the next file."
    assert "Li Mei" not in client_of(manager).get(QUEUE).text.split("<main")[1]
    assert "Li Mei" in client_of(manager).get(ANSWERED).text


def test_an_answer_without_words_keeps_the_page(client_of, manager, asked):
    answer = client_of(manager).post(page_of(asked), {"words": " ", "decision": "accept"})
    assert answer.status_code == 422
    assert "Please say why: she will read it." in answer.text
    asked.refresh_from_db()
    assert asked.is_open


def test_who_comes_second_reads_that_it_is_answered(client_of, manager, coach, asked):
    client_of(coach).post(page_of(asked), {"words": "Look at Friday.", "decision": "explain"})
    answer = client_of(manager).post(page_of(asked), {"words": "No.", "decision": "accept"})
    assert answer.status_code == 422
    assert "Look at Friday." in answer.text
    asked.refresh_from_db()
    assert asked.answered_by == coach


def test_her_photo_is_for_who_may_see_her(client_of, manager, leader, other_leader):
    sell(MONDAY, {leader: 1})
    asked = asks(leader, photo=SimpleUploadedFile("p.jpg", bank.picture()))
    address = reverse("reports:question_photo", args=[asked.pk])
    assert client_of(manager).get(address).headers["Content-Type"] == "image/jpeg"
    foreign = cast.manager("Manager Gu", regions=[other_leader.region])
    assert client_of(foreign).get(address).status_code == 404


def test_an_appeal_is_answered_by_somebody_else(client_of, manager, operations, leader, proposal):
    reject(proposal=proposal, by=manager, reason="Two tasks are missing.")
    asked = appeal(
        leader=leader, about="proposal", ref=str(proposal.pk), reason="was-away", text="Ill."
    )
    text = client_of(manager).get(page_of(asked)).text
    assert "Two tasks are missing." in text
    assert "Who has decided doesn't answer" in text
    said = {"words": "We look again.", "decision": "accept"}
    assert client_of(manager).post(page_of(asked), said).status_code == 422
    assert Question.objects.open().count() == 1

    text = client_of(operations).get(page_of(asked)).text
    assert "Accepting puts the step before a manager once more." in text
    client_of(operations).post(page_of(asked), said)
    assert Question.objects.get().state == "accepted"
    assert Proposal.objects.open().get().leader == leader


def test_as_many_queries_for_one_as_for_twenty(client_of, manager, region, queries):
    client = client_of(manager)
    first, *others = many(20, region)
    sell(MONDAY, dict.fromkeys([first, *others], 10))
    asks(first)
    few = queries(client, QUEUE)
    for leader in others:
        asks(leader)
    assert queries(client, QUEUE) == few
    Question.objects.update(state="answered", answered_at=timezone.now(), answered_by=manager)
    assert queries(client, ANSWERED) <= few
