"""Contests on the phone: what runs, the brief, taking part, and the board by consent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from school.growth import campaign as rules
from school.growth.board import board
from school.growth.metrics import metric_of
from school.growth.models import Campaign, Entry, Reward
from school.growth.wording import as_html
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.access import leaders_only

SHOWN, LAST = 20, 5


@require_safe
@leaders_only
@never_cache
def contests(request: HttpRequest) -> HttpResponse:
    """What she can take part in, and the last ones that are over."""
    on = dates.today()
    mine = set(Entry.objects.filter(leader=request.leader).values_list("campaign", flat=True))
    found = list(Campaign.objects.open_to(request.leader))
    context = {
        "running": [(one, one.pk in mine) for one in found if one.takes_entries(on)],
        "over": [one for one in found if not one.takes_entries(on)][:LAST],
        "tab": "me",
    }
    return render(request, "growth/contests.html", context)


@require_safe
@leaders_only
@never_cache
def contest(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The brief; her own place; and those who agreed to be named."""
    campaign = get_object_or_404(Campaign.objects.open_to(request.leader), pk=campaign_id)
    shown = board(campaign)
    mine = shown.of(request.leader.pk)
    context = {
        "contest": campaign,
        "brief": as_html(campaign.brief_now),
        "mine": mine,
        "takes_entries": campaign.takes_entries(dates.today()),
        "number": len(shown.lines),
        "has_begun": shown.has_begun,
        "named": shown.named[:SHOWN] if shown.has_begun else [],
        "teams": shown.teams if shown.has_begun else [],
        "by_weeks": metric_of(campaign).by_weeks,
        "rewards": Reward.objects.filter(entry=mine.entry) if mine else [],
        "tab": "me",
    }
    return render(request, "growth/contest.html", context)


@require_POST
@leaders_only
def enter(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """She takes part; `named` is "yes" only if she said so."""
    named = request.POST.get("named") == "yes"
    try:
        rules.enter(campaign_id=campaign_id, leader=request.leader, named=named)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("growth:contests")
    messages.success(request, _("You take part. Good luck!"))
    return redirect("growth:contest", campaign_id)


@require_POST
@leaders_only
def name_me(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """She agrees to be named, or takes it back."""
    mine = get_object_or_404(Entry, campaign=campaign_id, leader=request.leader)
    named = request.POST.get("named") == "yes"
    rules.be_named(entry=mine, named=named)
    said = _("Your name is on the board.") if named else _("Your name is off the board.")
    messages.success(request, said)
    return redirect("growth:contest", campaign_id)


@require_POST
@leaders_only
def leave(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """She takes part no longer."""
    try:
        rules.leave(campaign_id=campaign_id, leader=request.leader)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("You are out. You can come back until it ends."))
    return redirect("growth:contests")
