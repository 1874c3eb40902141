"""Bringing a course in, in the CMS: a file, a look at it, the draft, and back again."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from courses.authoring import course_import
from courses.models import CourseImport
from school.lib.refusal import Refusal
from school.people import roles
from school.people.access import check_role
from school.people.screen import Screen

START, SHOW = "courses_cms:import", "courses_cms:show_import"
RECENT = 8


class SourceForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Markdown (.md) or Word (.docx). Headings become lessons and their cards."),
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.docx"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class TargetForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("Short, like C7."))


class ImportScreen(Screen):
    header_icon = "upload"
    page_title = _("Bring a course")
    above = (("courses_cms:courses", _("Courses")),)

    def dispatch(self, request, *args, **kwargs):
        check_role(request.user, {roles.TRAINER})
        return super().dispatch(request, *args, **kwargs)


class StartScreen(ImportScreen):
    template_name = "courses/cms/import_start.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", SourceForm())
        recent = CourseImport.objects.select_related("by")[:RECENT]
        return super().get_context_data(recent=recent, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SourceForm(request.POST, request.FILES)
        if form.is_valid():
            file, language = form.cleaned_data["file"], form.cleaned_data["language"]
            try:
                row = course_import.start(
                    data=file.read(), name=file.name, language=language, by=request.user
                )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(SHOW, row.pk)
        return self.render_to_response(self.get_context_data(form=form))


class ShowScreen(ImportScreen):
    template_name = "courses/cms/import_show.html"
    above = ((START, _("Bring a course")),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        rows = CourseImport.objects.select_related("job", "by")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self):
        return self.row.file_name

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TargetForm(initial={"title": self.row.title}))
        return super().get_context_data(row=self.row, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            if "undo" in request.POST:
                course_import.undo(row=self.row)
                return redirect(SHOW, pk)
            form = TargetForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            course_import.enqueue(row=self.row, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(SHOW, pk)
