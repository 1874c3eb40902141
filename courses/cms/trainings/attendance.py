"""Who came: a list with one tap for each leader. Only for who runs the session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.access import attendees
from courses.cms.trainings.attendance_actions import act
from courses.models import MeetingFile, Session
from courses.spoken import spoken
from courses.trainings.attendance import check_markable
from courses.trainings.live import Person, on_list
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.screen import Screen

# The buttons that stand in a leader's row; each sends her number.
ONE_ROW = ("here", "away", "undo", "looked")


class SessionScreen(Screen):
    """A screen about one session that this person runs; any other is not there."""

    above = (("sessions:index", _("Sessions")),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        sessions = Session.objects.run_by(request.user).select_related("series__region", "trainer")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])

    def get_context_data(self, **kwargs):
        starts = self.session.starts_at
        when = f"{dates.day_of(starts)} {spoken(starts)}"
        kwargs |= {"session": self.session, "when": when}
        return super().get_context_data(**kwargs)


class AttendanceScreen(SessionScreen):
    page_title = _("Who came")
    header_icon = "group"
    template_name = "courses/cms/attendance.html"

    def get_context_data(self, **kwargs):
        people = on_list(self.session, attendees(self.session, self.request.user))
        people.sort(key=lambda one: not one.hints)  # What is worth a look stands on top.
        return super().get_context_data(
            people=people,
            obstacle=_obstacle(self.session),
            count=_count(people),
            files=MeetingFile.objects.filter(session=self.session)[:5],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act(request, self.session)
        return redirect(reverse("sessions:attendance", args=[pk]) + _row(request.POST))


def _row(sent) -> str:
    """Back to the row that was tapped: on a phone the list is long."""
    tapped = next((sent[name] for name in ONE_ROW if name in sent), "")
    return f"#leader-{tapped}" if tapped.isdigit() else ""


def _count(people: list[Person]) -> dict[str, int]:
    return {
        "here": sum(one.is_here for one in people),
        "away": sum(one.is_away for one in people),
        "open": sum(one.mark is None for one in people),
        "unbooked": sum(one.came_unbooked for one in people),
        "looks": sum(bool(one.hints) for one in people),
    }


def _obstacle(session: Session) -> str:
    """Why nobody can be marked yet; "" if somebody can."""
    try:
        check_markable(session)
    except Refusal as refusal:
        return str(refusal)
    return ""


attendance = AttendanceScreen.as_view()
