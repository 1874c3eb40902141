"""A file that a leader sent as her answer."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from assessments import access
from assessments.answer_file import CONTENT_TYPES
from school.lib.private import serve


@require_GET
@login_required
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """For the leader herself and for the staff who may see her. A PDF is saved, not shown."""
    sent = access.visible_answer_file(request.user, key)
    content_type = CONTENT_TYPES[sent.suffix]
    name = f"{sent.key}.{sent.suffix}"
    return serve(sent.file, content_type=content_type, name=name, download=sent.suffix != "jpg")
