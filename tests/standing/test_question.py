"""Questions: frozen when asked, answered by a promised day, by whoever may."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from assessments.appeal import end_of_working_day
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people import roles
from school.standing import question as rules
from school.standing.figure import Figure
from school.standing.figure_words import lines, title, value
from school.standing.models import Question, QuestionSettings
from tests import cast
from tests.standing.conftest import sell

pytestmark = pytest.mark.django_db
MONDAY = dates.week_start(dates.today()) - timedelta(days=7)


@pytest.fixture
def week(leader):
    sell(MONDAY, {leader: {"net": Decimal("3210.50"), "gross": 3300, "refunds": Decimal("89.50")}})
    return {"leader": leader, "about": "net", "ref": str(MONDAY), "reason": "sold-more"}


@pytest.fixture
def asked(week):
    return rules.ask(**week)


def refused(code: str, rule, **said) -> Refusal:
    with pytest.raises(Refusal) as caught:
        rule(**said)
    assert caught.value.code == code
    return caught.value


def test_an_answer_is_promised_in_working_days(week):
    settings = QuestionSettings.load()
    settings.answer_days = 5
    settings.save()
    asked = rules.ask(**week)
    assert asked.due_at == end_of_working_day(asked.asked_at, 5)


def test_what_she_saw_is_frozen(week, asked):
    sell(MONDAY, {week["leader"]: 5})
    kept = Figure.thawed(Question.objects.get(pk=asked.pk))
    with translation.override("en"):
        assert value(kept) == "¥\u00a03,210.50"
        assert title(kept).startswith("Net sales · ")
        made_of = [(line["label"], line["value"]) for line in lines(kept)[:3]]
    assert made_of == [
        ("Sold", "¥\u00a03,300"),
        ("Refunds of the week", "-¥\u00a089.50"),
        ("Leaves", "¥\u00a03,210.50"),
    ]


def test_a_sum_that_does_not_come_out_is_not_shown_as_one(leader):
    sell(MONDAY, {leader: {"net": 10, "gross": 100, "refunds": 5}})
    question = rules.ask(leader=leader, about="net", ref=str(MONDAY), reason="sold-more")
    with translation.override("en"):
        labels = [line["label"] for line in lines(Figure.thawed(question))]
    assert "Leaves" not in labels
    assert labels[0] == "Refunds of the week"


def test_what_is_refused(week, other_leader):
    refused("figure-unknown", rules.ask, **week | {"about": "score", "ref": "nothing"})
    refused("figure-unknown", rules.ask, **week | {"about": "proposal", "ref": "1"})
    refused("reason-missing", rules.ask, **week | {"reason": ""})
    refused("reason-missing", rules.ask, **week | {"reason": "was-there"})
    refused("words-missing", rules.ask, **week | {"reason": "other", "text": " \0 "})
    refused("words-too-long", rules.ask, **week | {"text": "x" * 1001})
    photo = SimpleUploadedFile("p.jpg", b"not a picture")
    refused("photo-unreadable", rules.ask, **week | {"photo": photo})
    assert not Question.objects.exists()


def test_one_open_question_a_figure(week, asked):
    again = refused("asked-already", rules.ask, **week)
    assert again.params == {"question": asked.pk}


def test_two_taps_at_once_ask_once(week, asked, monkeypatch):
    """Both have looked, and neither has seen the other."""
    looked = Question.objects.open().filter(pk=0)
    monkeypatch.setattr(type(looked), "first", lambda _self: None)
    again = refused("asked-already", rules.ask, **week)
    assert again.params == {"question": asked.pk}
    assert Question.objects.count() == 1


def test_after_an_answer_she_may_ask_again(week, asked, coach):
    rules.answer(question=asked, by=coach, words="It is the refund of Friday.", accept=False)
    assert rules.ask(**week).pk != asked.pk


def test_enough_open_questions_are_enough(leader, other_leader, monkeypatch):
    monkeypatch.setattr(rules, "MOST_OPEN", 1)
    for ago in (0, 1):
        sell(MONDAY - timedelta(weeks=ago), {leader: 1, other_leader: 1})
    say = {"about": "net", "reason": "sold-more"}
    rules.ask(leader=leader, ref=str(MONDAY), **say)
    earlier = str(MONDAY - timedelta(weeks=1))
    refused("questions-too-many", rules.ask, leader=leader, ref=earlier, **say)
    rules.ask(leader=other_leader, ref=earlier, **say)


@pytest.mark.parametrize("accept", [True, False])
def test_an_answer_reaches_her(asked, manager, accept):
    rules.answer(question=asked, by=manager, words=" Friday's file was short. ", accept=accept)
    asked.refresh_from_db()
    assert asked.state == ("accepted" if accept else "answered")
    assert (asked.answer, asked.answered_by) == ("Friday's file was short.", manager)
    notice = Notice.objects.get(user=asked.leader.user)
    assert notice.title == ("You were right" if accept else "We looked at your figure")
    assert notice.link == f"/questions/{asked.pk}/"


def test_who_may_answer(asked, leader, manager, coach, operations, trainer, other_leader):
    foreign = cast.manager("Manager Gu", regions=[other_leader.region])
    may = {who: rules.may_answer(who, asked) for who in (manager, coach, operations)}
    assert may == dict.fromkeys(may, True)
    for who in (leader.user, foreign, trainer, other_leader.user):
        assert not rules.may_answer(who, asked)
        refused("not-allowed", rules.answer, question=asked, by=who, words="No.", accept=False)


def test_nobody_answers_herself(asked, leader):
    roles.give(leader.user, roles.OPERATIONS)
    assert not rules.may_answer(leader.user, asked)


def test_an_answer_has_words_and_comes_once(asked, manager, coach):
    refused("words-missing", rules.answer, question=asked, by=coach, words=" ", accept=True)
    refused("words-too-long", rules.answer, question=asked, by=coach, words="x" * 1001, accept=True)
    rules.answer(question=asked, by=coach, words="Right.", accept=True)
    refused("question-closed", rules.answer, question=asked, by=manager, words="No.", accept=False)
    assert Notice.objects.filter(user=asked.leader.user).count() == 1


def test_overdue_only_while_it_waits(asked, coach):
    late = asked.due_at + timedelta(minutes=1)
    assert not asked.is_overdue(timezone.now())
    assert asked.is_overdue(late)
    assert not rules.answer(question=asked, by=coach, words="Right.", accept=True).is_overdue(late)
