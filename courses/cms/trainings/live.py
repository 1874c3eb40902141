"""The trainer's live screen: the code for everybody to see, and who is there."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from courses.cms.trainings.attendance import SessionScreen
from courses.cms.trainings.attendance_actions import act
from courses.models import AttendanceSettings, Session
from courses.trainings.check_in_code import digits_of, next_slot_at, slot_of, token_of
from courses.trainings.live import live
from school.lib.qr import qr_svg


class LiveScreen(SessionScreen):
    page_title = pgettext_lazy("a training", "Live")
    header_icon = "view"
    template_name = "courses/cms/live.html"

    def get_context_data(self, **kwargs):
        code = _code(self.request, self.session)
        return super().get_context_data(live=live(self.session), **code, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act(request, self.session)
        return redirect("courses_live:screen", pk)


class CodePiece(SessionScreen):
    """The code that is good now, for the screen to put in place of the last one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "courses/cms/live_code.html", _code(request, self.session))


class PeoplePiece(SessionScreen):
    """Who is there by now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"session": self.session, "live": live(self.session)}
        return render(request, "courses/cms/live_people.html", context)


def _code(request: HttpRequest, session: Session) -> dict:
    """The picture, the digits and how long they stay (milliseconds); before and after the time
    for checking in, only which of both it is."""
    now = timezone.now()
    if (phase := _phase(session, now)) != "open":
        return {"session": session, "phase": phase}
    slot = slot_of(now)
    path = reverse("courses:scanned", args=[token_of(session.pk, slot)])
    digits = digits_of(session.pk, slot)
    return {
        "session": session,
        "phase": phase,
        "qr": qr_svg(request.build_absolute_uri(path), title=str(_("Code for checking in"))),
        "digits": (digits[:3], digits[3:]),
        "stays": int((next_slot_at(now) - now).total_seconds() * 1000) + 50,
        "here_address": request.build_absolute_uri(reverse("courses:here")).partition("://")[2],
    }


def _phase(session: Session, now) -> str:
    limits = AttendanceSettings.load()
    if session.is_cancelled:
        return "cancelled"
    if now < session.starts_at - timedelta(minutes=limits.opens_before):
        return "before"
    over = now >= session.ends_at + timedelta(minutes=limits.closes_after)
    return "over" if over else "open"


screen = never_cache(LiveScreen.as_view())
code = never_cache(CodePiece.as_view())
people = never_cache(PeoplePiece.as_view())
