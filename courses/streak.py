"""A quiet rhythm: days in Shanghai on which a leader did a step. Nobody is ranked by it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from courses.models import StepCompletion, Streak
from school.lib import dates
from school.lib.prepared import prepared
from school.people.models import Leader


@dataclass(frozen=True)
class Rhythm:
    """Days in a row until now, and her points: one for each step."""

    run: int
    points: int


def fold(*, leader: Leader) -> Streak:
    """Count anew after a step was done. All rows, not only the last: a step that was done on the
    road yesterday may arrive today."""
    rows = StepCompletion.objects.filter(leader=leader)
    fresh = _folded(list(rows.values_list("completed_at", flat=True)))
    return Streak.objects.update_or_create(leader=leader, defaults=fresh)[0]


def fold_everybody() -> int:
    """The same for all leaders at once, after steps were written in bulk; how many there are."""
    moments = defaultdict(list)
    for leader_id, moment in StepCompletion.objects.values_list("leader_id", "completed_at"):
        moments[leader_id].append(moment)
    rows = [Streak(leader_id=key, **_folded(found)) for key, found in moments.items()]
    Streak.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["leader"],
        update_fields=["steps", "days", "run", "last_day"],
    )
    return len(rows)


def _folded(moments: list[datetime]) -> dict[str, Any]:
    days = sorted({dates.day_of(moment) for moment in moments})
    last = days[-1] if days else dates.today()
    return {"steps": len(moments), "days": len(days), "run": run_of(days), "last_day": last}


def run_of(days: Iterable[date]) -> int:
    """How many of these days, which are in order, stand in a row up to the last."""
    run, before = 0, None
    for day in days:
        run = run + 1 if before and day - before == timedelta(days=1) else 1
        before = day
    return run


def rhythm_of(leader: Leader) -> Rhythm | None:
    """What her path says of it; None before her first step. One prepared query."""
    found = _streak(leader.pk)
    return Rhythm(found[0].run_on(dates.today()), found[0].steps) if found else None


@prepared
def _streak(leader_id: int):
    return Streak.objects.filter(leader=leader_id).order_by()
