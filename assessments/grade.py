"""Grades: rows that are only added; what counts of a step is folded from them."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Max

from assessments.models import Attempt, GradeEvent
from assessments.signals import grade_recorded
from school.people.models import Leader

TWO_PLACES = Decimal("0.01")


def percent_of(marks: Decimal, of: Decimal) -> Decimal:
    """Marks as a percentage with two places, halves up; of nothing it is 0."""
    if not of:
        return Decimal("0.00")
    return (marks * 100 / of).quantize(TWO_PLACES, ROUND_HALF_UP)


def record(
    *, attempt: Attempt, at: datetime, rule: str = "attempt", by=None, reason: str = ""
) -> GradeEvent:
    """Write down the grade of a finished attempt, by which rule or person it was given and why,
    and tell the floors above."""
    event = GradeEvent.objects.create(
        leader_id=attempt.leader_id,
        step_key=attempt.quiz_key,
        course_key=attempt.course_key,
        attempt=attempt,
        percent=attempt.percent,
        passed=attempt.passed,
        rule=rule,
        by=by,
        reason=reason,
        at=at,
    )
    grade_recorded.send(
        sender=GradeEvent,
        leader=attempt.leader,
        step_key=attempt.quiz_key,
        percent=attempt.percent,
        passed=attempt.passed,
    )
    return event


def counting_percent(*, leader: Leader, step_key) -> Decimal | None:
    """The percentage that counts of a step, by what its quiz says of several tries; None if she
    hasn't handed in.

    For many leaders at once: `GradeEvent.objects.best_for("pk", step_key)` as an annotation.
    """
    her = Leader.objects.filter(pk=leader.pk)
    return her.values_list(GradeEvent.objects.best_for("pk", step_key), flat=True).get()


def best_percent(*, leader: Leader, step_key) -> Decimal | None:
    """The best percentage that a leader has reached in a step; None if she hasn't handed in."""
    grades = GradeEvent.objects.filter(leader=leader, step_key=step_key).current()
    return grades.aggregate(best=Max("percent"))["best"]
