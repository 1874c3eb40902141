"""The regular work of this floor; when its bells ring is in `tasks.py`."""

from dataclasses import asdict
from typing import Any

from school.jobs.kinds import kind
from school.jobs.run import Run
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
