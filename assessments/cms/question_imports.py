"""Bringing questions in, in the CMS: a file or text, a look at it, the work, and back again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from assessments import importing, taking_back
from assessments.access import may_bring_questions
from assessments.forms.question_import import SourceForm, TargetForm
from assessments.models import Question, QuestionImport
from assessments.paper import preview_of
from assessments.question_template import template
from school.lib.refusal import Refusal
from school.people.screen import Screen

START, SHOW = "question_imports:start", "question_imports:show"
MOST_PROBLEMS = 200
SAMPLES = 5
RECENT = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Without its picture, which is not kept yet, there is no place to point at.
NO_SAMPLE = frozenset({"place"})


def check_brings(user) -> None:
    """Raises PermissionDenied for everybody who doesn't write questions."""
    if not may_bring_questions(user):
        raise PermissionDenied


class ImportScreen(Screen):
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        check_brings(request.user)
        return super().dispatch(request, *args, **kwargs)


class StartView(ImportScreen):
    """A file or pasted text, and the imports of late."""

    page_title = _("Import questions")
    template_name = "assessments/cms/import_start.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", SourceForm())
        kwargs["tab"] = "import"
        kwargs["recent"] = QuestionImport.objects.select_related("by")[:RECENT]
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SourceForm(request.POST, request.FILES)
        if form.is_valid():
            data, name = form.source()
            code = form.cleaned_data["format"] or importing.AUTO
            try:
                row = importing.start(data=data, name=name, code=code, by=request.user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(SHOW, row.pk)
        return self.render_to_response(self.get_context_data(form=form))


class ShowView(ImportScreen):
    """One import, as far as it is: looked at, under way, done, being taken back or taken back."""

    page_title = _("Import questions")
    template_name = "assessments/cms/import_show.html"
    above = ((START, _("Import questions")),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        rows = QuestionImport.objects.select_related("job", "category", "by")
        self.row = get_object_or_404(rows, pk=kwargs["import_id"])

    def get_page_title(self):
        return self.row.file_name

    def get_context_data(self, **kwargs):
        row = self.row
        kwargs.setdefault("form", TargetForm(instance=row))
        return super().get_context_data(
            row=row,
            kinds=_kinds(row),
            problems=row.problems[:MOST_PROBLEMS],
            more_problems=max(0, len(row.problems) - MOST_PROBLEMS),
            lost=max(0, row.read - row.imported),
            in_use=_in_use(row) if row.state == QuestionImport.State.DONE else 0,
            **kwargs,
        )

    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        try:
            return self._take_in() if "take_in" in request.POST else self._take_back()
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(SHOW, import_id)

    def _take_in(self) -> HttpResponse:
        form = TargetForm(self.request.POST, instance=self.row)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        importing.enqueue(question_import=form.save(commit=False), by=self.request.user)
        return redirect(SHOW, self.row.pk)

    def _take_back(self) -> HttpResponse:
        taking_back.enqueue(question_import=self.row, by=self.request.user)
        return redirect(SHOW, self.row.pk)


def download_template(request: HttpRequest) -> HttpResponse:
    """Our spreadsheet with an example of each kind."""
    check_brings(request.user)
    answer = HttpResponse(template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="questions.xlsx"'
    return answer


def show_samples(request: HttpRequest, import_id: int) -> HttpResponse:
    """The first questions as a leader would see them, for the frame beside the list."""
    check_brings(request.user)
    row = get_object_or_404(QuestionImport, pk=import_id)
    shown = [
        preview_of(one.question)
        for one in importing.first_of(row, SAMPLES)
        if one.question.kind not in NO_SAMPLE
    ]
    return render(request, "assessments/cms/import_samples.html", {"questions": shown})


def _kinds(row: QuestionImport) -> list[tuple[object, int]]:
    ordered = sorted(row.by_kind.items(), key=lambda pair: -pair[1])
    return [(importing.kind_label(code), count) for code, count in ordered]


def _in_use(row: QuestionImport) -> int:
    """How many of its new questions would stay, because somebody uses them."""
    questions = Question.objects.filter(imports__question_import=row, imports__is_new=True)
    keys = taking_back.used_keys(list(questions))
    return questions.filter(translation_key__in=keys).count()
