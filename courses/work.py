"""The kinds of background work of this floor."""

from courses import booking, reminder, telling
from courses.meeting_import_files import SOURCE as MEETINGS
from courses.models import MeetingFile
from courses.path import advance_everybody
from courses.renewal import renew_expired
from courses.session import generate_sessions
from school.jobs.kinds import kind
from school.people.bringing import flow


@kind("courses.generate_sessions")
def make_timetable(run) -> dict:
    """Keep the timetable filled four weeks ahead."""
    return {"made": generate_sessions()}


kind(telling.KIND)(telling.tell_everybody)


@kind("courses.renew")
def renew(run) -> dict:
    """Begin anew what is over, and go on with the paths where a course has opened."""
    return {**renew_expired(), "looked_at": advance_everybody()}


@kind("courses.remind")
def remind(run) -> dict:
    """Fill seats that got free, and remind of what is near."""
    moved_up = booking.move_up_everywhere()
    sent = reminder.send_due(lambda number: run.progress(number, number))
    return {"moved_up": moved_up, **sent}


@kind(MEETINGS.look_kind)
def look_at_meeting(run, file_id: int) -> dict:
    """See what a meeting's list says."""
    file = MeetingFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.look(file=file, source=MEETINGS, progress=run.progress).state}


@kind(MEETINGS.take_kind)
def take_meeting(run, file_id: int) -> dict:
    """Mark who was in a meeting. Run twice, it is done once."""
    file = MeetingFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.take(file=file, source=MEETINGS, progress=run.progress).state}
