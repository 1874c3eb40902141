"""The schedule's bells, as the process that rings them sees them."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

LIST = """
import json
from school.celery import app
app.loader.import_default_modules()
app.finalize()
bells = app.conf.beat_schedule.values()
print(json.dumps([[bell["task"], *bell["args"]] for bell in bells]))
"""


@pytest.fixture(scope="module")
def bells() -> list[list[str]]:
    """In a process of its own: bells are hung when Celery's app is made complete, once."""
    done = subprocess.run(
        [sys.executable, "-c", LIST],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "kind",
    [
        "courses.generate_sessions",
        "assessments.sweep_uploads",
        "standing.place_cohorts",
        "standing.evaluate",
        "standing.review",
        "standing.decisions",
    ],
)
def test_regular_work_is_asked_for(bells, kind):
    assert ["jobs.enqueue", kind] in bells


@pytest.mark.parametrize("task", ["jobs.sweep", "assessments.ask_to_close_overdue", "notices.look"])
def test_what_must_not_wait_is_looked_for(bells, task):
    assert [task] in bells
