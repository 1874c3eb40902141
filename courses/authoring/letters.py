"""What those who write courses are told about each other's work on a page: that somebody asks to
have it looked at, what was decided, and what was written beside a field of it."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Comment,
    CommentReply,
    Page,
    PageSubscription,
    TaskState,
    WorkflowState,
)

from school.notices import templates
from school.notices.inbox import settle
from school.notices.send import Letter, send_all
from school.people import roles
from school.people.models import User

SUBMITTED = templates.register(
    "page-submitted",
    _("To look at: %(title)s"),
    _("%(who)s has submitted it. Publish it, or say what should change."),
    topic="office",
    name=_("A page is submitted"),
    sample={"title": "第一课", "who": "林静"},
)
APPROVED = templates.register(
    "page-approved",
    _("Approved: %(title)s"),
    "%(comment)s",
    topic="office",
    name=_("A page is approved"),
    sample={"title": "第一课", "comment": ""},
)
RETURNED = templates.register(
    "page-returned",
    _("To change: %(title)s"),
    "%(who)s: %(comment)s",
    topic="office",
    name=_("A page is to be changed"),
    sample={"title": "第一课", "who": "林静", "comment": ""},
)
COMMENTED = templates.register(
    "page-comment",
    _("A comment on %(title)s"),
    "%(who)s: %(comment)s",
    topic="office",
    name=_("Somebody writes beside a page"),
    sample={"title": "第一课", "who": "林静", "comment": ""},
)


def submitted(state: TaskState, *, by) -> int:
    """To whoever may do this task; how many were told. The same holds for the others here."""
    return _tell(_asked(state), SUBMITTED, state.workflow_state, state.pk, by=by)


def returned(state: TaskState, *, by) -> int:
    """To whoever submitted it, with the reason."""
    flow = state.workflow_state
    _settle(state)
    return _tell([flow.requested_by], RETURNED, flow, state.pk, by=by, comment=state.comment)


def approved(flow: WorkflowState, *, by) -> int:
    """To whoever submitted it, with the last word on it."""
    state, comment = flow.current_task_state, ""
    if state:
        _settle(state)
        comment = state.comment
    return _tell([flow.requested_by], APPROVED, flow, flow.pk, by=by, comment=comment)


def commented(comment: Comment) -> int:
    """To those who have written on the page or follow it; where that is nobody else, to the head
    trainers."""
    people = (_writers(comment.page) | _followers(comment.page)) - {comment.user_id}
    told = User.objects.filter(pk__in=people) if people else _heads()
    return _said(told, comment, f"page-comment:{comment.pk}", comment)


def replied(reply: CommentReply) -> int:
    """To those who have spoken there before or follow the page."""
    comment = reply.comment
    people = {comment.user_id, *comment.replies.values_list("user", flat=True)}
    people |= _followers(comment.page)
    told = User.objects.filter(pk__in=people)
    return _said(told, reply, f"page-reply:{reply.pk}", comment)


def _asked(state: TaskState) -> Iterable[User]:
    task = state.task.specific
    return User.objects.filter(groups__in=task.groups.all()) if hasattr(task, "groups") else ()


def _settle(state: TaskState) -> None:
    """Somebody has looked at it: the others who were asked need not."""
    settle(users=_asked(state), key=f"{SUBMITTED.code}:{state.pk}")


def _writers(page: Page) -> set[int]:
    wrote = page.revisions.order_by().values_list("user", flat=True).distinct()
    spoke = Comment.objects.filter(page=page).values_list("user", flat=True)
    return {pk for pk in (page.owner_id, *wrote, *spoke) if pk}


def _followers(page: Page) -> set[int]:
    """Those who have switched on "comment notifications" in its editor."""
    follow = PageSubscription.objects.filter(page=page, comment_notifications=True)
    return set(follow.values_list("user", flat=True))


def _heads():
    return User.objects.filter(groups__in=Group.objects.filter(name=roles.HEAD_TRAINER))


def _said(people: Iterable[User], words: Comment | CommentReply, key: str, comment: Comment) -> int:
    page, by = comment.page, words.user
    context = {"title": page.get_admin_display_title(), "who": by.name, "comment": words.text}
    return _send(people, COMMENTED, context, page, key, by=by)


def _tell(people, template, flow: WorkflowState, key: int, *, by, comment: str = "") -> int:
    page = flow.content_object
    if not isinstance(page, Page):
        return 0
    who = by.name if by else ""
    context = {"title": page.get_admin_display_title(), "who": who, "comment": comment}
    return _send(people, template, context, page, f"{template.code}:{key}", by=by)


def _send(people, template, context: dict, page: Page, key: str, *, by) -> int:
    link = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = {one.pk: one for one in people if one and one.is_active and one != by}
    return len(send_all([Letter(one, template.code, context, link, key) for one in told.values()]))
