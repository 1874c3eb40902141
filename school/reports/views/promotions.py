"""Promotions: what waits for a decision, with its evidence, and what was decided."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views import View
from wagtail.admin.widgets import AdminAutoHeightTextInput

from school.lib.refusal import Refusal
from school.people.models import Region
from school.reports.access import DecidersOnly
from school.reports.evidence import with_facts
from school.reports.views.base import ReportView
from school.standing.access import may_decide
from school.standing.history_words import with_words
from school.standing.models import HistoryEntry, Proposal, Tier, TierChange
from school.standing.proposal import approve, reject

PER_PAGE = 20
TITLE = gettext_lazy("Promotions")
PEOPLE = (
    "leader__user",
    "leader__region__parent",
    "from_tier",
    "to_tier",
    "first_by",
    "decided_by",
    "evaluation__rule_set",
)
ROWS = 12
# What waits, by what is to be done about it.
WAITS = {
    "up": (pgettext_lazy("outcome", "Move up"), Q(evaluation__outcome="promote")),
    "down": (pgettext_lazy("outcome", "One step down"), Q(evaluation__outcome="demote")),
    "second": (gettext_lazy("A second person"), Q(first_by__isnull=False)),
}


class PromotionsView(ReportView):
    """What waits, the oldest first; filtered by region, by tier and by what is to be done."""

    page_title = TITLE
    header_icon = "arrow-up"
    template_name = "reports/promotions.html"
    decided = False

    def get_queryset(self):
        return Proposal.objects.visible_to(self.request.user).open()

    def get_context_data(self, **kwargs):
        asked, everything = self.request.GET, self.get_queryset()
        proposals = _filtered(everything, asked).select_related(*PEOPLE)
        page = Paginator(proposals, PER_PAGE).get_page(asked.get("p"))
        page.object_list = with_facts(page.object_list)
        return super().get_context_data(
            page=page,
            decided=self.decided,
            filters=_filters(everything, asked),
            is_asking=any(asked.get(name) for name in ("region", "tier", "what")),
            address=_address(asked),
            **kwargs,
        )


class DecidedView(PromotionsView):
    """What was decided, the latest first."""

    template_name = "reports/decided.html"
    decided = True

    def get_queryset(self):
        seen = Proposal.objects.visible_to(self.request.user)
        return seen.exclude(state=Proposal.State.OPEN).order_by("-decided_at", "-pk")


def _filtered(proposals: QuerySet[Proposal], asked) -> QuerySet[Proposal]:
    if asked.get("region", "").isdigit():
        proposals = proposals.filter(leader__region=asked["region"])
    if asked.get("tier"):
        proposals = proposals.filter(to_tier=asked["tier"])
    if asked.get("what") in WAITS:
        proposals = proposals.filter(WAITS[asked["what"]][1])
    return proposals


def _filters(proposals: QuerySet[Proposal], asked) -> list[dict]:
    """The filters as they stand above the list: name, label, what can be chosen, what is."""
    ours = proposals.order_by().values("leader__region")
    regions = Region.objects.filter(pk__in=ours).select_related("parent")
    listed = {
        "region": (gettext_lazy("Region"), [(str(one.pk), str(one)) for one in regions]),
        "tier": (gettext_lazy("To tier"), [(tier.pk, tier.title) for tier in Tier.objects.all()]),
        "what": (gettext_lazy("What"), [(name, label) for name, (label, _q) in WAITS.items()]),
    }
    return [
        {"name": name, "label": label, "options": options, "chosen": asked.get(name)}
        for name, (label, options) in listed.items()
    ]


def _address(asked) -> str:
    kept = {name: asked[name] for name in ("region", "tier", "what") if asked.get(name)}
    return urlencode(kept)


class ProposalView(ReportView):
    """One decision: the evidence in full, what was decided about her before, and the answer."""

    above = (("reports:promotions", TITLE),)
    template_name = "reports/promotion.html"
    header_icon = "arrow-up"

    def get_page_title(self):
        return self.proposal.leader.name

    def get_context_data(self, **kwargs):
        seen = Proposal.objects.visible_to(self.request.user).select_related(*PEOPLE)
        found = get_object_or_404(seen, pk=self.kwargs["proposal_id"])
        (self.proposal,) = with_facts([found])
        before = HistoryEntry.objects.filter(leader=found.leader).select_related("by")
        context = super().get_context_data(
            proposal=self.proposal,
            before=with_words(before.order_by("-number")[:ROWS]),
            change=TierChange.objects.filter(proposal=found).first(),
            **kwargs,
        )
        mine = found.first_by_id == self.request.user.pk
        context["may_decide"] = may_decide(self.request.user, found.leader)
        context["may_approve"] = context["may_decide"] and not mine
        return context


class ApproveView(DecidersOnly, View):
    """Approve one proposal or many; each is decided for itself, in a transaction of its own, and
    each row's result is said."""

    http_method_names = ["post"]

    def post(self, request):
        only = request.POST.getlist("only")
        chosen = only or request.POST.getlist("proposal")
        numbers = [int(one) for one in chosen if one.isdigit()]
        seen = Proposal.objects.visible_to(request.user)
        proposals = list(seen.filter(pk__in=numbers).select_related("leader__user"))
        done = [self._approve(proposal) for proposal in proposals]
        if moved := done.count("moved"):
            said = ngettext("%(number)s leader moves up.", "%(number)s leaders move up.", moved)
            messages.success(request, said % {"number": moved})
        if not proposals:
            messages.warning(request, _("Choose at least one leader."))
        return _back(request)

    def _approve(self, proposal: Proposal) -> str:
        """What became of one row: moved, down, waits or refused."""
        name, reason = proposal.leader.name, self.request.POST.get("reason", "")
        try:
            change = approve(proposal=proposal, by=self.request.user, reason=reason)
        except Refusal as refusal:
            messages.error(self.request, f"{name}: {refusal}")
            return "refused"
        if change is None:
            words = _("%(name)s: approved once; a second person confirms it.")
            messages.info(self.request, words % {"name": name})
            return "waits"
        said = {"name": name, "from": change.from_tier, "to": change.to_tier}
        messages.success(self.request, _("%(name)s: %(from)s → %(to)s") % said)
        return "down" if change.proposal.is_down else "moved"


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
