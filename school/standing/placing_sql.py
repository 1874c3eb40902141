"""What `cohort.py` says in words, said in SQL that SQLite and PostgreSQL understand alike.

All comparisons are made on whole numbers (fen, ranks, per cents), so that a share of exactly 80%
is exactly 80%. The parts follow each other in one WITH; the last one, `decided`, has a row for
every leader.
"""

from school.people.models import Leader, Region
from school.standing.models import CohortLimits, HeldRow, Placement, SalesImport, SalesWeek

TABLES = {
    "leader": Leader._meta.db_table,
    "region": Region._meta.db_table,
    "import": SalesImport._meta.db_table,
    "sales": SalesWeek._meta.db_table,
    "held": HeldRow._meta.db_table,
    "placement": Placement._meta.db_table,
    "limits": CohortLimits._meta.db_table,
}
LIMITS = ("head_p", "head_c", "tail_p", "tail_c", "head_leaves", "tail_leaves", "smallest")

# A leader is known in a week in which she has figures, and in a complete week that began after
# she joined, unless her row of that week was held back (`kept`).
_WEEKS = """
complete AS (
  SELECT week_start FROM {import}
  WHERE state = 'current' AND complete = TRUE AND week_start < %(monday)s
),
lately AS (SELECT week_start FROM complete WHERE week_start >= %(first)s),
held AS (
  SELECT DISTINCT h.leader_id, c.week_start
  FROM {held} h
  JOIN {import} i ON i.id = h.sales_import_id AND i.state = 'current'
  JOIN complete c ON c.week_start = i.week_start
  JOIN {leader} l ON l.id = h.leader_id
  LEFT JOIN {sales} s ON s.sales_import_id = i.id AND s.leader_id = h.leader_id
  WHERE s.id IS NULL AND (l.joined_on IS NULL OR c.week_start >= l.joined_on)
),
kept AS (
  SELECT leader_id, SUM(CASE WHEN week_start >= %(first)s THEN 1 ELSE 0 END) AS recent,
    SUM(CASE WHEN week_start >= %(first)s THEN 0 ELSE 1 END) AS older
  FROM held GROUP BY leader_id
)"""

# The four weeks of everybody, in fen. Who is known in all four is known well enough; the weeks
# before, and rows from before somebody joined, are looked up for the few whom they concern.
_FACTS = """
sold AS (
  SELECT s.leader_id, SUM(s.net) AS net, MIN(s.week_start) AS earliest,
    SUM(CASE WHEN c.week_start IS NULL THEN 1 ELSE 0 END) AS beside
  FROM {sales} s LEFT JOIN lately c ON c.week_start = s.week_start
  WHERE s."current" = TRUE AND s.week_start >= %(first)s AND s.week_start < %(monday)s
  GROUP BY s.leader_id
),
recent AS (
  SELECT l.id AS leader_id, COALESCE(l.region_id, 0) AS region_id, l.status, l.on_leave,
    l.joined_on, CAST(ROUND(COALESCE(sold.net, 0) * 100) AS BIGINT) AS s,
    COALESCE(kept.older, 0) AS kept_older,
    COALESCE(sold.beside, 0) - COALESCE(kept.recent, 0)
      + CASE WHEN sold.earliest < l.joined_on THEN (
          SELECT COUNT(*) FROM {sales} e JOIN lately c ON c.week_start = e.week_start
          WHERE e.leader_id = l.id AND e."current" = TRUE
            AND e.week_start >= %(first)s AND e.week_start < l.joined_on)
        ELSE 0 END
      + CASE WHEN l.joined_on > %(first)s THEN (
          SELECT COUNT(*) FROM lately c WHERE c.week_start >= l.joined_on)
        ELSE (SELECT COUNT(*) FROM lately) END AS known_recent
  FROM {leader} l
  LEFT JOIN sold ON sold.leader_id = l.id
  LEFT JOIN kept ON kept.leader_id = l.id
  WHERE l.status IN ('invited', 'onboarding', 'probation', 'active')
),
known AS (
  SELECT recent.*, known_recent + CASE WHEN known_recent >= 4 THEN 0 ELSE (
      SELECT COUNT(*) FROM {sales} e LEFT JOIN complete c ON c.week_start = e.week_start
      WHERE e.leader_id = recent.leader_id AND e."current" = TRUE AND e.week_start < %(first)s
        AND (c.week_start IS NULL OR e.week_start < recent.joined_on)
    ) + (
      SELECT COUNT(*) FROM complete c
      WHERE c.week_start < %(first)s
        AND (recent.joined_on IS NULL OR c.week_start >= recent.joined_on)
    ) - kept_older END AS known
  FROM recent
),
stated AS (
  SELECT leader_id, region_id, s,
    CASE WHEN status NOT IN ('probation', 'active') OR known < 4 THEN 'new'
         WHEN on_leave = TRUE OR known_recent < 4 THEN 'frozen' ELSE 'placed' END AS state,
    CASE WHEN status NOT IN ('probation', 'active') THEN 'not-active'
         WHEN known < 4 THEN 'few-weeks'
         WHEN on_leave = TRUE THEN 'on-leave'
         WHEN known_recent < 4 THEN 'missing-week' ELSE '' END AS standstill
  FROM known
)"""

# A region goes by its own limits, else by those of the place around it, and so on up to the
# school's (0), else by the first ones; of one place's the latest count. Those on trial come first.
_LIMITS = """
around (region_id, unit_id, depth) AS (
  SELECT id, id, LENGTH(path) FROM {region}
  UNION ALL
  SELECT around.region_id, above.id, LENGTH(above.path)
  FROM around
  JOIN {region} r ON r.id = around.unit_id
  JOIN {region} above ON above.id = r.parent_id
),
offered AS (
  SELECT id, COALESCE(region_id, 0) AS unit_id, 1 AS turn, valid_from, {columns}
  FROM {limits} WHERE valid_from <= %(monday)s
  UNION ALL SELECT NULL, 0, 0, NULL, {default}{trial}
),
nearest AS (
  SELECT places.region_id, offered.*, ROW_NUMBER() OVER (
      PARTITION BY places.region_id
      ORDER BY places.depth DESC, offered.turn DESC, offered.valid_from DESC) AS choice
  FROM (
    SELECT region_id, unit_id, depth FROM around
    UNION ALL SELECT id, 0, 0 FROM {region}
    UNION ALL SELECT 0, 0, 0
  ) AS places
  JOIN offered ON offered.unit_id = places.unit_id
),
limits AS (SELECT * FROM nearest WHERE choice = 1)"""
_TRIAL = " UNION ALL SELECT NULL, %(trial_region)s, 2, NULL, {trials}"

# A region with fewer than its limits ask for borrows its parent's whole population, and so on up;
# leaders without a region (0) are compared with each other. `company` says of each region in which
# units its leaders count, and which of these is their own.
_UNITS = """
counted AS (
  SELECT region_id, SUM(CASE WHEN state = 'placed' THEN 1 ELSE 0 END) AS k
  FROM stated GROUP BY region_id
),
sized AS (
  SELECT around.unit_id, SUM(counted.k) AS k
  FROM counted JOIN around ON around.region_id = counted.region_id
  GROUP BY around.unit_id
),
chosen AS (
  SELECT around.region_id, around.unit_id, ROW_NUMBER() OVER (
      PARTITION BY around.region_id
      ORDER BY CASE WHEN sized.k >= limits.smallest THEN 0 ELSE 1 END,
               CASE WHEN sized.k >= limits.smallest THEN -around.depth
                    ELSE around.depth END) AS choice
  FROM counted
  JOIN around ON around.region_id = counted.region_id
  JOIN limits ON limits.region_id = around.region_id
  JOIN sized ON sized.unit_id = around.unit_id
),
home AS (SELECT region_id, unit_id FROM chosen WHERE choice = 1),
company AS (
  SELECT around.region_id, around.unit_id,
    CASE WHEN home.region_id IS NULL THEN 0 ELSE 1 END AS own
  FROM around
  LEFT JOIN home ON home.region_id = around.region_id AND home.unit_id = around.unit_id
  WHERE around.unit_id IN (SELECT unit_id FROM home)
  UNION ALL SELECT 0, 0, 1
),
members AS (
  SELECT stated.*, company.unit_id, company.own,
    CASE WHEN s > 0 THEN s ELSE 0 END AS positive
  FROM stated JOIN company ON company.region_id = stated.region_id
  WHERE state = 'placed' OR own = 1
),
wholes AS (
  SELECT unit_id, COUNT(*) AS n, SUM(positive) AS total
  FROM members WHERE state = 'placed' GROUP BY unit_id
)"""

# RANK gives ties the better rank; what the ones before hold is the running sum, in which equals
# are included, less what the equals hold. All go over the rows in one order. Who isn't placed
# passes through, beside the ranking.
_RANKS = """
ranked AS (
  SELECT members.*,
    RANK() OVER downwards AS place,
    SUM(positive) OVER downwards
      - positive * (COUNT(*) OVER downwards - RANK() OVER downwards + 1) AS ahead
  FROM members
  WINDOW downwards AS (PARTITION BY unit_id, state ORDER BY s DESC)
),
raw AS (
  SELECT ranked.*, wholes.n, wholes.total, limits.id AS limits_id, head_leaves, tail_leaves,
    CASE WHEN state <> 'placed' THEN NULL
         WHEN s <= 0 OR place * 100 > tail_p * n OR ahead * 100 >= tail_c * total THEN 'tail'
         WHEN place * 100 <= head_p * n AND ahead * 100 < head_c * total THEN 'head'
         ELSE 'middle' END AS raw
  FROM ranked
  JOIN limits ON limits.region_id = ranked.region_id
  LEFT JOIN wholes ON wholes.unit_id = ranked.unit_id
  WHERE own = 1
)"""

_MEMORY = """
last AS (
  SELECT leader_id, cohort AS before,
    CASE WHEN cohort = 'new' THEN '' ELSE cohort END AS prior,
    CASE WHEN %(last_is_a_week_ago)s = 1 THEN result ELSE '' END AS result
  FROM {placement} WHERE run_id = %(last_run)s
),
judged AS (
  SELECT raw.*, COALESCE(last.before, '') AS before, COALESCE(last.prior, '') AS prior,
    COALESCE(last.result, '') AS last_result,
    CASE WHEN state <> 'placed' THEN NULL
         WHEN last.prior = 'head' AND place * 100 <= head_leaves * n THEN 'head'
         WHEN last.prior = 'tail' AND place * 100 > tail_leaves * n THEN 'tail'
         ELSE raw.raw END AS result
  FROM raw LEFT JOIN last ON last.leader_id = raw.leader_id
),
reasoned AS (
  SELECT judged.*,
    CASE WHEN state <> 'placed' THEN standstill
         WHEN s = 0 THEN 'no-sales'
         WHEN prior = '' THEN 'first'
         WHEN result = prior THEN 'same'
         WHEN result = last_result THEN 'twice'
         ELSE 'waiting' END AS why
  FROM judged
),
decided AS (
  SELECT reasoned.*,
    CASE why WHEN 'no-sales' THEN 'tail'
             WHEN 'first' THEN raw
             WHEN 'twice' THEN result
             WHEN 'few-weeks' THEN 'new'
             WHEN 'not-active' THEN 'new'
             ELSE CASE prior WHEN '' THEN 'new' ELSE prior END END AS cohort
  FROM reasoned
)"""


def everybody(*, trial: bool = False) -> str:
    """The WITH clause that ends in `decided`. With `trial`, limits given as parameters
    (trial_region, 0 for the school, and trial_head_p …) are used in place of that region's own.
    What its other parameters are says `parameters`.
    """
    trials = ", ".join(f"%(trial_{name})s" for name in LIMITS)
    names = {
        "columns": ", ".join(LIMITS),
        "default": ", ".join(f"%({name})s" for name in LIMITS),
        "trial": _TRIAL.format(trials=trials) if trial else "",
    }
    parts = (_WEEKS, _FACTS, _LIMITS, _UNITS, _RANKS, _MEMORY)
    return f"WITH RECURSIVE {','.join(parts).format(**TABLES, **names)}"
