"""The history: what was decided about whom, and as a file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from school.lib import dates
from school.people import roles
from school.people.models import Leader
from school.standing import history_check_work, history_export
from school.standing.access import may_read
from school.standing.history_words import KINDS, with_words
from school.standing.models import HistoryEntry, TierChange
from school.standing.overturn import overturn
from school.standing.screens.base import (
    Button,
    DecideScreen,
    DecisionScreen,
    leaders_seen,
)


class HistoryView(DecisionScreen):
    """The latest entries about leaders whom she sees; for operations, whether all is whole."""

    page_title = _("History")
    template_name = "standing/cms/history.html"
    tab = "history"

    def get_context_data(self, **kwargs):
        user, kind = self.request.user, self.request.GET.get("kind", "")
        entries = HistoryEntry.objects.filter(leader__in=Leader.objects.visible_to(user))
        if kind in KINDS:
            entries = entries.filter(kind=kind)
        page = self.paged(entries.select_related("leader__user", "by").order_by("-number"))
        page.object_list = with_words(page.object_list)
        everything = roles.OPERATIONS in roles.of(user)
        return super().get_context_data(
            page=page,
            kinds=KINDS.items(),
            kind=kind,
            address=f"kind={kind}",
            everything=everything,
            job=history_check_work.under_way() if everything else None,
            checked=history_check_work.latest() if everything else None,
            **kwargs,
        )

    def post(self, request, *_args, **_kwargs):
        """Ask for a check of everything."""
        if roles.OPERATIONS not in roles.of(request.user):
            raise PermissionDenied
        history_check_work.ask_for(by=request.user)
        return redirect("decisions:history")


def export_history(request, form: str, leader_id: int | None = None) -> StreamingHttpResponse:
    """The history of one leader, or, for operations, of everybody."""
    if not may_read(request.user):
        raise PermissionDenied
    if form not in history_export.FORMS:
        raise Http404
    entries = HistoryEntry.objects.all()
    if leader_id is not None:
        entries = entries.filter(leader=get_object_or_404(leaders_seen(request.user), pk=leader_id))
    elif roles.OPERATIONS not in roles.of(request.user):
        raise PermissionDenied
    response = StreamingHttpResponse(
        history_export.lines(entries, form), content_type=history_export.FORMS[form]
    )
    of = f"leader-{leader_id}" if leader_id else "all"
    name = f"history-{of}-{dates.today():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class OverturnView(DecideScreen):
    """Take a leader's latest move back."""

    page_title = _("Take a move back")
    hint = _("Nothing is deleted: a move the other way is added. She reads these words.")
    tab = "history"

    @cached_property
    def subject(self) -> TierChange:
        seen = TierChange.objects.filter(leader__in=Leader.objects.visible_to(self.request.user))
        people = ("leader__user", "from_tier", "to_tier", "by")
        return get_object_or_404(seen.select_related(*people), pk=self.kwargs["pk"])

    def lines(self):
        change = self.subject
        yield pgettext("of tiers", "Move"), f"{change.from_tier or '–'} → {change.to_tier}"
        yield _("On"), f"{change.at:%Y-%m-%d}"
        yield _("By"), change.by or _("the rules")
        yield _("Reason"), change.reason

    def buttons(self):
        taken = TierChange.objects.filter(overturns=self.subject).exists()
        may = self.may_decide and self.subject.from_tier_id and not taken
        return [Button("overturn", _("Take it back"), usual=True)] if may else []

    def act(self, choice, said):
        overturn(change=self.subject, by=self.request.user, reason=said["reason"])
        return _("The move is taken back. She has been told.")
