"""Appeals about one answer of a quiz, whether a person marked it or the key did."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments import appeal as rules
from assessments import attempt as attempts
from assessments import mark, regrade
from assessments.appealed import Wish
from assessments.models import Appeal, Attempt, GradeEvent, Mark
from courses.models import StepCompletion
from school.lib.dates import day_of
from school.notices.models import Notice
from tests.assessments import cast
from tests.assessments.test_marking import refused

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOT_HERS = {"words": "Let me see.", "changes": False}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sat(leader, course, given, questions, **fields) -> Attempt:
    """Handed in, with these answers."""
    quiz = cast.quiz(course, questions=questions, **{"pass_mark": 60} | fields)
    begun = attempts.start(leader=leader, quiz=quiz)
    values = {slot: say(begun) if callable(say) else say for slot, say in given.items()}
    cast.give(begun, values)
    return attempts.submit(attempt=begun)


@pytest.fixture
def written(leader, course, trainer):
    """A long text, of which the trainer gave a quarter; not enough."""
    made = sat(leader, course, {1: "I taste it first."}, [cast.essay()])
    part = {"fraction": Decimal("0.25"), "comment": "Say why."}
    mark.mark_question(question=made.questions.get(), by=trainer, **part)
    made.refresh_from_db()
    return made


@pytest.fixture
def typed(leader, course):
    """A word that the key doesn't know, beside a right answer."""
    given = {1: "self collection", 2: lambda begun: cast.key_of(begun, 2, "False")}
    return sat(leader, course, given, [cast.shorttext(), cast.truefalse()], slug="typed")


def ask(leader, attempt, slot=1, words="I said why in the second line.") -> Appeal:
    return rules.appeal_answer(leader=leader, attempt_id=attempt.pk, slot=slot, words=words)


def change(appeal, by, part="1", words="True.") -> Appeal:
    wish = Wish(part=Decimal(part))
    return rules.answer(appeal=appeal, by=by, words=words, changes=True, wish=wish)


def test_she_is_promised_an_answer_by_a_day(leader, written):
    made = ask(leader, written, words=" It is there. ")
    assert (made.words, made.submission) == ("It is there.", None)
    assert made.due_at == rules.end_of_working_day(made.made_at, 3)
    notice = Notice.objects.filter(user=leader.user).latest("pk")
    assert notice.body.startswith("小测验 · 1: somebody else looks at it and answers by")
    assert notice.link.endswith(f"/attempts/{written.pk}/result/#q1")


def test_what_is_not_appealed(leader, other_leader, written, typed, trainer):
    whose = {"attempt_id": typed.pk, "slot": 1, "words": "But why?"}
    refused("answer-unknown", rules.appeal_answer, leader=other_leader, **whose)
    refused("answer-unknown", rules.appeal_answer, leader=leader, **whose | {"slot": 9})
    refused("not-appealable", rules.appeal_answer, leader=leader, **whose | {"slot": 2})
    refused("words-missing", rules.appeal_answer, leader=leader, **whose | {"words": " "})
    refused("words-too-long", rules.appeal_answer, leader=leader, **whose | {"words": "x" * 1001})
    ask(leader, typed)
    refused("appealed-already", rules.appeal_answer, leader=leader, **whose)


def test_what_is_open_waits_or_was_left_empty_is_not_appealed(leader, course):
    begun = attempts.start(leader=leader, quiz=cast.quiz(course, questions=[cast.shorttext()]))
    whose = {"leader": leader, "slot": 1, "words": "But why?"}
    refused("not-appealable", rules.appeal_answer, attempt_id=begun.pk, **whose)
    empty = attempts.submit(attempt=begun)
    refused("not-appealable", rules.appeal_answer, attempt_id=empty.pk, **whose)
    waits = sat(leader, course, {1: "Words."}, [cast.essay()], slug="second")
    refused("not-appealable", rules.appeal_answer, attempt_id=waits.pk, **whose)
    trial = sat(leader, course, {1: "Words."}, [cast.shorttext()], slug="third", practice=True)
    refused("not-appealable", rules.appeal_answer, attempt_id=trial.pk, **whose)


def test_what_she_may_not_see_yet_she_does_not_appeal(leader, course):
    hidden = {item: [] for item in ("attempt", "correctness", "marks")}
    made = sat(leader, course, {1: "Words."}, [cast.shorttext()], review=hidden)
    whose = {"leader": leader, "attempt_id": made.pk, "slot": 1, "words": "But why?"}
    refused("not-appealable", rules.appeal_answer, **whose)


def test_who_marked_it_does_not_answer(leader, written, trainer, coach):
    made = ask(leader, written)
    refused("looked-already", rules.answer, appeal=made, by=trainer, **NOT_HERS)
    refused("own-work", rules.answer, appeal=made, by=leader.user, **NOT_HERS)
    assert not rules.to_answer(trainer).exists()
    assert list(rules.to_answer(coach)) == [made]


def test_what_the_key_marked_any_of_her_staff_answers(leader, typed, trainer, coach):
    made = ask(leader, typed)
    assert list(rules.to_answer(trainer)) == list(rules.to_answer(coach)) == [made]
    assert not rules.to_answer(leader.user).exists()


def test_more_points_are_a_new_grade_with_who_and_why(leader, written, trainer, coach):
    made = ask(leader, written)
    done = change(made, coach, "0.75")
    written.refresh_from_db()
    assert (done.changed, written.percent, written.passed) == (True, Decimal(75), True)
    events = GradeEvent.objects.order_by("pk").values_list("percent", "rule", "by", "reason")
    assert list(events) == [
        (Decimal(25), "marking", trainer.pk, ""),
        (Decimal(75), "appeal", coach.pk, "True."),
    ]
    assert StepCompletion.objects.filter(leader=leader, step_key=written.quiz_key).exists()
    notice = Notice.objects.filter(user=leader.user).latest("pk")
    assert (notice.title, notice.body) == ("Your mark was changed", "True.")
    refused("appeal-answered", rules.answer, appeal=made, by=coach, **NOT_HERS)


def test_an_answer_that_the_key_did_not_know_can_be_right(leader, typed, coach):
    assert (typed.percent, typed.passed) == (Decimal(50), False)
    change(ask(leader, typed), coach)
    typed.refresh_from_db()
    assert (typed.percent, typed.passed) == (Decimal(100), True)
    assert GradeEvent.objects.current().get().rule == "appeal"


def test_the_mark_stays(leader, written, coach):
    made = rules.answer(appeal=ask(leader, written), by=coach, words="It is not.", changes=False)
    written.refresh_from_db()
    assert (made.changed, written.percent) == (False, Decimal(25))
    assert GradeEvent.objects.count() == Mark.objects.count() == 1


def test_an_answer_never_makes_it_worse(leader, written, typed, coach):
    made, other = ask(leader, written), ask(leader, typed)
    for part, code in [("0.2", "answer-worse"), ("0.25", "answer-same")]:
        refused(code, change, appeal=made, by=coach, part=part)
    refused("answer-same", change, appeal=other, by=coach, part="0")
    for part in ("1.1", "-1", "NaN"):
        refused("mark-out-of-range", change, appeal=made, by=coach, part=part)
    refused("mark-out-of-range", rules.answer, appeal=made, by=coach, words="x", changes=True)
    refused("words-missing", change, appeal=made, by=coach, words=" ")
    assert Appeal.objects.filter(answered_at=None).count() == 2
    assert Mark.objects.count() == 1


def test_how_sure_she_was_counts_with_an_appeal_too(leader, course, coach):
    quiz = cast.quiz(course, questions=[cast.shorttext()], behaviour="certainty")
    begun = attempts.start(leader=leader, quiz=quiz)
    attempts.save_answer(
        attempt_id=begun.pk, user=leader.user, slot=1, raw="self collection",
        client_id="phone", seq=1, certainty=3,
    )  # fmt: skip
    made = attempts.submit(attempt=begun)
    assert made.questions.get().fraction == -6
    change(ask(leader, made), coach)
    assert made.questions.get().fraction == 3


def test_judging_anew_keeps_what_an_appeal_brought(leader, typed, coach, operations):
    """The key is put right for all; she keeps hers, and nobody gets less for having asked."""
    made = ask(leader, typed)
    change(made, coach, "0.5")
    question = typed.questions.get(slot=1)
    assert regrade.plan(question_key=question.question_key).changes == []
    found = regrade._fresh(question.question_key)[0]
    found.answers.update(text="self*")
    plan = regrade.plan(question_key=question.question_key)
    assert [(change.before, change.after) for change in plan.changes] == [(75, 100)]
    regrade.apply(question_key=question.question_key, by=operations, reason="Also right.")
    typed.refresh_from_db()
    assert typed.percent == 100


# --- the screens --------------------------------------------------------------------------------


def test_two_taps_and_a_sentence_from_the_review(client_of, leader, typed):
    client, result = client_of(leader), reverse("assessments:result", args=[typed.pk])
    html = client.get(result).content.decode()
    assert html.count("I see it differently") == 1
    address = reverse("assessments:appeal_answer", args=[typed.pk, 1])
    assert f'action="{address}"' in html
    answer = client.post(address, {"words": "It is the same word."})
    assert answer["Location"] == f"{result}#asked-answer-1"
    html = client.get(result).content.decode()
    assert 'id="asked-answer-1"' in html
    assert "Sent. Somebody else answers by" in html
    assert "It is the same word." in html
    assert "I see it differently" not in html


def test_the_answer_is_read_where_it_was_asked(client_of, leader, written, coach):
    change(ask(leader, written), coach, words="The second line says it.")
    html = client_of(leader).get(reverse("assessments:result", args=[written.pk])).content.decode()
    assert "You asked, and your mark was changed" in html
    assert "The second line says it." in html
    assert "Say why." in html


def test_another_leaders_answer_is_not_hers_to_appeal(client_of, other_leader, typed):
    address = reverse("assessments:appeal_answer", args=[typed.pk, 1])
    assert client_of(other_leader).post(address, {"words": "Mine!"}).status_code == 404
    assert not Appeal.objects.exists()


def test_the_result_asks_as_often_for_one_appeal_as_for_five(
    client_of, leader, course, django_assert_num_queries, django_assert_max_num_queries
):
    questions = [cast.shorttext() for _each in range(5)]
    made = sat(leader, course, dict.fromkeys(range(1, 6), "Words."), questions)
    client, result = client_of(leader), reverse("assessments:result", args=[made.pk])
    ask(leader, made, slot=1)
    client.get(result)
    with django_assert_max_num_queries(25) as one:
        client.get(result)
    for slot in range(2, 6):
        ask(leader, made, slot=slot)
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(result)


def test_answers_stand_in_the_queue_of_appeals(client_of, leader, written, typed, coach, trainer):
    ask(leader, written), ask(leader, typed, words="It is the same word.")
    Appeal.objects.filter(attempt_question__attempt=typed).update(
        due_at=timezone.now() - timedelta(minutes=1)
    )
    html = client_of(coach).get(reverse("marking:appeals")).content.decode()
    assert html.index("It is the same word.") < html.index("I said why in the second line.")
    assert html.count("overdue") == 1
    assert trainer.name in html
    assert "the key" in html
    assert "somebody else answers" not in html
    assert (
        "somebody else answers"
        in client_of(trainer).get(reverse("marking:appeals")).content.decode()
    )


def test_the_queue_of_appeals_asks_as_often_for_one_as_for_many(
    client_of, leader, course, coach, django_assert_num_queries, django_assert_max_num_queries
):
    questions = [cast.shorttext() for _each in range(5)]
    made = sat(leader, course, dict.fromkeys(range(1, 6), "Words."), questions)
    client, queue = client_of(coach), reverse("marking:appeals")
    ask(leader, made, slot=1)
    client.get(queue)
    with django_assert_max_num_queries(40) as one:
        client.get(queue)
    for slot in range(2, 6):
        ask(leader, made, slot=slot)
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(queue)


def test_it_is_answered_in_the_cms(client_of, leader, written, trainer, coach):
    made = ask(leader, written)
    address = reverse("marking:appeal", args=[made.pk])
    html = client_of(coach).get(address).content.decode()
    for words in ("I taste it first.", "I said why in the second line.", "0.25 of 1 points"):
        assert words in html
    client_of(trainer).post(address, {"decision": "change", "points": "1", "words": "Mine."})
    assert "Give more points" in (
        client_of(coach)
        .post(address, {"decision": "change", "points": "0.25", "words": "Hm."})
        .content.decode()
    )
    html = client_of(coach).post(
        address, {"decision": "change", "points": "0.75", "words": "True."}, follow=True
    ).content.decode()  # fmt: skip
    assert "the mark was changed" in html
    assert html.index("25%") < html.index("75%")
    made.refresh_from_db()
    assert (made.by, day_of(made.answered_at)) == (coach, day_of(timezone.now()))


def test_another_coach_sees_no_appeal_of_hers(client_of, other_leader, course, manager):
    made = ask(other_leader, sat(other_leader, course, {1: "x"}, [cast.shorttext()]))
    assert client_of(manager).get(reverse("marking:appeal", args=[made.pk])).status_code == 404
    assert "It is" not in client_of(manager).get(reverse("marking:appeals")).content.decode()


def test_where_the_key_is_wrong_for_all_the_way_leads_to_the_bank(
    client_of, leader, typed, coach, operations
):
    address = reverse("marking:appeal", args=[ask(leader, typed).pk])
    anew = reverse("results:regrade", args=[typed.questions.get(slot=1).question_key])
    html = client_of(operations).get(address).content.decode()
    assert anew in html
    assert "self collection" in html
    assert anew not in client_of(coach).get(address).content.decode()
