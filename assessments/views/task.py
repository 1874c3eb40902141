"""Handing in a task, its draft, and looking at what was handed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import access, draft, upload
from assessments.models import TaskPage, Upload
from assessments.pages import page_or_404
from assessments.voice import CONTENT_TYPES as VOICE_TYPES
from courses.access import check_page_open
from courses.enrolment import enrol
from courses.translation import current_language
from school.lib.documents import CONTENT_TYPES
from school.lib.private import play, serve
from school.lib.refusal import Refusal
from school.people.access import leaders_only
from school.people.models import Leader


@require_POST
@leaders_only
def hand_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what came in the draft, then hand it in; what is wrong with it is said on the task's
    page, where nothing of it is lost."""
    task = page_or_404(TaskPage, key, current_language())
    try:
        enrolment = enrol(leader=request.leader, course=task.course)
        check_page_open(request.leader, task, enrolment)
        _keep(request, request.leader, task)
        if "keep" in request.POST:
            return redirect(f"{task.address}#hand-in")
        draft.hand_in(leader=request.leader, task=task)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Sent. Your trainer looks at it and writes to you."))
    return redirect(task.address)


def _keep(request: HttpRequest, leader: Leader, task: TaskPage) -> None:
    draft.keep(leader=leader, task=task, fields=request.POST)
    for name, kind in (("photos", Upload.Kind.PHOTO), ("files", Upload.Kind.DOCUMENT)):
        files = request.FILES.getlist(name)
        upload.take(leader=leader, task=task, files=files, kind=kind)


@require_POST
@leaders_only
def save_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what is being typed."""
    task = page_or_404(TaskPage, key, current_language())
    draft.keep(leader=request.leader, task=task, fields=request.POST)
    return HttpResponse(status=204)


@require_GET
@login_required
def show_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    """A photo, for the leader herself and for the staff who may see her."""
    photo = access.visible_photo(request.user, key)
    return serve(photo.file, content_type="image/jpeg", name=f"{photo.key}.jpg")


@require_GET
@login_required
def show_document(request: HttpRequest, key: UUID) -> HttpResponse:
    """A document, as a download and under its own name, for the same people."""
    document = access.visible_document(request.user, key)
    name = document.name or f"{document.key}.{document.suffix}"
    kind = CONTENT_TYPES[document.suffix]
    return serve(document.file, content_type=kind, name=name, download=True)


@require_GET
@login_required
def play_voice(request: HttpRequest, key: UUID) -> HttpResponse:
    """A marker's voice note, for the leader whose work it is about and for her staff."""
    look = access.visible_voice(request.user, key)
    kind = VOICE_TYPES[look.voice_suffix]
    return play(request, look.voice, content_type=kind, name=f"{look.key}.{look.voice_suffix}")
