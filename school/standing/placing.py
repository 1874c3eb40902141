"""Writes the cohorts of one week, each time in one statement for everybody."""

from django.db import connection

from school.lib.large import make_room, whole_joins
from school.standing.models import Placement, Standing
from school.standing.placing_sql import everybody

# In the order of the index that grows with it.
_WRITE = """
INSERT INTO {placement} (run_id, leader_id, unit_id, limits_id, sales, "rank", n, p, c, raw,
                         result, before, cohort, state, why)
{everybody}
SELECT %(run)s, leader_id, CASE WHEN state = 'placed' AND unit_id > 0 THEN unit_id END,
  CASE WHEN state = 'placed' THEN limits_id END, s / 100.0,
  CASE WHEN state = 'placed' THEN place END, CASE WHEN state = 'placed' THEN n END,
  CASE WHEN state = 'placed' THEN ROUND(place * 1.0 / n, 4) END,
  CASE WHEN state <> 'placed' THEN NULL WHEN total > 0 THEN ROUND(ahead * 1.0 / total, 4)
       ELSE 0 END,
  COALESCE(raw, ''), COALESCE(result, ''), before, cohort, state, why
FROM decided ORDER BY leader_id"""

# Most leaders are where they were: only rows that change are written.
_TAKE_OVER = """
UPDATE {standing} SET cohort = p.cohort, stale = (p.state = 'frozen')
FROM {placement} AS p
WHERE p.run_id = %(run)s AND p.leader_id = {standing}.leader_id
  AND (p.cohort <> {standing}.cohort OR (p.state = 'frozen') <> {standing}.stale)"""


def write_placements(**params) -> None:
    """Write the placement of everybody for one run: `run`, and what `everybody` asks for."""
    make_room()
    with whole_joins():
        _say(_WRITE, params)


def take_over(**params) -> None:
    """Write the cohorts of one `run` into the current rows of those whom it placed."""
    _say(_TAKE_OVER, params)


def _say(statement: str, params: dict) -> None:
    statement = statement.format(
        everybody=everybody(),
        placement=Placement._meta.db_table,
        standing=Standing._meta.db_table,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
