"""The regular work of this floor, and when its bells ring (Shanghai time)."""

from dataclasses import asdict
from typing import Any

from celery.schedules import crontab

from school.celery import app
from school.jobs.kinds import kind
from school.jobs.run import Run
from school.jobs.tasks import enqueue
from school.lib import dates
from school.standing.cohort import place_cohorts
from school.standing.evaluation import evaluate


@kind("standing.place_cohorts")
def place(_run: Run) -> dict[str, Any]:
    """Place everybody for this week. Done twice, the second placement replaces the first."""
    placed = asdict(place_cohorts(on=dates.today()))
    return {**placed, "moved": len(placed["moved"])}


@kind("standing.evaluate")
def evaluate_everybody(_run: Run) -> dict[str, Any]:
    """Evaluate everybody. Done twice, nobody is proposed twice."""
    evaluated = asdict(evaluate(on=dates.today()))
    return {**evaluated, "proposals": len(evaluated["proposals"])}


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    mondays, nights = crontab(hour=6, minute=0, day_of_week="mon"), crontab(hour=2, minute=30)
    sender.add_periodic_task(mondays, enqueue.s("standing.place_cohorts"))
    sender.add_periodic_task(nights, enqueue.s("standing.evaluate"))
