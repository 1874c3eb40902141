"""Attendance in figures, and the sheets of a month."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Session
from courses.trainings import attendance_sheet as sheets
from courses.trainings.attendance_statistics import Statistics, statistics
from school.jobs import job
from school.jobs.models import Job
from school.lib.refusal import Refusal
from school.people import roles
from school.people.models import Intake, Leader, Region
from school.people.screen import Screen

READERS = frozenset({roles.TRAINER, roles.MANAGER, roles.OPERATIONS})
TITLE = _("Attendance")


def may_read(user) -> bool:
    return roles.has_any(user, READERS)


def _statistics_for(user, seen) -> Statistics:
    """A trainer's: of the trainings that she runs. A manager's: of her leaders, whoever taught."""
    held = roles.of(user)
    if roles.MANAGER in held and roles.OPERATIONS not in held:
        return statistics(Session.objects.all(), leaders=seen)
    return statistics(Session.objects.run_by(user))


class FiguresScreen(Screen):
    page_title = TITLE
    header_icon = "table"
    template_name = "courses/cms/attendance_figures.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user = self.request.user
        seen = Leader.objects.visible_to(user)
        return super().get_context_data(
            statistics=_statistics_for(user, seen),
            months=list(sheets.months()),
            intakes=Intake.objects.filter(pk__in=seen.values("intake")),
            regions=Region.objects.filter(pk__in=seen.values("region")),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for a sheet."""
        said = {name: request.POST.get(name, "") for name in ("month", "form")}
        kind, _colon, number = request.POST.get("about", "").partition(":")
        if kind in ("intake", "region"):
            said[kind] = number
        try:
            sheets.read_month(said["month"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("courses_attendance:figures")
        if said["form"] not in sheets.FORMS:
            said["form"] = "pdf"
        asked = job.enqueue(
            kind=sheets.KIND, args=said | {"language": get_language()}, owner=request.user
        )
        return redirect("courses_attendance:sheet", asked.pk)


def _own_job(request: HttpRequest, job_id: int) -> Job:
    """Only her own: a sheet is made of the leaders whom its owner may see."""
    return get_object_or_404(Job, pk=job_id, kind=sheets.KIND, owner=request.user)


class SheetScreen(Screen):
    page_title = _("Attendance sheet")
    header_icon = "table"
    above = (("courses_attendance:figures", TITLE),)
    template_name = "courses/cms/attendance_sheet.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(job=_own_job(self.request, self.kwargs["pk"]), **kwargs)


def download(request: HttpRequest, pk: int) -> FileResponse:
    found = _own_job(request, pk)
    if not found.result_file:
        raise Http404
    form = found.args["form"]
    return FileResponse(
        found.result_file.open(),
        as_attachment=True,
        filename=sheets.file_name(found.args["month"], form),
        content_type=sheets.FORMS[form],
    )
