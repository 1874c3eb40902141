"""The check of the whole history as a job; its last result is kept and shown."""

from typing import Any

from django.utils import translation

from school.jobs import job
from school.jobs.models import Job
from school.jobs.run import Run
from school.standing import history_check
from school.standing.models import HistoryHead

KIND = "standing.check_history"
KEY = "check-history"
# Of a history that was changed in many places a page needs only the first ones.
SHOWN = 20
TRIES = 3


def ask_for(*, by) -> Job:
    """Check everything; not twice at a time."""
    return job.enqueue(kind=KIND, args={"language": by.language}, owner=by, key=KEY)


def under_way() -> Job | None:
    return Job.objects.filter(kind=KIND, state__in=Job.OPEN).first()


def latest() -> Job | None:
    """The last check that came to its end, whoever asked for it."""
    return Job.objects.filter(kind=KIND).exclude(state__in=Job.OPEN).order_by("-pk").first()


def run(this_run: Run, *, language: str) -> dict[str, Any]:
    """Done twice, the second result takes the place of the first."""
    with translation.override(language):
        checked = _in_peace(this_run)
    return {
        "entries": checked.entries,
        "number": checked.number,
        "seal": checked.seal,
        "problems": [problem.message for problem in checked.problems[:SHOWN]],
        "more": max(0, len(checked.problems) - SHOWN),
    }


def _in_peace(this_run: Run) -> history_check.Checked:
    """What was written while the check went on looks as if it didn't belong: look once more."""
    for _try in range(TRIES):
        before = _end()
        checked = history_check.check(told=this_run.progress)
        if checked.is_whole or _end() == before:
            break
    return checked


def _end() -> int:
    return HistoryHead.objects.values_list("number", flat=True).first() or 0
