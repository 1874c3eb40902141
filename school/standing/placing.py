"""One statement that places every leader in her cohort, on SQLite and PostgreSQL alike.

It says in SQL what `cohort.py` says in words. All comparisons are made on whole numbers (fen,
ranks, per cents), so that a share of exactly 80% is exactly 80%.
"""

from django.db import connection

from school.people.models import Leader, Region
from school.standing.models import HeldRow, Placement, SalesImport, SalesWeek

_TABLES = {
    "leader": Leader._meta.db_table,
    "region": Region._meta.db_table,
    "import": SalesImport._meta.db_table,
    "sales": SalesWeek._meta.db_table,
    "held": HeldRow._meta.db_table,
    "placement": Placement._meta.db_table,
}

# What the school knows of each leader: her four weeks in fen, and how many weeks it knows. She is
# known in a week in which she has figures, and in a complete week that began after she joined,
# unless her row of that week was held back.
_FACTS = """
complete AS (
  SELECT week_start FROM {import}
  WHERE state = 'current' AND complete = TRUE AND week_start < %(monday)s
),
sold AS (
  SELECT s.leader_id,
    SUM(CASE WHEN s.week_start >= %(first)s
        THEN CAST(ROUND(s.net * 100) AS BIGINT) ELSE 0 END) AS fen,
    COUNT(*) AS weeks,
    SUM(CASE WHEN s.week_start >= %(first)s THEN 1 ELSE 0 END) AS recent,
    SUM(CASE WHEN c.week_start IS NOT NULL
         AND (l.joined_on IS NULL OR s.week_start >= l.joined_on) THEN 1 ELSE 0 END) AS twice,
    SUM(CASE WHEN c.week_start IS NOT NULL AND s.week_start >= %(first)s
         AND (l.joined_on IS NULL OR s.week_start >= l.joined_on) THEN 1 ELSE 0 END) AS recent_twice
  FROM {sales} s
  JOIN {leader} l ON l.id = s.leader_id
  LEFT JOIN complete c ON c.week_start = s.week_start
  WHERE s."current" = TRUE AND s.week_start < %(monday)s
  GROUP BY s.leader_id
),
held AS (
  SELECT h.leader_id, COUNT(DISTINCT c.week_start) AS weeks,
    COUNT(DISTINCT CASE WHEN c.week_start >= %(first)s THEN c.week_start END) AS recent
  FROM {held} h
  JOIN {import} i ON i.id = h.sales_import_id AND i.state = 'current'
  JOIN complete c ON c.week_start = i.week_start
  JOIN {leader} l ON l.id = h.leader_id
  LEFT JOIN {sales} s ON s.sales_import_id = i.id AND s.leader_id = h.leader_id
  WHERE s.id IS NULL AND (l.joined_on IS NULL OR c.week_start >= l.joined_on)
  GROUP BY h.leader_id
),
facts AS (
  SELECT l.id AS leader_id, l.region_id, l.status, l.on_leave, COALESCE(sold.fen, 0) AS s,
    COALESCE(sold.weeks - sold.twice, 0) - COALESCE(held.weeks, 0)
      + (SELECT COUNT(*) FROM complete c
         WHERE l.joined_on IS NULL OR c.week_start >= l.joined_on) AS known,
    COALESCE(sold.recent - sold.recent_twice, 0) - COALESCE(held.recent, 0)
      + (SELECT COUNT(*) FROM complete c
         WHERE c.week_start >= %(first)s
           AND (l.joined_on IS NULL OR c.week_start >= l.joined_on)) AS known_recent
  FROM {leader} l
  LEFT JOIN sold ON sold.leader_id = l.id
  LEFT JOIN held ON held.leader_id = l.id
  WHERE l.status IN ('invited', 'onboarding', 'probation', 'active')
),
stated AS (
  SELECT facts.*,
    CASE WHEN status NOT IN ('probation', 'active') OR known < 4 THEN 'new'
         WHEN on_leave = TRUE OR known_recent < 4 THEN 'frozen' ELSE 'placed' END AS state,
    CASE WHEN status NOT IN ('probation', 'active') THEN 'not-active'
         WHEN known < 4 THEN 'few-weeks'
         WHEN on_leave = TRUE THEN 'on-leave'
         WHEN known_recent < 4 THEN 'missing-week' ELSE '' END AS standstill
  FROM facts
)"""

# A region with fewer than ten to compare borrows its parent's whole population, and so on up;
# leaders without a region (0) are compared with each other.
_UNITS = """
around AS (
  SELECT r.id AS region_id, a.id AS unit_id, LENGTH(a.path) AS depth
  FROM {region} r JOIN {region} a ON SUBSTR(r.path, 1, LENGTH(a.path)) = a.path
),
counted AS (
  SELECT region_id, COUNT(*) AS k FROM stated WHERE state = 'placed' GROUP BY region_id
),
sized AS (
  SELECT around.unit_id, SUM(counted.k) AS k
  FROM counted JOIN around ON around.region_id = counted.region_id
  GROUP BY around.unit_id
),
chosen AS (
  SELECT around.region_id, around.unit_id, ROW_NUMBER() OVER (
      PARTITION BY around.region_id
      ORDER BY CASE WHEN sized.k >= %(smallest)s THEN 0 ELSE 1 END,
               CASE WHEN sized.k >= %(smallest)s THEN -around.depth ELSE around.depth END) AS choice
  FROM around JOIN sized ON sized.unit_id = around.unit_id
),
home AS (SELECT region_id, unit_id FROM chosen WHERE choice = 1),
members AS (
  SELECT around.unit_id, stated.leader_id, stated.s,
    CASE WHEN stated.s > 0 THEN stated.s ELSE 0 END AS positive
  FROM stated JOIN around ON around.region_id = stated.region_id
  WHERE stated.state = 'placed' AND around.unit_id IN (SELECT unit_id FROM home)
  UNION ALL
  SELECT 0, leader_id, s, CASE WHEN s > 0 THEN s ELSE 0 END
  FROM stated WHERE state = 'placed' AND region_id IS NULL
)"""

# RANK gives ties the better rank; what the ones before hold is the running sum, in which equals
# are included, less what the equals hold.
_RANKS = """
ranked AS (
  SELECT unit_id, leader_id, s,
    RANK() OVER (PARTITION BY unit_id ORDER BY s DESC) AS place,
    COUNT(*) OVER (PARTITION BY unit_id) AS n,
    SUM(positive) OVER (PARTITION BY unit_id) AS total,
    SUM(positive) OVER (PARTITION BY unit_id ORDER BY s DESC)
      - positive * COUNT(*) OVER (PARTITION BY unit_id, s) AS ahead
  FROM members
),
raw AS (
  SELECT ranked.*,
    CASE WHEN s <= 0 OR place * 100 > %(tail_p)s * n OR ahead * 100 >= %(tail_c)s * total
           THEN 'tail'
         WHEN place * 100 <= %(head_p)s * n AND ahead * 100 < %(head_c)s * total THEN 'head'
         ELSE 'middle' END AS raw
  FROM ranked
)"""

_MEMORY = """
last AS (
  SELECT leader_id, cohort AS before,
    CASE WHEN cohort = 'new' THEN '' ELSE cohort END AS prior,
    CASE WHEN %(last_is_a_week_ago)s = 1 THEN result ELSE '' END AS result
  FROM {placement} WHERE run_id = %(last_run)s
),
judged AS (
  SELECT stated.leader_id, stated.state, stated.standstill, stated.s,
    raw.unit_id, raw.place, raw.n, raw.total, raw.ahead, raw.raw,
    COALESCE(last.before, '') AS before, COALESCE(last.prior, '') AS prior,
    COALESCE(last.result, '') AS last_result,
    CASE WHEN last.prior = 'head' AND raw.place * 100 <= %(head_leaves)s * raw.n THEN 'head'
         WHEN last.prior = 'tail' AND raw.place * 100 > %(tail_leaves)s * raw.n THEN 'tail'
         ELSE raw.raw END AS result
  FROM stated
  LEFT JOIN home ON home.region_id = stated.region_id
  LEFT JOIN raw ON raw.leader_id = stated.leader_id AND raw.unit_id = COALESCE(home.unit_id, 0)
  LEFT JOIN last ON last.leader_id = stated.leader_id
),
decided AS (
  SELECT judged.*,
    CASE WHEN state <> 'placed' THEN standstill
         WHEN s = 0 THEN 'no-sales'
         WHEN prior = '' THEN 'first'
         WHEN result = prior THEN 'same'
         WHEN result = last_result THEN 'twice'
         ELSE 'waiting' END AS why
  FROM judged
)"""

_WRITE = """
INSERT INTO {placement} (run_id, leader_id, unit_id, sales, "rank", n, p, c, raw, result, before,
                         cohort, state, why)
WITH {queries}
SELECT %(run)s, leader_id, NULLIF(unit_id, 0), s / 100.0, place, n,
  ROUND(place * 1.0 / n, 4),
  CASE WHEN state <> 'placed' THEN NULL WHEN total > 0 THEN ROUND(ahead * 1.0 / total, 4)
       ELSE 0 END,
  COALESCE(raw, ''), COALESCE(result, ''), before,
  CASE why WHEN 'no-sales' THEN 'tail'
           WHEN 'first' THEN raw
           WHEN 'twice' THEN result
           WHEN 'few-weeks' THEN 'new'
           WHEN 'not-active' THEN 'new'
           ELSE CASE prior WHEN '' THEN 'new' ELSE prior END END,
  state, why
FROM decided"""


def write_placements(**params) -> None:
    """Write the placement of everybody for one run.

    `params`: run, monday, first, last_run (or 0), last_is_a_week_ago (1 or 0), smallest, and the
    thresholds in per cent: head_p, head_c, tail_p, tail_c, head_leaves, tail_leaves.
    """
    queries = ",".join([_FACTS, _UNITS, _RANKS, _MEMORY])
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(queries=queries.format(**_TABLES), **_TABLES), params)
