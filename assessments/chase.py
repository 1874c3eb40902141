"""Who hasn't handed in what was due: the list to chase, and the reminder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from assessments.letters import STILL_OPEN
from assessments.models import Submission, TaskPage
from courses.models import CoursePage, Enrolment
from courses.translation import current_language, one_per_key
from school.lib import dates
from school.notices.send import send
from school.people.models import Leader

# Older than this it is no longer a matter of reminding.
REACH = timedelta(days=120)


@dataclass(frozen=True)
class Overdue:
    """A leader who is past the day of a task. `returned`: it was sent back to her."""

    leader: Leader
    task: TaskPage
    due_at: datetime
    days: int
    returned: bool

    @property
    def name(self) -> str:
        return f"{self.leader.pk}:{self.task.translation_key}"


def overdue(user, *, now: datetime | None = None) -> list[Overdue]:
    """Everybody whom this person may see and who is late, the latest first. Five queries or
    fewer, however many leaders and tasks there are."""
    now = now or timezone.now()
    tasks = _tasks_with_a_day()
    courses = {task.course_key for task in tasks}
    enrolments = Enrolment.objects.filter(
        course_key__in=courses, leader__in=Leader.objects.visible_to(user).studying()
    ).exclude(leader__on_leave=True)
    rows = list(enrolments.select_related("leader__user", "leader__intake", "leader__coach"))
    states = _states(rows, tasks)
    found = [
        line
        for row in rows
        for task in tasks
        if task.course_key == row.course_key and (line := _line(row, task, states, now))
    ]
    return sorted(found, key=lambda line: (-line.days, line.leader.pk))


def _tasks_with_a_day() -> list[TaskPage]:
    pages = TaskPage.objects.live().filter(Q(due_at__isnull=False) | Q(due_days__isnull=False))
    tasks = one_per_key(pages.select_related("locale").order_by("pk"), current_language())
    _bring_courses(tasks)
    return tasks


def _bring_courses(tasks: Iterable[TaskPage]) -> None:
    """The courses of all tasks by one query, in place of one each."""
    tasks = list(tasks)
    paths = {task.path[: -task.steplen] for task in tasks}
    pages = CoursePage.objects.select_related("locale").filter(path__in=paths)
    by_path = {page.path: page for page in pages}
    for task in tasks:
        task.course = by_path[task.path[: -task.steplen]]


def _states(rows: list[Enrolment], tasks: list[TaskPage]) -> dict[tuple[int, UUID], str]:
    """The state of the last submission of each leader and task."""
    sent = Submission.objects.filter(
        leader__in={row.leader_id for row in rows},
        task_key__in={task.translation_key for task in tasks},
    )
    known = sent.order_by("number").values_list("leader", "task_key", "state")
    return {(leader, key): state for leader, key, state in known}


def _line(row: Enrolment, task: TaskPage, states: dict, now: datetime) -> Overdue | None:
    state = states.get((row.leader_id, task.translation_key))
    if state in (Submission.State.SENT, Submission.State.ACCEPTED):
        return None
    due = task.due_at or row.enrolled_at + timedelta(days=task.due_days)
    if not now - REACH < due < now:
        return None
    days = (dates.day_of(now) - dates.day_of(due)).days
    return Overdue(row.leader, task, due, days, state == Submission.State.RETURNED)


def remind(lines: Iterable[Overdue], *, now: datetime | None = None) -> int:
    """Remind each of them, at most once a day for each task; answers how many were reminded."""
    day = dates.day_of(now or timezone.now())
    sent = 0
    for line in lines:
        notice = send(
            user=line.leader.user,
            template=STILL_OPEN.code,
            context={"task": line.task.title, "minutes": line.task.minutes},
            link=line.task.address,
            key=f"chase:{line.task.translation_key}:{day}",
        )
        sent += notice is not None
    return sent
