"""Asking for a second look at a mark: two taps and a sentence."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import appeal
from assessments.marking import task_of
from assessments.models import Submission
from school.lib.refusal import Refusal
from school.people.access import leaders_only


@require_POST
@leaders_only
def make(request: HttpRequest, submission_id: int) -> HttpResponse:
    words = request.POST.get("words", "")
    try:
        made = appeal.appeal(leader=request.leader, submission_id=submission_id, words=words)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        day = {"day": appeal.day_said(made.due_at)}
        messages.success(request, _("Sent. Somebody else answers by %(day)s.") % day)
    mine = Submission.objects.filter(leader=request.leader, pk=submission_id).first()
    task = task_of(mine) if mine else None
    return redirect(task.address if task else "home:start")
