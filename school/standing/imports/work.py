"""The long work of bringing sales files in."""

from school.jobs.kinds import kind
from school.people.bringing import flow
from school.standing.imports.files import SOURCE
from school.standing.models import SalesFile


@kind(SOURCE.look_kind)
def look_at_sales(run, file_id: int) -> dict:
    """See what would come of a sales file."""
    file = SalesFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.look(file=file, source=SOURCE, progress=run.progress).state}


@kind(SOURCE.take_kind)
def take_sales(run, file_id: int) -> dict:
    """Take a sales file over. Run twice, it is taken over once."""
    file = SalesFile.objects.select_related("by", "compared_with").get(pk=file_id)
    return {"state": flow.take(file=file, source=SOURCE, progress=run.progress).state}
