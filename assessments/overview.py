"""What a leader sees before she starts: her way with a quiz so far."""

from typing import Any

from django.utils import timezone

from assessments import attempt as rules
from assessments import review
from assessments.allowance import allowance, next_try_at, said_when, tries_left
from assessments.models import Attempt, QuizPage
from school.people.models import Leader


def quiz_overview(*, quiz: QuizPage, leader: Leader | None) -> dict[str, Any]:
    """The attempts so far, the open one, what counts of them, and what she may do: how many tries
    are left (None: no end), and why she can't start just now, if she can't. Four queries, however
    many attempts there are."""
    taken = list(Attempt.objects.filter(leader=leader, quiz_key=quiz.translation_key))
    if any(_is_past(one) for one in taken):
        taken = [rules.submit(attempt=one) if _is_past(one) else one for one in taken]
    done = [one for one in taken if one.state != Attempt.State.OPEN]
    now, allowed = timezone.now(), allowance(quiz=quiz, leader=leader)
    next_at = next_try_at(quiz, taken[::-1])
    return {
        "count": quiz.question_count,
        "open": next((one for one in taken if one.state == Attempt.State.OPEN), None),
        "done": [(one, "marks" in review.visible(one, now)) for one in done],
        "passed": any(one.passed and "marks" in review.visible(one, now) for one in done),
        "allowed": allowed,
        "left": tries_left(quiz=quiz, leader=leader, allowed=allowed, taken=taken),
        "not_open_yet": allowed.is_before(now),
        "is_closed": allowed.is_after(now),
        "opens": said_when(allowed.opens_at),
        "due": said_when(allowed.due_at),
        "closes": said_when(allowed.closes_at),
        "next_at": said_when(next_at) if next_at and now < next_at else "",
    }


def _is_past(attempt: Attempt) -> bool:
    return attempt.state == Attempt.State.OPEN and not attempt.may_be_handed_in()
