"""Answering a quiz rightly, by the rules, for tests that need a passed one."""

from assessments import attempt
from assessments.models import Attempt


def right_value(question):
    """What a leader who knows would choose or type."""
    answers = question.frozen["answers"]
    best = [a for a in answers if float(a["fraction"]) > 0]
    if question.kind == "number":
        return best[0]["value"]
    if question.kind == "shorttext":
        return best[0]["texts"]["zh-hans"]["text"].replace("*", "")
    keys = [a["key"] for a in best]
    return keys if question.kind == "multiple" else keys[0]


def answer_rightly(sitting: Attempt) -> Attempt:
    for count, question in enumerate(sitting.questions.all(), start=1):
        attempt.save_answer(
            attempt_id=sitting.pk,
            user=sitting.leader.user,
            slot=question.slot,
            raw=right_value(question),
            client_id="tests",
            seq=count,
        )
    return attempt.submit(attempt=sitting)
