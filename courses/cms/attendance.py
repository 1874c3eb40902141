from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.access import attendees
from courses.attendance import check_markable, mark_list
from courses.models import AttendanceMark, Booking, Session
from courses.spoken import spoken
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader


@dataclass(frozen=True)
class Line:
    """One leader on the list: her word beforehand, and what was marked so far."""

    leader: Leader
    coming: bool | None
    present: bool | None

    @property
    def ticked(self) -> bool:
        """Before the first mark, who said that she comes is ticked already."""
        return bool(self.coming) if self.present is None else self.present


def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came to a session: a list with a tick for each leader. Only for who runs it."""
    sessions = Session.objects.run_by(request.user).select_related("series__region", "trainer")
    session = get_object_or_404(sessions, pk=pk)
    if request.method == "POST":
        return _save(request, session)
    return render(request, "courses/cms/attendance.html", _context(request, session))


def _save(request: HttpRequest, session: Session) -> HttpResponse:
    """Only leaders on this person's list can be marked, whatever the form says."""
    listed = list(attendees(session, request.user))
    ticked = {int(value) for value in request.POST.getlist("present") if value.isdigit()}
    try:
        changed = mark_list(session=session, leaders=listed, present=ticked, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        saved = ngettext("Saved: %(count)s mark.", "Saved: %(count)s marks.", changed)
        messages.success(request, saved % {"count": changed})
    return redirect("sessions:attendance", session.pk)


def _context(request: HttpRequest, session: Session) -> dict:
    lines = _lines(session, attendees(session, request.user))
    title = f"{session.name} · {dates.day_of(session.starts_at)} {spoken(session.starts_at)}"
    return {
        "session": session,
        "lines": lines,
        "obstacle": _obstacle(session),
        "marked": sum(line.present is not None for line in lines),
        "present": sum(bool(line.present) for line in lines),
        "page_title": _("Who came"),
        "page_subtitle": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("sessions:index"), "label": _("Sessions")},
            {"url": "", "label": _("Who came"), "sublabel": title},
        ],
    }


def _lines(session: Session, leaders) -> list[Line]:
    coming = dict(Booking.objects.filter(session=session).values_list("leader_id", "coming"))
    marks = AttendanceMark.objects.current().filter(session=session)
    present = dict(marks.values_list("leader_id", "present"))
    return [Line(one, coming.get(one.pk), present.get(one.pk)) for one in leaders]


def _obstacle(session: Session) -> str:
    """Why nobody can be marked yet; "" if somebody can."""
    try:
        check_markable(session)
    except Refusal as refusal:
        return str(refusal)
    return ""
