"""What leaders noted beside their lessons, and what they didn't understand."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from courses import note, puzzle
from courses.listing import listed_courses
from courses.step import Step
from courses.streak import fold_everybody
from school.home.starter.files import read_yaml
from school.home.starter.sample.people import People
from school.home.starter.sample.plan import Plan
from school.home.starter.sample.script import phone

SCRIPT = Path(__file__).with_name("road.yaml")


@cache
def script() -> dict[str, Any]:
    return read_yaml(SCRIPT)


def write_road(plans: list[Plan], people: People) -> None:
    fold_everybody()
    leaders = {plan.phone: leader for plan, leader in zip(plans, people.leaders, strict=True)}
    steps = _steps()
    for entry in script()["notes"]:
        if (leader := leaders.get(phone(entry["phone"]))) and entry["lesson"] in steps:
            place = _place(leader, steps[entry["lesson"]], timezone.now())
            note.write(text=entry["text"], **place)
            note.mark(card=entry["card"] - 1, on=True, **place)
    for entry in script()["puzzles"]:
        if (leader := leaders.get(phone(entry["phone"]))) and entry["lesson"] in steps:
            _ask(entry, leader, steps[entry["lesson"]], by=people.staff["trainer"])


def _steps() -> dict[str, Step]:
    return {step.slug: step for course in listed_courses() for step in course.outline.steps()}


def _place(leader, step: Step, at) -> dict[str, Any]:
    keys = {"course_key": step.course_key, "step_key": step.translation_key}
    return {"leader": leader, "at": at, **keys}


def _ask(entry: dict[str, Any], leader, step: Step, *, by) -> None:
    at = timezone.now() - timedelta(hours=entry["hours"])
    asked = puzzle.ask(card=entry["card"] - 1, words=entry["words"], **_place(leader, step, at))
    if "answer" in entry:
        puzzle.answer(puzzle=asked, by=by, text=entry["answer"])
