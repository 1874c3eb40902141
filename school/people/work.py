"""The long work of this floor."""

from school.jobs.kinds import kind
from school.people.bringing import flow
from school.people.models import RosterFile
from school.people.roster_files import SOURCE


@kind(SOURCE.look_kind)
def look_at_roster(run, file_id: int) -> dict:
    """See what would come of a roster."""
    file = RosterFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.look(file=file, source=SOURCE, progress=run.progress).state}


@kind(SOURCE.take_kind)
def take_roster(run, file_id: int) -> dict:
    """Take a roster over. Run twice, it is taken over once."""
    file = RosterFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.take(file=file, source=SOURCE, progress=run.progress).state}


@kind(SOURCE.undo_kind)
def take_roster_back(run, file_id: int) -> dict:
    """Take a roster back. Killed in the middle and run again, it is taken back once."""
    file = RosterFile.objects.select_related("undone_by").get(pk=file_id)
    if file.state == RosterFile.State.BACK:
        flow.undo(file=file, source=SOURCE, by=file.undone_by)
    return file.outcome.get("undone", {})
