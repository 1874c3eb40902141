"""Grades: rows that are only added, of which the best one of a step counts."""

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


def record(*, attempt: Attempt, at: datetime) -> GradeEvent:
    """Write down the grade of a finished attempt, and tell the floors above."""
    event = GradeEvent.objects.create(
        leader_id=attempt.leader_id,
        step_key=attempt.quiz_key,
        course_key=attempt.course_key,
        attempt=attempt,
        percent=attempt.percent,
        passed=attempt.passed,
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


def best_percent(*, leader: Leader, step_key) -> Decimal | None:
    """The best percentage that a leader has reached in a step; None if she hasn't handed in.

    For many leaders at once: `GradeEvent.objects.best_for("pk", step_key)` as an annotation.
    """
    grades = GradeEvent.objects.filter(leader=leader, step_key=step_key)
    return grades.aggregate(best=Max("percent"))["best"]
