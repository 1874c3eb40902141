"""What leaders have asked about their figures: answered, open, and overdue."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from assessments.appeal import end_of_working_day
from school.home.starter.sample.people import People
from school.home.starter.sample.plan import Plan
from school.home.starter.sample.script import phone, script
from school.lib.dates import week_start
from school.people.models import Leader
from school.standing.models import Question, QuestionSettings
from school.standing.question import answer, ask


def write_questions(plans: list[Plan], people: People, today: date) -> None:
    leaders = {plan.phone: leader for plan, leader in zip(plans, people.leaders, strict=True)}
    for entry in script()["questions"]:
        if leader := leaders.get(phone(entry["phone"])):
            _write(entry, leader, people, today)


def _write(entry: dict[str, Any], leader: Leader, people: People, today: date) -> None:
    week = week_start(today) - timedelta(weeks=entry["weeks_ago"])
    asked = ask(
        leader=leader,
        about=entry["about"],
        ref=week.isoformat(),
        reason=entry["reason"],
        text=entry.get("text", ""),
    )
    _date_back(asked, entry["days"])
    if "answer" in entry:
        by = people.staff[entry["by"]]
        answer(question=asked, by=by, words=entry["answer"], accept=entry["accept"])


def _date_back(asked: Question, days: int) -> None:
    """She asked so many days ago, and the answer was promised from then on."""
    at = timezone.now() - timedelta(days=days)
    due = end_of_working_day(at, QuestionSettings.load().answer_days)
    Question.objects.filter(pk=asked.pk).update(asked_at=at, due_at=due)
