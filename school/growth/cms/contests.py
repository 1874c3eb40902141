"""Contests in the CMS: the list, one with its board and rewards, publishing and closing."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from school.growth import campaign as rules
from school.growth.access import DecidersOnly, OwnersOnly, may_act_for, owns
from school.growth.board import Line, board
from school.growth.models import Campaign, Entry, Reward
from school.growth.wording import as_html
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.people.screen import Screen

PER_PAGE = 30
TITLE = gettext_lazy("Contests")


class ContestsView(DecidersOnly, Screen):
    page_title = TITLE
    header_icon = "pick"
    template_name = "growth/cms/contests.html"

    def get_context_data(self, **kwargs):
        seen = Campaign.objects.visible_to(self.request.user).select_related("region__parent")
        counted = seen.annotate(number=Count("entries")).order_by("-starts_on", "-pk")
        page = Paginator(counted, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, owns=owns(self.request.user), **kwargs)


class RewardForm(forms.Form):
    entry = forms.TypedChoiceField(label=gettext_lazy("Leader"), coerce=int)
    what = forms.CharField(label=gettext_lazy("What"), max_length=120)
    given_on = forms.DateField(
        label=gettext_lazy("Given on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args, lines: list[Line], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [
            (line.entry.pk, f"{line.place}. {line.entry.leader.name}") for line in lines
        ]
        self.initial["given_on"] = dates.today().isoformat()


class ContestView(DecidersOnly, Screen):
    """The brief, the board as the person may see it, where the figures come from, rewards."""

    above = (("contests:list", TITLE),)
    template_name = "growth/cms/contest.html"

    def get_page_title(self):
        return str(self.contest)

    @property
    def contest(self) -> Campaign:
        if not hasattr(self, "_contest"):
            self._contest = _seen(self.request, self.kwargs["pk"])
        return self._contest

    def get_context_data(self, **kwargs):
        contest, user = self.contest, self.request.user
        shown = board(contest)
        lines = _readable(shown.lines, contest, user)
        page = Paginator(lines, PER_PAGE).get_page(self.request.GET.get("p"))
        rewards = Reward.objects.filter(entry__campaign=contest)
        return super().get_context_data(
            contest=contest,
            brief=as_html(contest.brief_now),
            page=page,
            has_begun=shown.has_begun,
            number=len(shown.lines),
            hidden=len(shown.lines) - len(lines),
            teams=shown.teams,
            rewards=rewards.filter(entry__in=[line.entry for line in lines]).select_related(
                "entry__leader__user", "by"
            ),
            is_over=dates.today() > contest.ends_on,
            reward_form=RewardForm(lines=lines) if contest.is_closed and lines else None,
            owns=owns(user),
            **kwargs,
        )


def _readable(lines: list[Line], contest: Campaign, user) -> list[Line]:
    """Those whom the person sees anyhow, and those who agreed to be named."""
    taking_part = Leader.objects.visible_to(user).filter(entries__campaign=contest)
    seen = set(taking_part.values_list("pk", flat=True))
    return [line for line in lines if line.entry.named or line.entry.leader_id in seen]


def _seen(request, pk: int) -> Campaign:
    found = Campaign.objects.visible_to(request.user).select_related("region__parent", "closed_by")
    return get_object_or_404(found, pk=pk)


class PublishView(OwnersOnly, View):
    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        try:
            rules.publish(_seen(request, pk))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Published. Leaders can take part."))
        return redirect("contests:one", pk)


class CloseView(OwnersOnly, View):
    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        try:
            rules.close(campaign=_seen(request, pk), by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Closed. Everybody has been told her place."))
        return redirect("contests:one", pk)


class RewardView(DecidersOnly, View):
    """Write down a reward, by operations or by the manager of her region."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        contest = _seen(request, pk)
        lines = _readable(board(contest).lines, contest, request.user)
        form = RewardForm(request.POST, lines=lines)
        if not form.is_valid():
            messages.error(request, _("Say what she got, and when."))
            return redirect("contests:one", pk)
        said = form.cleaned_data
        entries = Entry.objects.filter(campaign=contest).select_related("leader__user", "campaign")
        entry = get_object_or_404(entries, pk=said["entry"])
        if not may_act_for(request.user, entry.leader):
            raise PermissionDenied
        self._write(request, entry, said["what"], said["given_on"])
        return redirect("contests:one", pk)

    @staticmethod
    def _write(request, entry: Entry, what: str, given_on: date) -> None:
        try:
            rules.reward(entry=entry, what=what, given_on=given_on, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Written down. She has been told."))
