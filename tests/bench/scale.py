"""How placing and evaluating everybody grow: queries, seconds and memory in a large school.

`python tests/bench/scale.py` measures a small school; SCALE=full is the size that is promised:
1,000,000 leaders on PostgreSQL and 100,000 on SQLite, with eight weeks of sales each. Or name the
sizes: SCALE_POSTGRESQL=200000 SCALE_SQLITE=0. Seconds don't travel between machines, so each
subject stands beside one plain SELECT that adds up the same eight weeks in the same process.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "school.settings")

from tests.bench import postgres  # noqa: E402

SIZES = {"": {"sqlite": 2_000, "postgresql": 20_000}}
SIZES["full"] = {"sqlite": 100_000, "postgresql": 1_000_000}
SUBJECTS = ("place", "evaluate")
MULTIPLE, MEGABYTES, ROUNDS = 10, 500, 3
# In a small school what doesn't grow with it weighs more than what does.
LARGE = 100_000
PLAIN = """
SELECT COUNT(*), MAX(total) FROM (
  SELECT leader_id, SUM(net) AS total FROM standing_salesweek
  WHERE week_start >= %s GROUP BY leader_id
) AS sold"""


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(_part(*sys.argv[1:])))
    else:
        missed = report()
        print("\n".join(f"missed: {line}" for line in missed) or "every mark was reached")
        sys.exit(bool(missed))


# --- The measurement, from outside --------------------------------------------------------------


def report() -> list[str]:
    """Print a table; answer what missed its mark."""
    print(f"{'':28}{'queries':>9}{'seconds':>9}{'plain s':>9}{'multiple':>9}{'MB':>6}")
    return [line for vendor in ("sqlite", "postgresql") for line in _measure(vendor)]


def _measure(vendor: str) -> list[str]:
    size = SIZES[os.environ.get("SCALE", "")][vendor]
    size = int(os.environ.get(f"SCALE_{vendor.upper()}", size))
    if not size:
        return []
    if vendor == "postgresql" and postgres.programs() is None:
        print("PostgreSQL is not installed here, and so it is left out.")
        return []
    missed = []
    with _database(vendor) as address:
        _ask(address, "build", str(size))
        for subject in SUBJECTS:
            seen = _ask(address, subject)
            print(
                f"{f'{subject} {size:,}, {vendor}':28}{seen['queries']:9}{seen['seconds']:9.2f}"
                f"{seen['plain']:9.2f}{seen['multiple']:9.1f}{seen['megabytes']:6.0f}"
            )
            missed += _missed(f"{subject} on {vendor}", size, seen)
    return missed


def _missed(name: str, size: int, seen: dict) -> list[str]:
    if size < LARGE:
        return []
    over = [("multiple", MULTIPLE), ("megabytes", MEGABYTES)]
    return [f"{name}: {what} {seen[what]:.1f} > {mark}" for what, mark in over if seen[what] > mark]


@contextmanager
def _database(vendor: str):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        if vendor == "sqlite":
            yield f"sqlite:///{folder}/scale.sqlite3"
        else:
            with postgres.server() as address:
                yield address


def _ask(address: str, *part: str) -> dict:
    """A process of its own for each part, so that its memory is its own."""
    env = {**os.environ, "DATABASE_URL": address, "LOG_LEVEL": "WARNING", "DEBUG": "0",
           "SECRET_KEY": "only-for-measuring-" * 3, "ALLOWED_HOSTS": "localhost",
           "DJANGO_SETTINGS_MODULE": "school.settings"}  # fmt: skip
    asked = subprocess.run(
        [sys.executable, __file__, *part], env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(asked.stdout.splitlines()[-1])


# --- The parts, each in a process of its own ----------------------------------------------------


def _part(name: str, *arguments: str) -> dict:
    import django

    django.setup()
    if name == "build":
        return _build(int(arguments[0]))
    return _subject(name)


def _build(size: int) -> dict:
    from datetime import timedelta

    from django.core.management import call_command

    from school.standing.cohort import place_cohorts
    from tests.bench import masses

    call_command("migrate", verbosity=0, stdout=sys.stderr)
    call_command("load_school", verbosity=0, stdout=io.StringIO())
    monday = masses.build(size)
    place_cohorts(on=monday - timedelta(weeks=1))
    return {"leaders": size}


def _subject(name: str) -> dict:
    from django.db import connection

    work = {"place": _place, "evaluate": _evaluate}[name]
    plain = sorted(_plain() for _round in range(ROUNDS))[ROUNDS // 2]
    queries = 0

    def counted(execute, *args):
        nonlocal queries
        queries += 1
        return execute(*args)

    begun = time.perf_counter()
    with connection.execute_wrapper(counted):
        said = work()
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "queries": queries,
        "seconds": seconds,
        "plain": plain,
        "multiple": seconds / plain,
        "megabytes": peak,
        "said": said,
    }


def _plain() -> float:
    from datetime import timedelta

    from django.db import connection

    from school.lib import dates
    from tests.bench import masses

    first = dates.week_start(dates.today()) - timedelta(weeks=masses.WEEKS)
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [first])
        cursor.fetchall()
    return time.perf_counter() - begun


def _place() -> str:
    from school.lib import dates
    from school.standing.cohort import place_cohorts

    placed = place_cohorts(on=dates.today())
    return f"{placed.population} placed, {len(placed.moved)} moved"


def _evaluate() -> str:
    from school.lib import dates
    from school.standing.evaluation import evaluate

    seen = evaluate(on=dates.today())
    return f"{seen.evaluated} evaluated, {len(seen.proposals)} proposed"


if __name__ == "__main__":
    main()
