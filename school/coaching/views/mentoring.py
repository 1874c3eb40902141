"""The mentor's and the newcomer's page, on their phones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from school.coaching import mentoring as rules
from school.coaching.forms import MeetingForm
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.access import leaders_only
from school.people.models import Leader


@require_safe
@leaders_only
@never_cache
def mentoring(request: HttpRequest) -> HttpResponse:
    """Her running pairs: whom she takes by the hand, or who takes her."""
    return _page(request, MeetingForm())


@require_POST
@leaders_only
@never_cache
def met(request: HttpRequest, pair_id: int) -> HttpResponse:
    """She writes down that they met."""
    pair = get_object_or_404(rules.of_person(request.user), pk=pair_id)
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, pair_id, status=422)
    try:
        rules.meet(mentorship=pair, by=request.user, today=dates.today(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, pair_id, status=422)
    messages.success(request, _("Kept. Your coach reads it too."))
    return redirect("coaching:mentoring")


def _page(
    request: HttpRequest, form: MeetingForm, open_pair: int | None = None, status: int = 200
) -> HttpResponse:
    cards = [_card(pair, request.leader) for pair in rules.own(request.leader)]
    for at, card in enumerate(cards):
        mine = card["pair"].pk == open_pair or (open_pair is None and at == 0)
        card["form"] = form if mine else MeetingForm(auto_id=f"id_{card['pair'].pk}_%s")
    return render(request, "coaching/mentoring.html", {"cards": cards, "tab": "me"}, status=status)


def _card(pair, leader: Leader) -> dict:
    is_mentor = pair.mentor_id == leader.pk
    return {
        "pair": pair,
        "is_mentor": is_mentor,
        "other": pair.newcomer if is_mentor else pair.mentor,
        "meetings": list(pair.meetings.all()),
    }
