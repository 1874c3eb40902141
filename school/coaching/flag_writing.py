"""The statements that raise and end flags for everybody; `flag.py` says in words what they do.

Money is compared in whole fen, so that exactly 40% less is exactly 40% less.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from assessments.models import Attempt, ReviewCard, Submission
from courses.models import AttendanceMark, Session, StepCompletion
from school.coaching.models import CoachingLimits, Flag
from school.lib.dates import SHANGHAI
from school.people.models import Leader
from school.standing.models import HeldRow, SalesImport, SalesWeek
from school.standing.models.case import Case
from school.standing.weeks import WEEK

# Before any sale: a school without sales has no week to look at.
NEVER = date(1900, 1, 1)

_TABLES = {
    "flag": Flag._meta.db_table,
    "leader": Leader._meta.db_table,
    "import": SalesImport._meta.db_table,
    "sales": SalesWeek._meta.db_table,
    "held": HeldRow._meta.db_table,
    "case": Case._meta.db_table,
    "completion": StepCompletion._meta.db_table,
    "attempt": Attempt._meta.db_table,
    "submission": Submission._meta.db_table,
    "mark": AttendanceMark._meta.db_table,
    "session": Session._meta.db_table,
    "card": ReviewCard._meta.db_table,
}

_WATCHED = """
watched AS (
  SELECT id AS leader_id, joined_on FROM {leader}
  WHERE status IN ('probation', 'active') AND on_leave = FALSE
),
complete AS (
  SELECT week_start FROM {import}
  WHERE state = 'current' AND complete = TRUE AND week_start <= %(week)s
),
unknown AS (
  SELECT DISTINCT h.leader_id
  FROM {held} h JOIN {import} i ON i.id = h.sales_import_id
  WHERE i.state = 'current' AND i.week_start BETWEEN %(closed_first)s AND %(week)s
  AND h.leader_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM {sales} s WHERE s.sales_import_id = i.id AND s.leader_id = h.leader_id)
)"""

_FALL = """
sums AS (
  SELECT leader_id,
    SUM(CASE WHEN week_start = %(week)s THEN CAST(ROUND(net * 100) AS BIGINT) ELSE 0 END) AS fen,
    SUM(CASE WHEN week_start < %(week)s THEN CAST(ROUND(net * 100) AS BIGINT) ELSE 0 END) AS before
  FROM {sales}
  WHERE "current" = TRUE AND week_start BETWEEN %(fall_first)s AND %(week)s
  GROUP BY leader_id
),
fall AS (
  SELECT w.leader_id, 'fall' AS rule, %(week)s AS since, s.fen / 100.0 AS value,
    s.before / (100.0 * %(fall_weeks)s) AS usual, %(fall_first)s AS "first", %(week)s AS "last"
  FROM watched w JOIN sums s ON s.leader_id = w.leader_id
  WHERE s.before > 0
  AND s.fen * 100 * %(fall_weeks)s <= s.before * (100 - %(fall_percent)s)
)"""

_CLOSED = """
opened AS (
  SELECT leader_id, MAX(week_start) AS week FROM {sales}
  WHERE "current" = TRUE AND week_start <= %(week)s
  AND (open_days > 0 OR (open_days IS NULL AND effective_orders > 0))
  GROUP BY leader_id
),
shut AS (
  SELECT w.leader_id, COALESCE(o.week, %(never)s) AS opened_in,
    COALESCE(w.joined_on, %(never)s) AS joined_on
  FROM watched w LEFT JOIN opened o ON o.leader_id = w.leader_id
  WHERE (o.week IS NULL OR o.week < %(closed_first)s)
  AND (w.joined_on IS NULL OR w.joined_on <= %(closed_first)s)
),
closed AS (
  SELECT shut.leader_id, 'closed' AS rule, MIN(c.week_start) AS since, COUNT(*) * 7.0 AS value,
    CAST(NULL AS DECIMAL) AS usual, MIN(c.week_start) AS "first", %(week)s AS "last"
  FROM shut
  JOIN complete c ON c.week_start > shut.opened_in AND c.week_start >= shut.joined_on
  WHERE %(closed_known)s = 1
  GROUP BY shut.leader_id
)"""

_COMPLAINTS = """
said AS (
  SELECT leader_id, SUM(complaints) AS number, MAX(week_start) AS week FROM {sales}
  WHERE "current" = TRUE AND complaints > 0
  AND week_start BETWEEN %(complaints_first)s AND %(week)s
  GROUP BY leader_id
),
reported AS (
  SELECT leader_id, COUNT(*) AS number, MAX(happened_on) AS day FROM {case}
  WHERE kind = 'attitude' AND outcome <> 'cleared' AND happened_on BETWEEN %(complaints_first)s
    AND %(on)s
  GROUP BY leader_id
),
complaints AS (
  SELECT w.leader_id, 'complaints' AS rule, COALESCE(said.week, reported.day) AS since,
    CASE WHEN COALESCE(said.number, 0) >= COALESCE(reported.number, 0) THEN said.number
         ELSE reported.number END * 1.0 AS value,
    CAST(NULL AS DECIMAL) AS usual, %(complaints_first)s AS "first", %(week)s AS "last"
  FROM watched w
  LEFT JOIN said ON said.leader_id = w.leader_id
  LEFT JOIN reported ON reported.leader_id = w.leader_id
  WHERE said.number >= %(complaints)s OR reported.number >= %(complaints)s
)"""

_IDLE = """
steps AS (
  SELECT leader_id, MAX(completed_at) AS at FROM {completion} GROUP BY leader_id
  UNION ALL SELECT leader_id, MAX(started_at) FROM {attempt} GROUP BY leader_id
  UNION ALL SELECT leader_id, MAX(sent_at) FROM {submission} GROUP BY leader_id
  UNION ALL SELECT leader_id, MAX(reviewed_at) FROM {card} GROUP BY leader_id
  UNION ALL SELECT m.leader_id, MAX(t.starts_at) FROM {mark} m
    JOIN {session} t ON t.id = m.session_id
    WHERE m."current" = TRUE AND m.present = TRUE GROUP BY m.leader_id
),
learned AS (
  SELECT leader_id, MAX(at) AS at FROM steps GROUP BY leader_id
),
idle AS (
  SELECT w.leader_id, 'idle' AS rule, COALESCE({day_of}, w.joined_on, %(idle_day)s) AS since,
    CAST(NULL AS DECIMAL) AS value, CAST(NULL AS DECIMAL) AS usual, CAST(NULL AS DATE) AS "first",
    CAST(NULL AS DATE) AS "last"
  FROM watched w LEFT JOIN learned ON learned.leader_id = w.leader_id
  WHERE learned.at < %(idle_before)s
  OR (learned.at IS NULL AND (w.joined_on IS NULL OR w.joined_on <= %(idle_day)s))
)"""

_FOUND = """
found AS (
  SELECT * FROM fall UNION ALL SELECT * FROM closed
  UNION ALL SELECT * FROM complaints UNION ALL SELECT * FROM idle
)"""

_END = """
UPDATE {flag} SET ended_on = %(on)s
WHERE ended_on IS NULL
AND NOT EXISTS (
  SELECT 1 FROM found WHERE found.leader_id = {flag}.leader_id AND found.rule = {flag}.rule)
AND NOT (rule IN ('fall', 'closed') AND EXISTS (
  SELECT 1 FROM unknown JOIN watched ON watched.leader_id = unknown.leader_id
  WHERE unknown.leader_id = {flag}.leader_id))"""

_RENEW = """
UPDATE {flag} SET value = found.value, usual = found.usual, "first" = found."first",
  "last" = found."last"
FROM found
WHERE {flag}.ended_on IS NULL
AND found.leader_id = {flag}.leader_id AND found.rule = {flag}.rule"""

_RAISE = """
INSERT INTO {flag} (leader_id, rule, since, raised_on, value, usual, "first", "last")
SELECT f.leader_id, f.rule, f.since, %(on)s, f.value, f.usual, f."first", f."last"
FROM found f
WHERE NOT EXISTS (
  SELECT 1 FROM {flag} g
  WHERE g.leader_id = f.leader_id AND g.rule = f.rule AND g.ended_on IS NULL)
AND NOT (f.rule IN ('fall', 'closed') AND EXISTS (
  SELECT 1 FROM unknown WHERE unknown.leader_id = f.leader_id))
ON CONFLICT DO NOTHING"""


def write_flags(*, on: date, week: date | None, limits: CoachingLimits) -> None:
    """End, renew and raise every flag as of this day. `week`: the Monday of the sales week that is
    looked at, None if there is none yet. Four statements."""
    day_of, zone = _day_of("learned.at")
    queries = ",".join([_WATCHED, _FALL, _CLOSED, _COMPLAINTS, _IDLE, _FOUND])
    queries = queries.format(day_of=day_of, **_TABLES)
    params = _params(on, week or NEVER, limits) | zone
    with connection.cursor() as cursor:
        for statement in (_END, _RENEW, _RAISE):
            cursor.execute(f"WITH {queries}{statement.format(**_TABLES)}", params)


def _params(on: date, week: date, limits: CoachingLimits) -> dict[str, Any]:
    weeks = -(-limits.closed_days // 7)
    closed_first = week - (weeks - 1) * WEEK
    idle_day = on - timedelta(days=limits.idle_days)
    return {
        "on": on,
        "week": week,
        "never": NEVER,
        "fall_first": week - limits.fall_weeks * WEEK,
        "fall_weeks": limits.fall_weeks,
        "fall_percent": limits.fall_percent,
        "closed_first": closed_first,
        "closed_known": int(_are_complete(closed_first, week, weeks)),
        "complaints": limits.complaints,
        "complaints_first": on - timedelta(days=limits.complaints_days),
        "idle_day": idle_day,
        "idle_before": connection.ops.adapt_datetimefield_value(
            datetime.combine(idle_day + timedelta(days=1), time.min, SHANGHAI)
        ),
    }


def _are_complete(first: date, last: date, weeks: int) -> bool:
    """Whether a complete file has come for each of these weeks: only then is silence no sale."""
    imports = SalesImport.objects.filter(state=SalesImport.State.CURRENT, complete=True)
    return imports.filter(week_start__range=(first, last)).count() == weeks


def _day_of(column: str) -> tuple[str, dict[str, str]]:
    """The Shanghai day of a moment, as this database says it, with its parameters by name."""
    sql, params = connection.ops.datetime_cast_date_sql(column, (), "Asia/Shanghai")
    names = [f"zone{at}" for at in range(len(params))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, params, strict=True))
