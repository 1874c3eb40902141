"""The way of a page from a trainer to leaders: she submits, a head trainer publishes."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from school.people import roles

# What Wagtail's own first migration puts on the whole tree, for groups that this school hasn't got.
WAGTAILS_OWN = "Moderators approval"
LANGUAGE = "zh-hans"


def install() -> Workflow:
    """Make the workflow and put it on the whole tree; what a school has chosen there itself stays.
    Doing it twice is doing it once."""
    group, _made = Group.objects.get_or_create(name=roles.HEAD_TRAINER)
    task = GroupApprovalTask.objects.filter(groups=group).first()
    if task is None:
        with override(LANGUAGE):
            task = GroupApprovalTask.objects.create(name=_("A head trainer looks at it"))
        task.groups.add(group)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        with override(LANGUAGE):
            workflow = Workflow.objects.create(name=_("From trainer to head trainer"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    _put_on_tree(workflow)
    return workflow


def _put_on_tree(workflow: Workflow) -> None:
    top = Page.get_first_root_node()
    chosen = WorkflowPage.objects.filter(page=top).select_related("workflow").first()
    if top and (chosen is None or chosen.workflow.name == WAGTAILS_OWN):
        WorkflowPage.objects.update_or_create(page=top, defaults={"workflow": workflow})
