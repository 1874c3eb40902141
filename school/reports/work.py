"""The long work of this floor."""

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils import translation

from school.jobs.kinds import kind
from school.people.models import Leader
from school.reports import exports
from school.reports.leaders import found, in_order


@kind(exports.KIND)
def export_leaders(run, asked: str, form: str, language: str) -> dict:
    """Write the list that the job's owner asked for, of the leaders whom she sees now."""
    seen = Leader.objects.visible_to(run.job.owner)
    with translation.override(language):
        leaders = in_order(found(seen, QueryDict(asked)), QueryDict(asked))
        total = leaders.count()
        run.progress(0, total)
        content = exports.write(exports.table(leaders), form)
        run.attach(exports.file_name(form), ContentFile(content))
    return {"rows": total}
