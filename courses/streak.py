"""A quiet rhythm: days in Shanghai on which a leader did a step. Nobody is ranked by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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
    moments = list(
        StepCompletion.objects.filter(leader=leader).values_list("completed_at", flat=True)
    )
    days = sorted({dates.day_of(moment) for moment in moments})
    fresh = {
        "steps": len(moments),
        "days": len(days),
        "run": run_of(days),
        "last_day": days[-1] if days else dates.today(),
    }
    return Streak.objects.update_or_create(leader=leader, defaults=fresh)[0]


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
