"""The regular work of this floor; when its bells ring is in `tasks.py`."""

from dataclasses import asdict
from typing import Any

from school.jobs.kinds import kind
from school.jobs.run import Run
from school.lib import dates
from school.standing import (
    automatic,
    dry_run_work,
    elimination,
    history_check_work,
    plan,
    probation,
    recheck,
    review,
    what_if_work,
)
from school.standing.cohort import place_cohorts
from school.standing.evaluation import evaluate


@kind("standing.place_cohorts")
def place(_run: Run) -> dict[str, Any]:
    """Place everybody for this week. Done twice, the second placement replaces the first."""
    placed = asdict(place_cohorts(on=dates.today()))
    return {**placed, "moved": len(placed["moved"])}


@kind(recheck.EVERYBODY)
def evaluate_everybody(_run: Run) -> dict[str, Any]:
    """Evaluate everybody. Done twice, nobody is proposed twice."""
    evaluated = evaluate(on=dates.today())
    promoted = automatic.promote(on=dates.today())
    return {
        "on": evaluated.on,
        "rules_version": evaluated.rules_version,
        "evaluated": evaluated.evaluated,
        "proposals": len(evaluated.proposals),
        "promoted": len(promoted),
    }


@kind(recheck.SOME)
def evaluate_some(run: Run) -> dict[str, Any]:
    """Evaluate those to whom something has happened."""
    return recheck.work_off(run)


@kind("standing.review")
def hold_review(_run: Run) -> dict[str, Any]:
    """Hold the month's review. Done twice, the second one finds it held."""
    held = review.hold(on=dates.today())
    return {"on": held.on, "below": held.below, "plans": len(held.plans)}


@kind("standing.decisions")
def follow_up(_run: Run) -> dict[str, Any]:
    """What is due today: ends of plans, proposals by rule, notices that take effect. Each is done
    once, however often this runs."""
    today = dates.today()
    return {
        "plans_closed": len(plan.close_due(on=today)),
        "proposed": len(probation.propose(on=today)),
        "in_force": len(elimination.take_effect(on=today)),
    }


@kind(dry_run_work.KIND)
def try_rules_out(run: Run, **args: Any) -> dict[str, Any]:
    """Try a draft of the rules out on everybody."""
    return dry_run_work.run(run, **args)


@kind(what_if_work.KIND)
def try_limits_out(run: Run, **_args: Any) -> dict[str, Any]:
    """See what other limits of the cohorts would change."""
    return what_if_work.run(run)


@kind(history_check_work.KIND)
def check_history(run: Run, **args: Any) -> dict[str, Any]:
    """Check that the history is whole."""
    return history_check_work.run(run, **args)
