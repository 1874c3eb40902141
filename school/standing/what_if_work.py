"""Trying limits out as a job: everybody is placed twice, which takes its time in a large school."""

from datetime import date
from typing import Any

from school.jobs import job
from school.jobs.models import Job
from school.jobs.run import Run
from school.people.models import Region
from school.standing.models import CohortLimits
from school.standing.placing_sql import LIMITS
from school.standing.what_if import Mover, WhatIf, mover_rows, movers_of, what_if

KIND = "standing.what_if"
SHOWN = 50


def ask_for(*, limits: CohortLimits, week: date, by) -> Job:
    """See what these (unsaved) limits would change in a week, by its Monday; the same isn't asked
    twice at a time."""
    numbers = {name: getattr(limits, name) for name in LIMITS}
    args = {"region": limits.region_id, "week": week.isoformat(), "numbers": numbers}
    asked = "-".join(str(one) for one in (limits.region_id or "all", week, *numbers.values()))
    return job.enqueue(kind=KIND, args=args, owner=by, key=f"what-if:{by.pk}:{asked}")


def limits_of(asked: Job) -> CohortLimits:
    """The limits on trial, unsaved."""
    region = Region.objects.filter(pk=asked.args["region"]).first()
    return CohortLimits(region=region, **asked.args["numbers"])


def run(this_run: Run) -> dict[str, Any]:
    """Done twice, the second result takes the place of the first."""
    asked = this_run.job
    limits, week = limits_of(asked), date.fromisoformat(asked.args["week"])
    this_run.progress(0, 2)
    seen = what_if(limits=limits, week=week)
    this_run.progress(1, 2)
    rows = mover_rows(limits=limits, week=week, first=0, most=SHOWN)
    moves = [[was, would, number] for (was, would), number in seen.moves.items()]
    return {"moves": moves, "at_once": seen.at_once, "movers": rows}


def answer(done: Job) -> tuple[WhatIf, list[Mover]]:
    """What a finished trial found, and the first of those who would move."""
    moves = {(was, would): number for was, would, number in done.result["moves"]}
    week = date.fromisoformat(done.args["week"])
    seen = WhatIf(week, moves, done.result["at_once"])
    return seen, movers_of(limits_of(done), done.result["movers"])
