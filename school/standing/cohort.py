"""Cohorts: who is head, middle and tail this week, for coaching and never for pay.

On a Monday the four sales weeks before it are looked at. Population: leaders on probation or
active with at least four weeks that the school knows. A week is known for a leader if she has
figures in it, or if its file was complete and it began on or after the day she joined: then she
sold nothing (unless her row was held back: then it is unknown). The others are "new". Who is on
leave, or lacks one of the four weeks, is frozen: she keeps her cohort, is shown as stale and
isn't ranked.

In her region (one with fewer than ten to rank is compared within its parent's whole population):
S = net sales of the four weeks; p = rank ÷ n, where ties take the better rank; c = the share of
all positive S that those ranked before her hold.

- head: p ≤ 20% and c < 80%; tail: S ≤ 0, or p > 60%, or c ≥ 95%; else middle
- margins: a head stays head until p > 25%, a tail stays tail until p ≤ 55%
- a change needs the same result (margins included) two weeks running; S = 0 is tail at once

These limits, the margins and the ten are what a school begins with. Operations may set others
from a day on (`CohortLimits`), for the school or for a region with all inside it: a leader goes
by those of her own region, else of the place around it, and so on up, else by the school's.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, F

from school.lib.dates import week_start
from school.standing import current
from school.standing.models import CohortLimits, CohortRun, Placement
from school.standing.placement_words import words
from school.standing.placing import write_placements
from school.standing.placing_sql import LIMITS
from school.standing.signals import cohorts_placed
from school.standing.weeks import FOUR_WEEKS, WEEK, weeks_within

AT_A_TIME = 2000


@dataclass
class Placed:
    """What a placement came to. `population` counts those who were ranked; head, middle and tail
    add up to it. `moved` names those whose cohort differs from the week before."""

    on: date
    population: int = 0
    head: int = 0
    middle: int = 0
    tail: int = 0
    new: int = 0
    frozen: int = 0
    moved: list[dict] = field(default_factory=list)


@transaction.atomic
def place_cohorts(*, on: date, dry_run: bool = False) -> Placed:
    """Place every leader for the week of `on`, in the same few queries for any number of them.

    Placing the same week again replaces that week's run, which stays readable. A dry run answers
    the same and leaves nothing behind.
    """
    run = _begin(on)
    write_placements(run=run.pk, **parameters(run.week))
    current.take_over_cohorts(run)
    placed = _count(run, on)
    if dry_run:
        transaction.set_rollback(True)
    else:
        transaction.on_commit(lambda: cohorts_placed.send(CohortRun, run=run))
    return placed


def parameters(week: date) -> dict:
    """What the placement of a week (its Monday) looks at: the four weeks before, the placement
    before, and the limits of a school that has set none. One query."""
    last = CohortRun.objects.before(week)
    return {
        "monday": week,
        "first": weeks_within(week, FOUR_WEEKS).first,
        "last_run": last.pk if last else 0,
        "last_is_a_week_ago": int(bool(last) and last.week == week - WEEK),
        **first_limits(),
    }


def first_limits() -> dict[str, int]:
    """The limits that a school begins with."""
    return {name: CohortLimits._meta.get_field(name).default for name in LIMITS}


def _begin(on: date) -> CohortRun:
    week = week_start(on)
    CohortRun.objects.current().filter(week=week).update(current=False)
    return CohortRun.objects.create(week=week, on=on)


def _count(run: CohortRun, on: date) -> Placed:
    placed = Placed(on=on)
    groups = run.placements.order_by().values_list("state", "cohort").annotate(Count("id"))
    for state, cohort, number in groups:
        name = cohort if state == Placement.State.PLACED else state
        setattr(placed, name, getattr(placed, name) + number)
    placed.population = placed.head + placed.middle + placed.tail
    moved = run.placements.exclude(before="").exclude(cohort=F("before"))
    placed.moved = [
        {
            "leader": placement.leader.code or str(placement.leader_id),
            "from": placement.before,
            "to": placement.cohort,
            "why": words(placement),
        }
        for placement in moved.select_related("leader", "limits")
        .order_by("leader_id")
        .iterator(AT_A_TIME)
    ]
    return placed
