from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.access import leader_only, learners
from courses.models import AttendanceSettings, Booking, Session
from courses.spoken import spoken
from courses.trainings import attendance, booking, zone
from courses.trainings.timetable import two_weeks
from school.lib.refusal import Refusal


@require_safe
@learners
def timetable(request: HttpRequest) -> HttpResponse:
    leader, days = request.leader, AttendanceSettings.load().window_days
    weeks = two_weeks(leader=leader)
    context = {
        "weeks": weeks,
        "leader": leader,
        "first_open": next((row for week in weeks for row in week.rows if row.is_open_question), 0),
        "tally": attendance.tally(leader=leader, window_days=days) if leader else None,
        "days": days,
        "is_empty": not any(week.rows for week in weeks),
        "asked": _number(request.GET.get("why", "")),
        "zone": zone.zone_of(request.user).key,
        "tab": "training",
    }
    return render(request, "courses/timetable.html", context)


@require_POST
@learners
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """She comes (`coming=1`), or after all not (`coming=0`)."""
    leader = leader_only(request)
    session = get_object_or_404(Session.objects.select_related("series"), pk=session_id)
    try:
        booked = booking.book(
            session=session, leader=leader, coming=request.POST.get("coming") != "0"
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _back(request, session)
    messages.success(request, _said(session, booked))
    return _back(request, session, ask_why=not booked.coming)


@require_POST
@learners
def why_not(request: HttpRequest, session_id: int) -> HttpResponse:
    """Why she can't come."""
    leader = leader_only(request)
    session = get_object_or_404(Session, pk=session_id)
    told = {name: request.POST.get(name, "") for name in ("reason", "words")}
    try:
        booking.say_why(session=session, leader=leader, **told)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Thank you. Your coach knows."))
    return _back(request, session)


@require_POST
@learners
def tell_zone(request: HttpRequest) -> HttpResponse:
    """Her phone says in which zone it is. 205: her clock is another, so show the page anew."""
    try:
        is_new = zone.tell_zone(user=request.user, name=request.POST.get("zone", "")[:40])
    except Refusal:
        return HttpResponse(status=400)
    return HttpResponse(status=205 if is_new else 204)


def _said(session: Session, booked: Booking) -> str:
    names = {"when": spoken(session.starts_at), "name": session.name}
    if booked.is_waiting:
        return _(
            "You are in the waiting list. As soon as a seat is free, it is yours; we tell you."
        )
    if booked.coming:
        return _("See you %(when)s at %(name)s.") % names
    return _("Good that you said so. You can change your mind until it begins.")


def _back(request: HttpRequest, session: Session, *, ask_why: bool = False) -> HttpResponse:
    """To the page she came from, if it is one of ours; on the timetable, to the session."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    why = f"?why={session.pk}" if ask_why else ""
    return redirect(f"{reverse('courses:timetable')}{why}#session-{session.pk}")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
