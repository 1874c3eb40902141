"""Grades: rows that are only added; what counts of a step is folded from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from uuid import UUID

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from assessments.models import Attempt, GradeEvent, QuizPage, Submission
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


def record_work(
    *, submission: Submission, percent: Decimal, rule: str, by, reason: str = ""
) -> GradeEvent:
    """Write down the grade of a task that was marked by a rubric. A later one for the same
    submission replaces it; the earlier ones stay in the rows."""
    passed = submission.state == Submission.State.ACCEPTED
    event = GradeEvent.objects.create(
        leader_id=submission.leader_id,
        step_key=submission.task_key,
        course_key=submission.course_key,
        submission=submission,
        percent=percent,
        passed=passed,
        rule=rule,
        by=by,
        reason=reason,
        at=submission.marked_at,
    )
    grade_recorded.send(
        sender=GradeEvent,
        leader=submission.leader,
        step_key=submission.task_key,
        percent=percent,
        passed=passed,
    )
    return event


def counting_percent(*, leader: Leader, step_key) -> Decimal | None:
    """The percentage that counts of a step, by what its quiz says of several tries; None if she
    hasn't handed in.

    For many leaders at once: `GradeEvent.objects.best_for("pk", step_key)` as an annotation.
    """
    return counting(leaders=[leader.pk], step_keys=[step_key]).get((leader.pk, step_key))


def best_percent(*, leader: Leader, step_key) -> Decimal | None:
    """The best percentage that a leader has reached in a step; None if she hasn't handed in."""
    grades = GradeEvent.objects.filter(leader=leader, step_key=step_key).current()
    return grades.aggregate(best=Max("percent"))["best"]


def counting(
    *,
    leaders: Iterable[int] | QuerySet[Leader],
    step_keys: Collection[UUID],
    instead: Mapping[int, Decimal] = MappingProxyType({}),
) -> dict[tuple[int, UUID], Decimal]:
    """What counts of each of these steps for each of these leaders who has a grade in it, by
    leader's number and step; the same as `GradeEvent.objects.best_for`, for tables. `instead` gives
    some attempts another percentage than they have. Two queries.
    """
    events = GradeEvent.objects.filter(leader__in=leaders, step_key__in=step_keys).current()
    begun = Coalesce("attempt__started_at", "at")
    rows = events.order_by(begun, "pk").values_list("leader", "step_key", "attempt", "percent")
    grades: dict[tuple[int, UUID], list[Decimal]] = defaultdict(list)
    for leader, step, attempt, percent in rows:
        grades[leader, step].append(instead.get(attempt, percent))
    rules = _gradings(step_keys)
    return {place: fold(tries, rules.get(place[1], "best")) for place, tries in grades.items()}


def fold(tries: Sequence[Decimal], how: str) -> Decimal:
    """What counts of several tries, in the order in which they were begun."""
    match how:
        case "average":
            return (sum(tries, Decimal(0)) / len(tries)).quantize(TWO_PLACES, ROUND_HALF_UP)
        case "first":
            return tries[0]
        case "last":
            return tries[-1]
    return max(tries)


def _gradings(step_keys: Collection[UUID]) -> dict[UUID, str]:
    """What each quiz says of several tries: its published page, where there is one."""
    pages = QuizPage.objects.filter(translation_key__in=step_keys).order_by("live", "-pk")
    return dict(pages.values_list("translation_key", "grading"))
