"""Handing in a task, and looking at what was handed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import access, submission
from assessments.models import TaskPage
from assessments.pages import page_or_404
from assessments.private import serve
from courses.enrolment import enrol
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.access import leaders_only


@require_POST
@leaders_only
def hand_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take in the words and photos; what is wrong with them is said on the task's page."""
    task = page_or_404(TaskPage, key, current_language())
    try:
        enrol(leader=request.leader, course=task.course)
        submission.hand_in(
            leader=request.leader,
            task=task,
            text=request.POST.get("text", ""),
            uploads=request.FILES.getlist("photos"),
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Sent. Your trainer looks at it and writes to you."))
    return redirect(task.address)


@require_GET
@login_required
def show_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    """A photo, for the leader herself and for the staff who may see her."""
    photo = access.visible_photo(request.user, key)
    return serve(photo.file, content_type="image/jpeg", name=f"{photo.key}.jpg")
