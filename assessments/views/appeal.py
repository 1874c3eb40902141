"""Asking for a second look at a mark: two taps and a sentence."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import access, appeal
from assessments.marking import task_of
from assessments.models import Appeal, Submission
from school.lib.refusal import Refusal
from school.people.access import leaders_only


@require_POST
@leaders_only
def make(request: HttpRequest, submission_id: int) -> HttpResponse:
    """For a task."""
    _ask(request, appeal.appeal, submission_id=submission_id)
    mine = Submission.objects.filter(leader=request.leader, pk=submission_id).first()
    task = task_of(mine) if mine else None
    return redirect(task.address if task else "home:start")


@require_POST
@leaders_only
def make_for_answer(request: HttpRequest, attempt_id: int, slot: int) -> HttpResponse:
    """For one answer of a quiz."""
    mine = access.own_attempt(request.leader, attempt_id)
    asked = _ask(request, appeal.appeal_answer, attempt_id=mine.pk, slot=slot)
    place = f"#asked-answer-{slot}" if asked else ""
    return redirect(reverse("assessments:result", args=[mine.pk]) + place)


def _ask(request: HttpRequest, rule: Callable[..., Appeal], **which: int) -> bool:
    try:
        made = rule(leader=request.leader, words=request.POST.get("words", ""), **which)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return False
    day = {"day": appeal.day_said(made.due_at)}
    messages.success(request, _("Sent. Somebody else answers by %(day)s.") % day)
    return True
