"""What a leader sees before she starts: her way with a quiz or a task so far."""

from typing import Any

from assessments import attempt as rules
from assessments.models import Attempt, QuizPage, Submission, TaskPage
from school.people.models import Leader


def quiz_overview(*, quiz: QuizPage, leader: Leader | None) -> dict[str, Any]:
    """The attempts so far, the best of them, the open one, and how many are left (None: no end).
    Two queries, however many attempts there are."""
    taken = list(Attempt.objects.filter(leader=leader, quiz_key=quiz.translation_key))
    if any(one.state == Attempt.State.OPEN and one.is_over() for one in taken):
        taken = [rules.submit(attempt=one) if one.is_over() else one for one in taken]
    done = [one for one in taken if one.state == Attempt.State.DONE]
    left = None
    if quiz.attempts_allowed:
        left = max(0, quiz.attempts_allowed - len(taken))
    return {
        "count": quiz.question_count,
        "open": next((one for one in taken if one.state == Attempt.State.OPEN), None),
        "done": done,
        "best": max(done, key=lambda one: one.percent, default=None),
        "left": left,
    }


def task_overview(*, task: TaskPage, leader: Leader | None) -> dict[str, Any]:
    """What she has handed in, the latest first, and whether she may hand in now."""
    mine = Submission.objects.filter(leader=leader, task_key=task.translation_key)
    sent = list(mine.order_by("-number").prefetch_related("files"))
    latest = sent[0] if sent else None
    may = latest is None or latest.state == Submission.State.RETURNED
    return {"latest": latest, "earlier": sent[1:], "may_hand_in": may}
