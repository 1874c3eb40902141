"""What came out of a long export: how far it is, and the file, for the person who asked."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from school.jobs.models import Job
from school.reports import exports
from school.reports.access import may_read
from school.reports.views.base import ReportView


def _own_job(request, job_id: int) -> Job:
    """Only her own: a file is made of the leaders whom its owner may see."""
    return get_object_or_404(Job, pk=job_id, kind=exports.KIND, owner=request.user)


class ResultView(ReportView):
    page_title = _("Your file")
    above = (("reports:leaders", _("Leaders")),)
    template_name = "reports/result.html"

    def get_context_data(self, **kwargs):
        job = _own_job(self.request, self.kwargs["job_id"])
        return super().get_context_data(job=job, **kwargs)


def download_result(request, job_id: int) -> FileResponse:
    if not may_read(request.user):
        raise PermissionDenied
    job = _own_job(request, job_id)
    if not job.result_file:
        raise Http404
    form = job.args["form"]
    return FileResponse(
        job.result_file.open(),
        as_attachment=True,
        filename=exports.file_name(form),
        content_type=exports.FORMS[form],
    )
