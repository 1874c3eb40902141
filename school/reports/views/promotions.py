"""Promotions: what waits for a decision, with its evidence, and what was decided."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views import View
from wagtail.admin.widgets import AdminAutoHeightTextInput

from school.lib.refusal import Refusal
from school.reports.access import DecidersOnly
from school.reports.evidence import with_facts
from school.reports.views.base import ReportView
from school.standing.models import Proposal
from school.standing.proposal import approve, reject

PER_PAGE = 20
TITLE = gettext_lazy("Promotions")


class PromotionsView(ReportView):
    """What waits, the oldest first."""

    page_title = TITLE
    header_icon = "arrow-up"
    template_name = "reports/promotions.html"
    decided = False

    def get_queryset(self):
        return Proposal.objects.visible_to(self.request.user).open()

    def get_context_data(self, **kwargs):
        proposals = self.get_queryset().select_related(
            "leader__user",
            "leader__region__parent",
            "from_tier",
            "to_tier",
            "decided_by",
            "evaluation__rule_set",
        )
        page = Paginator(proposals, PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = with_facts(page.object_list)
        return super().get_context_data(page=page, decided=self.decided, **kwargs)


class DecidedView(PromotionsView):
    """What was decided, the latest first."""

    template_name = "reports/decided.html"
    decided = True

    def get_queryset(self):
        seen = Proposal.objects.visible_to(self.request.user)
        return seen.exclude(state=Proposal.State.OPEN).order_by("-decided_at", "-pk")


class ApproveView(DecidersOnly, View):
    """Approve one proposal or many; each is decided for itself, and a refusal says for whom."""

    http_method_names = ["post"]

    def post(self, request):
        only = request.POST.getlist("only")
        chosen = only or request.POST.getlist("proposal")
        numbers = [int(one) for one in chosen if one.isdigit()]
        seen = Proposal.objects.visible_to(request.user).select_related("leader__user")
        proposals = list(seen.filter(pk__in=numbers))
        approved = sum(self._approve(proposal) for proposal in proposals)
        if approved:
            said = ngettext("%(number)s leader moves up.", "%(number)s leaders move up.", approved)
            messages.success(request, said % {"number": approved})
        if not proposals:
            messages.warning(request, _("Choose at least one leader."))
        return _back(request)

    def _approve(self, proposal: Proposal) -> bool:
        try:
            approve(proposal=proposal, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, f"{proposal.leader.name}: {refusal}")
            return False
        return True


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Your reason"),
        help_text=gettext_lazy("She reads these words. Say what would make it a yes."),
        max_length=600,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
    )


class RejectView(DecidersOnly, ReportView):
    """Decline one proposal, with a reason in the manager's own words."""

    page_title = pgettext_lazy("decision", "Not yet")
    above = (("reports:promotions", TITLE),)
    template_name = "reports/reject.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ReasonForm())
        (proposal,) = with_facts([self._proposal()])
        return super().get_context_data(proposal=proposal, **kwargs)

    def post(self, request, *_args, **_kwargs):
        form, proposal = ReasonForm(request.POST), self._proposal()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            reject(proposal=proposal, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, f"{proposal.leader.name}: {refusal}")
        else:
            messages.success(request, _("%(name)s has been told.") % {"name": proposal.leader.name})
        return redirect("reports:promotions")

    def _proposal(self) -> Proposal:
        seen = Proposal.objects.visible_to(self.request.user).select_related(
            "leader__user", "from_tier", "to_tier", "evaluation__rule_set"
        )
        return get_object_or_404(seen, pk=self.kwargs["proposal_id"])


def _back(request) -> HttpResponseRedirect:
    """To the leader's story if the decision was taken there, else to the queue."""
    leader = request.POST.get("leader", "")
    if leader.isdigit():
        return redirect("reports:story", int(leader))
    return redirect(reverse("reports:promotions"))
