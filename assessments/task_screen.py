"""What a leader sees of a task: what she has sent, what came of it, and her draft."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from assessments import appeal_box, checks, draft, rubric, submission
from assessments.appeal_box import AppealBox
from assessments.checks import plan
from assessments.checks.words import CATEGORIES, ROLES, SENSES
from assessments.models import Look, Submission, TaskPage, Upload
from school.people.models import Leader


@dataclass(frozen=True)
class Sent:
    """A submission as she reads it: with its marks in words, and whether she may ask for another
    look at them."""

    row: Submission
    report: list[tuple[Any, str]]
    days: list[list[dict[str, Any]]]
    criteria: list[dict[str, Any]]
    voices: list[Look]
    appeal: AppealBox


def sent(row: Submission, *, newest: bool = True) -> Sent:
    """`row` has its files, looks and appeal at hand. Before it is settled no mark shows."""
    settled = row.state != Submission.State.SENT
    looks = [one for one in row.looks.all() if one.part != Look.Part.APPEAL] if settled else []
    last = list(row.looks.all())[-1:] if settled else []
    return Sent(
        row=row,
        report=report_of(row.work, row.data),
        days=days_shown(row.data) if row.work == TaskPage.Work.PLAN else [],
        criteria=rubric.explained(row.rubric, last[0].levels) if last and row.rubric else [],
        voices=[one for one in looks if one.voice],
        appeal=appeal_box.of_task(row, newest=newest),
    )


def report_of(work: str, data: dict) -> list[tuple[Any, str]]:
    """A tasting report line by line."""
    if work != TaskPage.Work.TASTING:
        return []
    report = checks.read(work, data)
    return [(label, report[name]) for name, label in SENSES.items() if report[name]]


def days_shown(data: dict) -> list[list[dict[str, Any]]]:
    """A plan with its words in place of its codes."""
    return [
        [
            {
                "product": item["product"],
                "category": CATEGORIES.get(item["category"], ""),
                "role": ROLES.get(item["role"], ""),
            }
            for item in day
        ]
        for day in plan.read(data)["days"]
    ]


def task_screen(*, task: TaskPage, leader: Leader | None) -> dict[str, Any]:
    """What she has handed in, the latest first, whether she may hand in now, and her draft. A
    constant number of queries."""
    mine = Submission.objects.filter(leader=leader, task_key=task.translation_key)
    rows = list(
        mine.order_by("-number").select_related("appeal").prefetch_related("files", "looks")
    )
    shown = [sent(row, newest=row is rows[0]) for row in rows]
    may = leader is None or submission.may_hand_in(task=task, sent=rows)
    screen = {"latest": next(iter(shown), None), "earlier": shown[1:], "may_hand_in": may}
    if leader and may:
        screen |= _due(task, leader) | _draft(task, leader)
    if task.tries:
        screen["tries_left"] = max(0, task.tries - len(rows))
    return screen


def _due(task: TaskPage, leader: Leader) -> dict[str, Any]:
    by = submission.due_at(leader=leader, task=task)
    return {"due_at": by, "is_late": by is not None and by < timezone.now()}


def _draft(task: TaskPage, leader: Leader) -> dict[str, Any]:
    mine = draft.draft_of(leader=leader, task=task)
    uploads = [one for one in draft.uploads_of(leader=leader, task=task) if one.is_done]
    photos = [one for one in uploads if one.kind == Upload.Kind.PHOTO]
    shown = {
        "draft": mine,
        "photos": photos,
        "documents": [one for one in uploads if one.kind == Upload.Kind.DOCUMENT],
    }
    if task.work == TaskPage.Work.PLAN:
        return shown | _plan(task, mine)
    if task.work == TaskPage.Work.TASTING:
        report = checks.read(task.work, mine.data)
        fields = [(name, label, report[name]) for name, label in SENSES.items()]
        found = checks.check(task, report, photos=len(photos)) if report["product"] else []
        return shown | {"report": report, "senses": fields, "findings": checks.sentences(found)}
    return shown


def _plan(task: TaskPage, mine: Any) -> dict[str, Any]:
    days = draft.days_of(mine)
    lines = [
        {"number": number, "count": len(day), "fits": bool(day) and not plan.check_day(task, day)}
        for number, day in enumerate(days, start=1)
    ]
    found = checks.check(task, mine.data) if any(days) else []
    first = next((line["number"] for line in lines if not line["fits"]), 1)
    return {
        "days": lines,
        "first_day": first,
        "begun": any(days),
        "findings": checks.sentences(found),
    }
