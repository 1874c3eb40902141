"""`make bench`: how fast the school's pages are beside a bare Django view in the same run.

Ratios travel between machines, requests per second don't. Each subject is measured in rounds,
right after the bare view of its kind, and the median of the rounds counts.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "school.settings")

import django  # noqa: E402

django.setup()

from tests.bench import (  # noqa: E402
    check_in,
    cold,
    every_page,
    flow,
    lighthouse,
    load,
    scale,
    scorm,
)
from tests.running import RunningSchool  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
PAGE_MARK, SAVE_MARK = 0.30, 0.60
# A report of a thousand attempts may take 2.5 times as long as a bare table of a thousand rows.
REPORT_MARK = 0.40
MARKS = {"bare save": SAVE_MARK, "bare table": REPORT_MARK}
COLD_BYTES, COLD_REQUESTS = 60_000, 12
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "HTTPS": "0",
}


def subjects(facts: dict) -> dict[str, tuple[str, callable]]:
    """Name -> (which bare view it stands beside, the request of a loop's turn)."""
    leaders, attempts = facts["leaders"], facts["attempts"]

    def page(path):
        return lambda loop, turn: load.Request("GET", path, leaders[loop % len(leaders)])

    def attempt_page(loop, turn):
        who = loop % len(leaders)
        return load.Request("GET", f"/attempts/{attempts[who]}/", leaders[who])

    def save(loop, turn):
        # Other leaders than those whose pages are measured: nobody answers a thousand times.
        who = len(leaders) // 2 + loop % (len(leaders) // 2)
        slot, value = facts["values"][who][turn % len(facts["values"][who])]
        save.count += 1
        return load.Request(
            "POST",
            f"/attempts/{attempts[who]}/save/",
            leaders[who],
            json.dumps(
                {
                    "slot": slot,
                    "value": value,
                    "client": f"bench-{os.getpid()}",
                    "seq": save.count,
                }
            ),
            {"Content-Type": "application/json"},
        )

    save.count = 0

    def bare_save(loop, turn):
        return load.Request("POST", "/bare/save/", leaders[loop % len(leaders)])

    def manager(loop, turn):
        return load.Request("GET", "/cms/leaders/", facts["manager"])

    def report(path):
        return lambda loop, turn: load.Request("GET", path, facts["operations"])

    key = facts["report"]
    return {
        "bare view": ("", page("/bare/")),
        "bare table": ("", report(f"/bare/table/?quiz={key}")),
        "bare save": ("", bare_save),
        "my path": ("bare view", page("/path/")),
        "course": ("bare view", page(facts["course"])),
        "lesson": ("bare view", page(facts["lesson"])),
        "attempt page": ("bare view", attempt_page),
        "save answer": ("bare save", save),
        "manager's list": ("bare view", manager),
        "quiz report": ("bare table", report(f"/cms/results/quizzes/{key}/")),
    }


def measure(port: int, named: dict, loops: int) -> dict[str, tuple[load.Figures, float]]:
    """Figures and the ratio to the bare view, per subject."""
    seen = {name: [] for name in named}
    for _beside, make in named.values():
        load.run(port, make, loops=loops, seconds=0.5)  # warm up
    for _round in range(ROUNDS):
        for name, (beside, make) in named.items():
            bare = None
            if beside:
                bare = load.run(port, named[beside][1], loops=loops, seconds=SECONDS / 2)
            figures = load.run(port, make, loops=loops, seconds=SECONDS)
            ratio = figures.per_second / bare.per_second if bare else 1.0
            seen[name].append((figures, ratio))
    return {
        name: (
            load.Figures(*(median(getattr(f, key) for f, _r in rounds) for key in FIGURES)),
            median(ratio for _f, ratio in rounds),
        )
        for name, rounds in seen.items()
    }


FIGURES = ("per_second", "p50", "p95")


def table(school: RunningSchool, named: dict) -> list[str]:
    """Print the table; answer what missed its mark."""
    missed = []
    print(f"{'':16}{'loops':>6}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}", end="")
    print(f"{'queries':>9}{'bytes':>8}")
    for loops in (1, 16):
        for name, (figures, ratio) in measure(school.port, named, loops).items():
            beside, make = named[name]
            # A server process that hasn't been asked before reads once what it then keeps.
            asked = [load.once(school.port, make(0, turn)) for turn in range(4)]
            _status, queries, size = min(asked, key=lambda one: one[1])
            print(
                f"{name:16}{loops:6}{figures.per_second:9.1f}{figures.p50:9.2f}"
                f"{figures.p95:9.2f}{ratio:8.2f}{queries:9}{size:8}"
            )
            mark = MARKS.get(beside, PAGE_MARK)
            if beside and ratio < mark:
                missed.append(f"{name} at {loops}: {ratio:.2f} < {mark}")
    return missed


def prepare(school: RunningSchool) -> dict:
    """The sample school, set up as in production; sessions and addresses to measure with."""
    school.manage("load_school", "--sample")
    school.env |= PRODUCTION | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    school.env["SCORM_ORIGIN"] = f"http://packages.localhost:{school.port}"
    school.manage("collectstatic", "--no-input", "--verbosity", "0")
    asked = subprocess.run(
        [sys.executable, "-m", "tests.bench.prepare"],
        cwd=ROOT,
        env=school.env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningSchool(Path(folder), STATIC_ROOT=f"{folder}/static") as school,
    ):
        facts = prepare(school)
        school.start_web(workers=2, threads=4)
        missed = table(school, subjects(facts))
        missed += flow.measure(school, facts, ROUNDS)
        missed += check_in.measure(school)
        size, requests = cold.first_view(school.url, facts["leaders"][0], facts["lesson"])
        missed += lighthouse.report(school.url, facts["leaders"][0], facts, Path(folder))
        missed += scorm.report(school, Path(folder))
    print(f"a lesson's cold first view: {size} bytes in {requests} requests")
    if size > COLD_BYTES or requests > COLD_REQUESTS:
        missed.append(f"cold first view: {size} bytes, {requests} requests")
    missed += scale.report()
    missed += every_page.report()
    print("\n".join(f"missed: {line}" for line in missed) or "every mark was reached")
    sys.exit(bool(missed))


main()
