"""The review grid: what of an attempt may be seen at this moment."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessments.models import Attempt
from assessments.terms import Terms

# For so long after handing in it is "right after", as in Moodle.
JUST = timedelta(minutes=2)


def time_of(attempt: Attempt, now: datetime | None = None) -> str:
    """Where an attempt stands: "during", "just", "later" or "closed". A quiz that never closes
    is open for good."""
    now = now or timezone.now()
    if attempt.state == Attempt.State.OPEN:
        return "during"
    if Terms.of(attempt).closed(now):
        return "closed"
    ended = attempt.submitted_at or attempt.deadline or attempt.started_at
    return "just" if now < ended + JUST else "later"


def visible(attempt: Attempt, now: datetime | None = None) -> frozenset[str]:
    """The things of `presets.ITEMS` that she may see now."""
    time = time_of(attempt, now)
    grid = Terms.of(attempt).review
    return frozenset(item for item, times in grid.items() if time in times)
