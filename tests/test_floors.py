"""Imports only ever point downwards, and the contract that says so can tell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def lint(folder: Path) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    env = {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


@pytest.fixture
def copy_of_the_house(tmp_path):
    code = shutil.ignore_patterns("__pycache__", "starter", "*.md", "*.svg")
    for name in ("school", "courses", "assessments"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_floors_hold():
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout
    assert "2 kept, 0 broken" in found.stdout


def test_a_planted_upward_import_is_caught(copy_of_the_house):
    planted = copy_of_the_house / "courses/progress.py"
    planted.write_text(planted.read_text() + "\nimport school.standing.evaluation\n")
    found = lint(copy_of_the_house)
    assert found.returncode != 0
    assert "courses.progress -> school.standing.evaluation" in found.stdout
