"""The screens of bringing files in: operations brings them, managers may look on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people import roles
from school.people.bringing import flow
from school.people.bringing.forms import AnswersForm, FileForm
from school.people.bringing.source import Source
from school.people.models import BroughtFile, Leader
from school.people.screen import Screen

LOOKERS_ON = frozenset({roles.MANAGER, roles.OPERATIONS})
LISTS = {"problems": "problem_file", "differences": "difference_file"}


def may_look_on(user) -> bool:
    return roles.has_any(user, LOOKERS_ON)


def may_bring(user) -> bool:
    return roles.OPERATIONS in roles.of(user)


class BroughtScreen(Screen):
    """Refuses others than managers and operations, and managers wherever something is changed."""

    source: Source
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not may_look_on(request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD") and not may_bring(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("may_bring", may_bring(self.request.user))
        return super().get_context_data(**kwargs)

    def check_may_bring(self) -> None:
        if not may_bring(self.request.user):
            raise PermissionDenied

    def seen(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of entries about leaders those that this person may see."""
        if may_bring(self.request.user):
            return entries
        numbers = [entry["leader"] for entry in entries]
        leaders = Leader.objects.visible_to(self.request.user).filter(pk__in=numbers)
        visible = set(leaders.values_list("pk", flat=True))
        return [entry for entry in entries if entry["leader"] in visible]


class BringView(BroughtScreen):
    """Where files are brought; `show` is the address of one file."""

    show: str

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", FileForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args, **_kwargs) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            brought = form.cleaned_data["file"]
            try:
                file = flow.keep(
                    source=self.source, data=brought.read(), name=brought.name, by=request.user
                )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(self.show, file.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FileView(BroughtScreen):
    """One file, as far as it is: its questions, what would come of it, or what came."""

    page_title = _("File")
    answers_form: type[AnswersForm] = AnswersForm
    show: str

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.source.model.objects.select_related("job", "by", "undone_by")
        self.file: BroughtFile = get_object_or_404(rows, pk=kwargs["file_id"])

    def get_page_title(self):
        return self.file.file_name

    def get_context_data(self, **kwargs):
        file = self.file
        asks = "answers" in self.request.GET or file.state == file.State.ASKED
        if asks and not file.is_at_work and may_bring(self.request.user):
            kwargs.setdefault("form", self.make_form())
        return super().get_context_data(file=file, outcome=file.outcome, **kwargs)

    def make_form(self, data=None) -> AnswersForm:
        return self.answers_form(data, file=self.file, source=self.source)

    def post(self, request: HttpRequest, file_id: int) -> HttpResponse:
        for name in ("look", "take", "undo"):
            if name in request.POST:
                try:
                    return getattr(self, name)(request)
                except Refusal as refusal:
                    messages.error(request, str(refusal))
                    break
        return redirect(self.show, file_id)

    def look(self, request: HttpRequest) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        flow.ask_look(file=form.save(), source=self.source, by=request.user)
        return redirect(self.show, self.file.pk)

    def take(self, request: HttpRequest) -> HttpResponse:
        flow.ask_take(file=self.file, source=self.source, by=request.user)
        return redirect(self.show, self.file.pk)

    def undo(self, request: HttpRequest) -> HttpResponse:
        flow.ask_undo(file=self.file, source=self.source, by=request.user)
        if not self.source.undo_kind:
            messages.success(request, _("The file is taken back."))
        return redirect(self.show, self.file.pk)


def download(request: HttpRequest, source: Source, file_id: int, which: str) -> HttpResponse:
    """A file's problems, or all its differences, as a table for operations to take along."""
    if not may_bring(request.user):
        raise PermissionDenied
    file = get_object_or_404(source.model, pk=file_id)
    table = getattr(file, LISTS[which]) if which in LISTS else None
    if not table:
        raise Http404
    stem = file.file_name.rpartition(".")[0] or file.file_name
    return FileResponse(
        table.open("rb"),
        as_attachment=True,
        filename=f"{stem}-{which}.csv",
        content_type="text/csv; charset=utf-8",
    )
