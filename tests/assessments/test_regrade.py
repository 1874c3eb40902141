"""Judging finished attempts anew: who changes, what stays, what rests on it."""

from decimal import Decimal

import pytest

from assessments import attempt as rules
from assessments import regrade
from assessments.grade import counting_percent
from assessments.models import (
    Answer,
    AttemptQuestion,
    Certificate,
    Correction,
    GradeEvent,
    Question,
)
from assessments.result import explain
from courses.models import StepCompletion
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests import cast as people
from tests.assessments import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions():
    return [cast.single(), cast.truefalse()]


@pytest.fixture
def quiz(course, questions):
    return cast.quiz(course, questions=questions, pass_mark=80)


def sat(leader, quiz, *texts):
    """A finished attempt in which these choices were taken."""
    attempt = rules.start(leader=leader, quiz=quiz)
    values = {slot: cast.key_of(attempt, slot, text) for slot, text in enumerate(texts, start=1)}
    cast.give(attempt, values, client_id=f"phone-{attempt.pk}")
    return rules.submit(attempt=attempt)


def set_key(question, **worth):
    """Put the key right in the bank, in every language."""
    versions = Question.objects.filter(translation_key=question.translation_key)
    for answer in Answer.objects.filter(question__in=versions):
        twin = question.answers.get(translation_key=answer.translation_key)
        answer.fraction = worth.get(
            {"对的": "right", "半对": "half", "不对": "wrong"}[twin.text], 0
        )
        answer.save()


@pytest.fixture
def hers(leader, quiz):
    """She chose what the key calls half right: 75 of 100."""
    return sat(leader, quiz, "half", "False")


@pytest.fixture
def theirs(other_leader, quiz):
    """Right by the key: 100."""
    return sat(other_leader, quiz, "right", "False")


@pytest.fixture
def corrected(questions, hers, theirs):
    """The key was wrong: "half" is right, and "right" is not."""
    set_key(questions[0], half=100)
    return questions[0]


def planned(question):
    return regrade.plan(question_key=question.translation_key)


def applied(question, by, reason="The key was wrong."):
    return regrade.apply(question_key=question.translation_key, by=by, reason=reason)


def test_a_plan_says_who_changes_and_writes_nothing(corrected, hers, theirs):
    found = planned(corrected)
    assert [(c.leader, c.before, c.after, c.turn) for c in found.changes] == [
        (hers.leader, 75, 100, "passes"),
        (theirs.leader, 100, 50, "passed"),
    ]
    assert found.seen == 2
    assert not Correction.objects.exists()
    assert GradeEvent.objects.count() == 2
    assert not AttemptQuestion.objects.exclude(correction=None).exists()


def test_nothing_changes_while_the_key_is_what_it_was(questions, hers, theirs):
    found = planned(questions[0])
    assert (found.seen, found.changes, found.touched) == (2, [], [])


def test_a_plan_takes_the_same_queries_for_few_and_many(
    corrected, quiz, django_assert_max_num_queries
):
    counts = []
    for more in (1, 6):
        for at in range(more):
            sat(people.leader(f"Leader {at}"), quiz, "half", "False")
        with django_assert_max_num_queries(20) as captured:
            planned(corrected)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_applying_records_grades_with_who_and_why(corrected, hers, theirs, operations):
    applied(corrected, operations)
    events = GradeEvent.objects.filter(attempt=hers)
    assert [(e.percent, e.rule, e.by, e.reason) for e in events] == [
        (75, "attempt", None, ""),
        (100, "regrade", operations, "The key was wrong."),
    ]
    hers.refresh_from_db()
    assert (hers.percent, hers.passed) == (100, True)
    assert counting_percent(leader=hers.leader, step_key=hers.quiz_key) == 100
    assert counting_percent(leader=theirs.leader, step_key=theirs.quiz_key) == 50


def test_attempts_keep_the_question_as_it_was_put(corrected, hers, theirs, operations):
    before = hers.questions.get(slot=1).frozen
    applied(corrected, operations)
    question = hers.questions.get(slot=1)
    assert question.frozen == before
    assert question.correction == Correction.objects.get()
    assert question.correction.reason == "The key was wrong."
    worth = {
        a["texts"]["en"]["text"]: Decimal(a["fraction"]) for a in question.corrected["answers"]
    }
    assert worth == {"right": 0, "half": 100, "wrong": 0}
    assert [a["key"] for a in question.corrected["answers"]] == [
        a["key"] for a in before["answers"]
    ]


def test_she_sees_what_is_right_now(corrected, hers, theirs, operations):
    applied(corrected, operations)
    hers.refresh_from_db()
    shown = explain(attempt=hers, leader=hers.leader, language="en")["questions"][0]
    assert shown.verdict == "right"
    assert {o["text"] for o in shown.shown["options"] if o["right"]} == {"half"}


def test_applying_twice_is_applying_once(corrected, hers, theirs, operations):
    applied(corrected, operations)
    again = applied(corrected, operations, "Once more.")
    assert again.changes == []
    assert GradeEvent.objects.filter(rule="regrade").count() == 2


def test_who_passes_now_is_through_with_the_step(corrected, hers, theirs, quiz, operations):
    mine = StepCompletion.objects.filter(leader=hers.leader, step_key=quiz.translation_key)
    assert not mine.exists()
    applied(corrected, operations)
    assert mine.get().completed_at == hers.submitted_at


def test_who_passed_keeps_the_step_and_the_certificate(corrected, hers, theirs, operations):
    """The mistake was the school's. The plan names the certificate; it stays genuine."""
    kept = Certificate.objects.get(leader=theirs.leader)
    (touched,) = applied(corrected, operations).touched
    assert (touched.leader_id, touched.words) == (theirs.leader_id, kept.title_now)
    kept.refresh_from_db()
    assert kept.revoked_at is None
    assert StepCompletion.objects.filter(leader=theirs.leader, step_key=theirs.quiz_key).exists()


def test_both_are_told_and_nobody_else(corrected, hers, theirs, quiz, operations):
    other = sat(people.leader("Untouched"), quiz, "wrong", "False")
    applied(corrected, operations)
    told = Notice.objects.filter(kind="result-corrected")
    assert {notice.user for notice in told} == {hers.leader.user, theirs.leader.user}
    assert not told.filter(user=other.leader.user).exists()
    assert "75 and is now 100 of 100" in told.get(user=hers.leader.user).body
    assert "stays finished" in told.get(user=theirs.leader.user).body


def test_a_better_try_still_counts(leader, quiz, questions, operations):
    sat(leader, quiz, "right", "False")
    sat(leader, quiz, "half", "False")
    set_key(questions[0], half=100)
    changes = planned(questions[0]).changes
    assert [(c.before, c.after) for c in changes] == [(100, 50), (75, 100)]
    assert {(c.counts_before, c.counts_after) for c in changes} == {(100, 100)}


def test_an_attempt_under_way_is_judged_by_the_correction(corrected, quiz, operations):
    open_one = rules.start(leader=people.leader("Under way"), quiz=quiz)
    values = {1: cast.key_of(open_one, 1, "half"), 2: cast.key_of(open_one, 2, "False")}
    cast.give(open_one, values)
    applied(corrected, operations)
    assert rules.submit(attempt=open_one).percent == 100


def test_an_answer_that_the_bank_has_no_more_is_worth_nothing(questions, hers, operations):
    gone = questions[0].answers.get(text="半对")
    Answer.objects.filter(translation_key=gone.translation_key).delete()
    (change,) = applied(questions[0], operations).changes
    assert (change.before, change.after) == (75, 50)
    assert len(hers.questions.get(slot=1).corrected["answers"]) == 3


@pytest.mark.parametrize("who", ["trainer", "coach", "manager"])
def test_only_operations_change_results(who, request, corrected):
    with pytest.raises(Refusal) as refusal:
        applied(corrected, request.getfixturevalue(who))
    assert refusal.value.code == "not-allowed"


def test_a_reason_is_needed(corrected, operations):
    with pytest.raises(Refusal) as refusal:
        applied(corrected, operations, "  ")
    assert refusal.value.code == "reason-missing"


def test_a_question_of_another_kind_by_now_is_refused(corrected):
    Question.objects.filter(translation_key=corrected.translation_key).update(kind="multiple")
    with pytest.raises(Refusal) as refusal:
        planned(corrected)
    assert refusal.value.code == "kind-changed"


def test_a_draft_is_no_correction(corrected):
    Question.objects.filter(translation_key=corrected.translation_key).update(state="draft")
    with pytest.raises(Refusal) as refusal:
        planned(corrected)
    assert refusal.value.code == "question-unknown"
