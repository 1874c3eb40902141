"""One session in the CMS: what it is, who comes, and moving, calling off, restoring it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from courses.cms.trainings.session_form import CancelForm, MoveForm, SessionForm
from courses.meant import meant_by
from courses.models import Booking, Session
from courses.spoken import spoken
from courses.trainings import booking
from courses.trainings import session as rules
from courses.trainings.conflicts import clashes
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.screen import Screen


def run_by(user, pk: int) -> Session:
    """A session that this person runs; any other is not there."""
    rows = Session.objects.run_by(user).select_related(
        "series__region", "trainer", "host__user", "holiday"
    )
    return get_object_or_404(rows, pk=pk)


def when(session: Session) -> str:
    return f"{dates.day_of(session.starts_at)} {spoken(session.starts_at)}"


class SessionScreen(Screen):
    template_name = "courses/cms/session.html"
    header_icon = "date"
    above = (("sessions:index", gettext_lazy("Sessions")),)

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.session = run_by(request.user, kwargs["pk"])
        self.may_change = request.user.has_perm("courses.change_session")
        self.form = None

    def get_page_title(self):
        return self.session.name

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.may_change:
            return redirect("sessions:edit", self.session.pk)
        self.form = SessionForm(request.POST, instance=run_by(request.user, self.session.pk))
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        changed = rules.change(session=self.session, values=self.form.values)
        booking.move_up(session=changed)
        messages.success(request, _("Saved."))
        return redirect("sessions:edit", self.session.pk)

    def get_context_data(self, **kwargs):
        session = self.session
        words = Booking.objects.filter(session=session)
        ahead = not session.has_started()
        shared = clashes([session], meant_by(session.series))[0] if ahead else []
        return super().get_context_data(
            session=session,
            when=when(session),
            ahead=ahead,
            may_change=self.may_change,
            seated=words.seated().count(),
            waiting=words.waiting().count(),
            clashes=[one for one in shared if one.session.pk != session.pk],
            form=self.form or SessionForm(instance=session),
            move_form=MoveForm.of(session),
            cancel_form=CancelForm(),
            **kwargs,
        )


class Change(View):
    """A button of the session's screen. Only for who runs the session and may change it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        session = run_by(request.user, pk)
        try:
            if request.user.has_perm("courses.change_session"):
                messages.success(request, self.act(session))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("sessions:edit", pk)

    def act(self, session: Session) -> str:
        raise NotImplementedError


class Move(Change):
    def act(self, session: Session) -> str:
        form = MoveForm(self.request.POST)
        if not form.is_valid():
            raise Refusal("form-incomplete", _("Please give day, hour and length."))
        starts_at, ends_at = form.span
        moved = rules.move(
            session=session, starts_at=starts_at, ends_at=ends_at, by=self.request.user
        )
        return _("Moved to %(when)s. Whoever is coming is told.") % {"when": when(moved)}


class Cancel(Change):
    def act(self, session: Session) -> str:
        reason = self.request.POST.get("reason", "")
        rules.cancel(session=session, reason=reason, by=self.request.user)
        return _("Called off. Whoever was coming is told.")


class Restore(Change):
    def act(self, session: Session) -> str:
        rules.restore(session=session, by=self.request.user)
        return _("It is held after all. Whoever was coming is told.")
