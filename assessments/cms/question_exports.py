"""Giving questions out, in the CMS: a category and a format, and the file."""

from mimetypes import guess_type

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from assessments import exporting
from assessments.cms.question_imports import ImportScreen, check_brings
from assessments.forms.question_export import ExportForm
from assessments.importing import kind_label
from school.jobs import job
from school.jobs.models import Job

START, SHOW = "question_imports:export", "question_imports:exported"
RECENT = 8
BYTES = "application/octet-stream"


class StartView(ImportScreen):
    """Which questions, in which format. A few come at once if the format can say them all; many,
    or those of which some stay behind, are a job with a page of its own."""

    header_icon = "download"
    page_title = _("Export questions")
    template_name = "assessments/cms/export_start.html"

    def get_context_data(self, **kwargs):
        chosen = {"category": self.request.GET.get("category")}
        kwargs.setdefault("form", ExportForm(initial=chosen))
        kwargs["recent"] = own_jobs(self.request.user)[:RECENT]
        kwargs["tab"] = "export"
        kwargs["in_bank"] = exporting.questions_in().count()
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        code, category = form.cleaned_data["format"], form.cleaned_data["category"]
        if exporting.questions_in(category).count() <= exporting.FEW:
            done = exporting.export(code=code, category=category)
            if done.written and not done.left_out:
                return _file(done.data, done.name)
        args = {"code": code, "category_id": category.pk if category else None}
        asked = job.enqueue(kind=exporting.KIND, args=args, owner=request.user)
        return redirect(SHOW, asked.pk)


class ShowView(ImportScreen):
    """One export: how far it is, then the file, with what its format can't say."""

    header_icon = "download"
    page_title = _("Export questions")
    template_name = "assessments/cms/export_show.html"
    above = ((START, _("Export questions")),)

    def get_context_data(self, **kwargs):
        found = get_object_or_404(own_jobs(self.request.user), pk=self.kwargs["job_id"])
        left_out = found.result.get("left_out", [])
        lines = [{"kind": kind_label(one["kind"]), "text": one["text"]} for one in left_out]
        return super().get_context_data(job=found, left_out=lines, **kwargs)


def download(request: HttpRequest, job_id: int) -> FileResponse:
    check_brings(request.user)
    found = get_object_or_404(own_jobs(request.user), pk=job_id)
    if not found.result_file:
        raise Http404
    name = found.result["name"]
    kind = guess_type(name)[0] or BYTES
    return FileResponse(
        found.result_file.open(), as_attachment=True, filename=name, content_type=kind
    )


def own_jobs(user):
    """The exports that this person asked for, the latest first."""
    return Job.objects.filter(kind=exporting.KIND, owner=user)


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=guess_type(name)[0] or BYTES)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
