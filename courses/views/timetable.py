from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import attendance, booking
from courses.access import leader_only, learners
from courses.models import Session
from courses.spoken import spoken
from courses.timetable import two_weeks
from school.lib.refusal import Refusal

WINDOW_DAYS = 28


@require_safe
@learners
def timetable(request: HttpRequest) -> HttpResponse:
    leader = request.leader
    weeks = two_weeks(leader=leader)
    context = {
        "weeks": weeks,
        "leader": leader,
        "first_open": next((row for week in weeks for row in week.rows if row.is_open_question), 0),
        "tally": attendance.tally(leader=leader, window_days=WINDOW_DAYS) if leader else None,
        "is_empty": not any(week.rows for week in weeks),
        "tab": "training",
    }
    return render(request, "courses/timetable.html", context)


@require_POST
@learners
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """She comes (`coming=1`), or after all not (`coming=0`)."""
    leader = leader_only(request)
    session = get_object_or_404(Session.objects.select_related("series"), pk=session_id)
    coming = request.POST.get("coming") != "0"
    try:
        booking.book(session=session, leader=leader, coming=coming)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _said(session, coming))
    return redirect(_back(request))


def _said(session: Session, coming: bool) -> str:
    names = {"when": spoken(session.starts_at), "name": session.name}
    if coming:
        return _("See you %(when)s at %(name)s.") % names
    return _("Good that you said so. You can change your mind until it begins.")


def _back(request: HttpRequest) -> str:
    """The page she came from, if it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return "courses:timetable"
