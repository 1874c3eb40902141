"""A meeting's list in the CMS: bring it, see what it says, say who is who, let it happen, take it
back. Only for who runs the session."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.access import attendees
from courses.cms.trainings.attendance import SessionScreen
from courses.models import MeetingFile, Session
from courses.trainings.meeting_import_files import SOURCE, answer, bring
from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people.bringing import flow
from school.people.bringing.forms import AnswersForm, FileForm
from school.people.models import Leader
from school.people.screen import Screen

TITLE = gettext_lazy("The meeting's list")


class MeetingAnswersForm(AnswersForm):
    """Says again what the columns mean, and forgets nobody who was named meanwhile."""

    def save(self) -> MeetingFile:
        people = self.file.answers.get("people", {})
        file = super().save()
        file.answers["people"] = people
        return file


class BringScreen(SessionScreen):
    page_title = TITLE
    header_icon = "upload"
    template_name = "courses/cms/meeting_bring.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", FileForm())
        files = MeetingFile.objects.filter(session=self.session).select_related("by")
        return super().get_context_data(files=files, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            brought = form.cleaned_data["file"]
            try:
                file = bring(
                    session=self.session, data=brought.read(), name=brought.name, by=request.user
                )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("courses_meetings:show", file.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _file(request: HttpRequest, file_id: int) -> MeetingFile:
    runs = Session.objects.run_by(request.user)
    files = MeetingFile.objects.select_related("job", "by", "undone_by", "session__series__region")
    return get_object_or_404(files, pk=file_id, session__in=runs)


class ShowScreen(Screen):
    header_icon = "upload"
    above = (("sessions:index", gettext_lazy("Sessions")),)
    template_name = "courses/cms/meeting_show.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.file = _file(request, kwargs["file_id"])

    def get_page_title(self):
        return self.file.file_name

    def get_context_data(self, **kwargs):
        file = self.file
        asks = "answers" in self.request.GET or file.state == file.State.ASKED
        if asks and not file.is_at_work:
            kwargs.setdefault("form", MeetingAnswersForm(file=file, source=SOURCE))
        session_url = reverse("sessions:attendance", args=[file.session_id])
        return super().get_context_data(
            file=file, outcome=file.outcome, session=file.session, list_url=session_url, **kwargs
        )

    def post(self, request: HttpRequest, file_id: int) -> HttpResponse:
        for name in ("look", "people", "take", "undo"):
            if name in request.POST:
                try:
                    return getattr(self, name)(request)
                except Refusal as refusal:
                    messages.error(request, str(refusal))
                    break
        return redirect("courses_meetings:show", file_id)

    def look(self, request: HttpRequest) -> HttpResponse:
        form = MeetingAnswersForm(request.POST, file=self.file, source=SOURCE)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        flow.ask_look(file=form.save(), source=SOURCE, by=request.user)
        return redirect("courses_meetings:show", self.file.pk)

    def people(self, request: HttpRequest) -> HttpResponse:
        """Who is who, and then one more look."""
        for at, one in enumerate(self.file.outcome.get("unknown", ())):
            chosen = _chosen(request, self.file, at)
            if chosen is not None:
                answer(file=self.file, key=one["key"], leader_id=chosen, by=request.user)
        flow.ask_look(file=self.file, source=SOURCE, by=request.user)
        return redirect("courses_meetings:show", self.file.pk)

    def take(self, request: HttpRequest) -> HttpResponse:
        flow.ask_take(file=self.file, source=SOURCE, by=request.user)
        return redirect("courses_meetings:show", self.file.pk)

    def undo(self, request: HttpRequest) -> HttpResponse:
        flow.undo(file=self.file, source=SOURCE, by=request.user)
        messages.success(request, _("The file is taken back."))
        return redirect("courses_meetings:show", self.file.pk)


def _chosen(request: HttpRequest, file: MeetingFile, at: int) -> int | None:
    """What was said about the row `at`: a leader's number, 0 for nobody, None for nothing yet.
    Refuses: leader-unknown."""
    written = request.POST.get(f"find-{at}", "").strip()
    if written:
        return _find(written, file, request.user).pk
    said = request.POST.get(f"who-{at}", "")
    return int(said) if said.isdecimal() else None


def _find(written: str, file: MeetingFile, user) -> Leader:
    """A leader of the list by her number or phone."""
    listed = attendees(file.session, user)
    found = listed.filter(code=written).first()
    if found is None:
        try:
            found = listed.filter(user__phone=read_phone(written)).first()
        except Refusal:
            found = None
    if found is None:
        words = _("%(written)s is nobody on this session's list.")
        raise Refusal("leader-unknown", words, {"written": written})
    return found


def download(request: HttpRequest, file_id: int, which: str) -> HttpResponse:
    """A file's problems, or what it says of everybody, as a table to take along."""
    file = _file(request, file_id)
    table = {"problems": file.problem_file, "differences": file.difference_file}.get(which)
    if not table:
        raise Http404
    stem = file.file_name.rpartition(".")[0] or file.file_name
    return FileResponse(
        table.open("rb"),
        as_attachment=True,
        filename=f"{stem}-{which}.csv",
        content_type="text/csv; charset=utf-8",
    )
