"""The kinds of background work of this floor."""

from courses.session import generate_sessions
from school.jobs.kinds import kind


@kind("courses.generate_sessions")
def make_timetable(run) -> dict:
    """Keep the timetable filled four weeks ahead."""
    return {"made": generate_sessions()}
