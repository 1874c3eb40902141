"""Submitting a page, in the words of this school: what a trainer can do, and what she is asked."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.models import Page, WorkflowState


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail puts the workflow's name here, which is in one language only."""

    def get_context_data(self, parent_context) -> dict:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        again = state and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Submit again") if again else _("Submit for publishing")
        return context


def say_what_is_asked(request: HttpRequest, page: Page) -> None:
    """In the editor, why a page came back: Wagtail keeps that two clicks away."""
    state = page.current_workflow_state
    task = state.current_task_state if state else None
    if not task or state.status != WorkflowState.STATUS_NEEDS_CHANGES or not task.comment:
        return
    if task.finished_by != request.user:
        who = task.finished_by.name if task.finished_by else ""
        said = _("%(who)s asks for a change: %(comment)s") % {"who": who, "comment": task.comment}
        messages.warning(request, said)
