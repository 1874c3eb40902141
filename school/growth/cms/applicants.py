"""Applicants in the CMS: the list with their points, one applicant, and the answer to her."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from school.growth import applicant as rules
from school.growth import placement, returning, score_card
from school.growth.access import DecidersOnly, may_act_for, owns
from school.growth.models import Applicant, RouteDecision
from school.growth.open_intake import joinable, nearest
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Intake
from school.people.screen import Screen

PER_PAGE = 30
TITLE = gettext_lazy("Applicants")
State = Applicant.State


class ApplicantsView(DecidersOnly, Screen):
    """Who waits, the most points first; the others by day."""

    page_title = TITLE
    header_icon = "user"
    template_name = "growth/cms/applicants.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        state = asked.get("state", State.APPLIED)
        state = state if state in State.values else State.APPLIED
        source, text = asked.get("source", ""), asked.get("q", "").strip()
        seen = Applicant.objects.visible_to(self.request.user)
        listed = seen.filter(state=state).select_related("region__parent", "invitation__intake")
        if source in Applicant.Source.values:
            listed = listed.filter(source=source)
        if text:
            listed = listed.filter(Q(name__icontains=text) | Q(phone__endswith=text))
        listed = listed.order_by("-points" if state == State.APPLIED else "-created_at", "pk")
        page = Paginator(listed, PER_PAGE).get_page(asked.get("p"))
        address = asked.copy()
        address.pop("p", None)
        return super().get_context_data(
            tabs=_tabs(seen),
            owns=owns(self.request.user),
            state=state,
            source=source,
            sources=Applicant.Source.choices,
            q=text,
            page=page,
            address=address.urlencode(),
            **kwargs,
        )


def _tabs(seen) -> list[tuple]:
    numbers = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, numbers.get(state.value, 0)) for state in State]


class InviteForm(forms.Form):
    intake = forms.ModelChoiceField(label=gettext_lazy("Class"), queryset=Intake.objects.none())
    reason = forms.CharField(
        label=gettext_lazy("Why she may come back"), max_length=300, required=False
    )

    def __init__(self, *args, applicant: Applicant, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        classes = joinable(dates.today())
        self.fields["intake"].queryset = Intake.objects.filter(pk__in=[one.pk for one in classes])
        self.initial["intake"] = nearest(classes, applicant.region)


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Our answer"),
        help_text=gettext_lazy("She reads these words on her page."),
        max_length=300,
    )


class RouteForm(forms.Form):
    route = forms.ChoiceField(
        label=gettext_lazy("How she begins"), choices=RouteDecision.Route.choices
    )
    reason = forms.CharField(label=gettext_lazy("Your reason"), max_length=300)


class ApplicantView(DecidersOnly, Screen):
    """One applicant: what she wrote, her points line by line, and what can be done."""

    above = (("applicants:list", TITLE),)
    template_name = "growth/cms/applicant.html"

    def get_page_title(self):
        return self.applicant.name

    @property
    def applicant(self) -> Applicant:
        if not hasattr(self, "_applicant"):
            self._applicant = _seen(self.request, self.kwargs["pk"])
        return self._applicant

    def get_context_data(self, **kwargs):
        one = self.applicant
        kwargs.setdefault("invite_form", InviteForm(applicant=one))
        kwargs.setdefault("decline_form", DeclineForm())
        kwargs.setdefault("route_form", RouteForm())
        leader = one.leader
        same = Applicant.objects.visible_to(self.request.user).exclude(pk=one.pk)
        return super().get_context_data(
            applicant=one,
            score=score_card.in_words(one.score),
            same=list(same.filter(phone=one.phone)) if one.phone else [],
            former=returning.former(one) if one.leader is None else None,
            is_open=one.state in (State.APPLIED, State.REPEATED),
            routes=list(leader.route_decisions.select_related("by")) if leader else [],
            may_route=bool(leader) and may_act_for(self.request.user, leader),
            **kwargs,
        )


def _seen(request, pk: int) -> Applicant:
    found = Applicant.objects.visible_to(request.user).select_related(
        "region__parent", "invitation__intake", "leader__user", "decided_by"
    )
    return get_object_or_404(found, pk=pk)


class _Answer(DecidersOnly, View):
    """A decision about one applicant; a refusal is said on her page."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        applicant = _seen(request, pk)
        try:
            messages.success(request, self.act(request, applicant))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("applicants:one", pk)


class InviteView(_Answer):
    def act(self, request, applicant: Applicant) -> str:
        form = InviteForm(request.POST, applicant=applicant)
        if not form.is_valid():
            raise Refusal("intake-missing", _("Choose a class."))
        invited = rules.invite(applicant=applicant, by=request.user, **form.cleaned_data)
        if invited.leader:
            return _("She is back. A message goes to her phone.")
        return _("The invitation is on its way to her phone.")


class InviteAgainView(_Answer):
    def act(self, request, applicant: Applicant) -> str:
        rules.invite_again(applicant=applicant)
        return _("The invitation is on its way to her phone.")


class DeclineView(_Answer):
    def act(self, request, applicant: Applicant) -> str:
        rules.decline(
            applicant=applicant, by=request.user, answer=request.POST.get("answer", "")[:300]
        )
        return _("Answered. She reads it on her page.")


class RouteView(_Answer):
    def act(self, request, applicant: Applicant) -> str:
        if applicant.leader is None:
            raise Refusal("applicant-not-joined", _("She has not joined yet."))
        placement.override(
            leader=applicant.leader,
            route=request.POST.get("route", ""),
            by=request.user,
            reason=request.POST.get("reason", "")[:300],
        )
        return _("Decided. She has been told.")
