"""The regular work of this floor; when its bells ring is in `tasks.py`."""

from typing import Any

from school.coaching.flag import raise_flags
from school.coaching.plan import follow
from school.coaching.plan_item import settle
from school.jobs.kinds import kind
from school.jobs.run import Run
from school.lib import dates
from school.standing.models import CohortRun


@kind("coaching.plans")
def follow_the_latest(_run: Run) -> dict[str, Any]:
    """Let the plans follow the latest placement. Done twice, the second time changes nothing."""
    run = CohortRun.objects.latest_on(dates.today())
    if run:
        follow(run=run)
    return {"week": run and run.week}


@kind("coaching.flags")
def look_at_everybody(_run: Run) -> dict[str, Any]:
    """Tick off what is done, and see who needs somebody."""
    done = settle(on=dates.today())
    return {"ticked": done, "open": raise_flags(on=dates.today())}
