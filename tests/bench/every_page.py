"""Axe and large text on every page, in all languages, themes and sizes: `make test` has a part."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = "tests/home/sample/test_pages.py"


def report() -> list[str]:
    """Print what the tests say; answer whether they found something."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", TESTS, "-q", "-p", "no:xdist", "--no-header"],
        cwd=ROOT,
        env={**os.environ, "EVERY_LOOK": "1"},
        capture_output=True,
        text=True,
    )
    print(f"every page, both languages, themes and sizes: {done.stdout.strip().splitlines()[-1]}")
    return [done.stdout] if done.returncode else []
