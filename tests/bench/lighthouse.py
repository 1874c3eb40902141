"""What Lighthouse says of four pages on a slow phone, as Debian's Chromium shows them.

npm brings Lighthouse into a folder that is thrown away afterwards; nothing of it is kept here.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

# The last edition that runs on Debian's Node.
PACKAGE = "lighthouse@12"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
ROUNDS = 3
# Out of 100; milliseconds.
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100}
TIMES = {
    "first-contentful-paint": 1000,
    "largest-contentful-paint": 1300,
    "total-blocking-time": 50,
}
HEADS = ("performance", "access", "practices", "FCP ms", "LCP ms", "TBT ms")


def report(url: str, session: str, facts: dict, folder: Path) -> list[str]:
    """Print the table; answer what missed its mark."""
    if problem := _install(folder):
        print(f"lighthouse: left out. {problem}")
        return [f"lighthouse: {problem}"]
    pages = {"landing": "/", "my path": "/path/"}
    pages |= {"course": facts["course"], "lesson": facts["lesson"]}
    print(f"{'lighthouse':12}" + "".join(f"{head:>13}" for head in HEADS))
    missed = []
    for name, path in pages.items():
        cookie = "" if name == "landing" else f"sessionid={session}"
        rounds = [_measure(url + path, cookie, folder) for _round in range(ROUNDS)]
        best = _middle(rounds)
        print(f"{name:12}" + "".join(f"{best[key]:13.0f}" for key in SCORES | TIMES))
        missed += [f"lighthouse, {name}: {line}" for line in _missed(best)]
    return missed


def _install(folder: Path) -> str:
    """Why it can't be had; empty if it is there."""
    if not shutil.which("npm"):
        return "npm is missing: install Node.js."
    command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(
        [*command, "--prefix", str(folder), PACKAGE], capture_output=True, text=True
    )
    return done.returncode and f"npm could not fetch {PACKAGE}; is there a network? {done.stderr}"


def _measure(address: str, cookie: str, folder: Path) -> dict[str, float]:
    """Scores and times of one view with an empty cache."""
    done = subprocess.run(
        [
            str(folder / "node_modules/.bin/lighthouse"),
            *(address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"),
            f"--only-categories={','.join(SCORES)}",
            *([f"--extra-headers={json.dumps({'Cookie': cookie})}"] if cookie else []),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    scores = {key: round(told["categories"][key]["score"] * 100) for key in SCORES}
    return scores | {key: told["audits"][key]["numericValue"] for key in TIMES}


def _middle(rounds: list[dict[str, float]]) -> dict[str, float]:
    """The round whose speed lies in the middle."""
    return sorted(rounds, key=lambda one: one["performance"])[len(rounds) // 2]


def _missed(figures: dict[str, float]) -> list[str]:
    low = [
        f"{key} {figures[key]:.0f} < {mark}" for key, mark in SCORES.items() if figures[key] < mark
    ]
    slow = [
        f"{key} {figures[key]:.0f} ms > {mark}"
        for key, mark in TIMES.items()
        if figures[key] > mark
    ]
    return low + slow
