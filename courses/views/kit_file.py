from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.access import learners
from courses.trainings import timetable
from courses.trainings.kit import kit_of
from school.lib.documents import CONTENT_TYPES
from school.lib.private import serve


@require_safe
@learners
def kit_file(request: HttpRequest, session_id: int, key) -> HttpResponse:
    """Slides or handout of a training, for whom it is meant; always as a download."""
    row = timetable.only(session_id, leader=request.leader)
    files = kit_of(row.session).files if row else []
    found = next((file for file in files if file.key == key), None)
    if found is None:
        raise Http404
    content_type = CONTENT_TYPES.get(found.suffix, "application/octet-stream")
    return serve(found.file, content_type=content_type, name=found.name, download=True)
