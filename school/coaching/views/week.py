"""A leader's own plan, on her phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from school.coaching.mentoring import own
from school.coaching.plan_item import tick
from school.coaching.week import week_of_plan
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.access import leaders_only


@require_safe
@leaders_only
@never_cache
def week(request: HttpRequest) -> HttpResponse:
    """Her plan this week: at most one next thing."""
    shown = week_of_plan(leader=request.leader, on=dates.today())
    context = {"week": shown, "coach": request.leader.coach, "tab": "me"}
    return render(request, "coaching/week.html", context | {"pairs": own(request.leader)})


@require_POST
@leaders_only
def done(request: HttpRequest, item_id: int) -> HttpResponse:
    """She says that a thing is done."""
    try:
        tick(leader=request.leader, item_id=item_id, on=dates.today())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Done. Every small thing counts."))
    return redirect("coaching:plan")
