"""What other limits would do, before anybody saves them: both answers are worked out by the SQL
that places, side by side, and nothing is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from school.people.models import Region
from school.standing.cohort import parameters
from school.standing.models import Cohort, CohortLimits, Placement
from school.standing.placing_sql import LIMITS, TABLES, everybody

# Where a leader stands once the two weeks are over, if she goes on selling as she does.
_SETTLED = """CASE WHEN state <> 'placed' THEN cohort WHEN s = 0 THEN 'tail'
  WHEN prior = '' THEN raw ELSE result END AS settled"""
_BOTH = """
SELECT now.settled AS was, would.settled AS would,
  CASE WHEN now.cohort = would.cohort THEN 0 ELSE 1 END AS at_once, would.leader_id, would.s,
  would.place, would.n, would.ahead, would.total, would.raw, would.result, would.cohort,
  would.state, would.why
FROM ({present} SELECT decided.*, {settled} FROM decided) AS now
JOIN ({trial} SELECT decided.*, {settled} FROM decided) AS would
  ON would.leader_id = now.leader_id
WHERE %(trial_region)s = 0 OR would.region_id IN (
  SELECT id FROM {region} WHERE SUBSTR(path, 1, LENGTH(%(inside)s)) = %(inside)s)"""
_GROUPS = "SELECT was, would, at_once, COUNT(*) FROM ({both}) AS tried GROUP BY was, would, at_once"
_MOVERS = """SELECT * FROM ({both}) AS tried WHERE was <> would
ORDER BY s DESC, leader_id LIMIT %(limit)s OFFSET %(offset)s"""


@dataclass(frozen=True)
class Mover:
    """A leader who would move. `at_once` at the next placement, else a week later, when the
    result has been the same twice. `placement` is unsaved: what the trial says of her."""

    was: Cohort
    would: Cohort
    at_once: bool
    placement: Placement


@dataclass(frozen=True)
class WhatIf:
    """What limits on trial would change in a week. Counts are of the leaders of the region that
    they are for, with all inside, or of the whole school."""

    week: date
    moves: dict[tuple[str, str], int]
    at_once: int

    @property
    def moved(self) -> int:
        return sum(number for (was, would), number in self.moves.items() if was != would)

    def count(self, cohort: str, *, before: bool) -> int:
        return sum(n for move, n in self.moves.items() if move[0 if before else 1] == cohort)


def what_if(*, limits: CohortLimits, week: date) -> WhatIf:
    """What these (unsaved) limits would change in a week, by its Monday. Two queries."""
    moves: Counter = Counter()
    at_once = 0
    for was, would, now, number in _ask(_GROUPS, limits, week):
        moves[was, would] += number
        at_once += number if now and was != would else 0
    return WhatIf(week, dict(moves), at_once)


def movers(*, limits: CohortLimits, week: date, first: int, most: int) -> list[Mover]:
    """So many of those who would move, the largest sales first, from the `first` on (0 is the
    first). Two queries; their leaders are still to be read."""
    return movers_of(limits, mover_rows(limits=limits, week=week, first=first, most=most))


def mover_rows(*, limits: CohortLimits, week: date, first: int, most: int) -> list[tuple]:
    """The same as bare rows of texts and whole numbers, which a job can keep."""
    rows = _ask(_MOVERS, limits, week, limit=most, offset=first)
    return [tuple(int(one) if isinstance(one, Decimal) else one for one in row) for row in rows]


def movers_of(limits: CohortLimits, rows: Iterable[Sequence[Any]]) -> list[Mover]:
    return [_mover(limits, *row) for row in rows]


def _ask(statement: str, limits: CohortLimits, week: date, **more: int) -> list[tuple]:
    both = _BOTH.format(
        present=everybody(), trial=everybody(trial=True), settled=_SETTLED, **TABLES
    )
    trial = {f"trial_{name}": getattr(limits, name) for name in LIMITS}
    place: Region | None = limits.region
    where = {"trial_region": place.pk if place else 0, "inside": place.path if place else ""}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(both=both), {**parameters(week), **trial, **where, **more})
        return cursor.fetchall()


def _mover(limits, was, would, at_once, leader_id, s, place, n, ahead, total, *words) -> Mover:
    raw, result, cohort, state, why = words
    placement = Placement(
        leader_id=leader_id,
        limits=limits,
        sales=Decimal(s) / 100,
        rank=place if state == Placement.State.PLACED else None,
        n=n,
        c=ahead / total if total else 0,
        raw=raw or "",
        result=result or "",
        cohort=cohort,
        state=state,
        why=why,
    )
    return Mover(Cohort(was), Cohort(would), bool(at_once), placement)
