"""Learning packages in the CMS: bring one, see what became of it, and which steps show it."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import ScormPackage
from courses.scorm import unpacking
from courses.scorm.origin import origin_for
from school.lib.refusal import Refusal
from school.people import roles
from school.people.access import check_role
from school.people.screen import Screen

RECENT = 50


class PackageForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("The same title again is its next version. Earlier ones stay."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("The zip that your tool exports as SCORM 1.2 or 2004."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


class PackagesScreen(Screen):
    template_name = "courses/cms/packages.html"
    header_icon = "download"
    page_title = gettext_lazy("Packages")

    def dispatch(self, request, *args, **kwargs):
        check_role(request.user, {roles.TRAINER})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", PackageForm())
        rows = list(_rows())
        return super().get_context_data(
            rows=rows,
            waiting=any(row.state == ScormPackage.State.WAITING for row in rows),
            has_address=bool(origin_for(self.request)),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PackageForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                row = unpacking.bring(**form.cleaned_data, by=request.user)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, _("“%(package)s” is here.") % {"package": row})
                return redirect("courses_cms:packages")
        return self.render_to_response(self.get_context_data(form=form))


def _rows():
    """With `through`: how many leaders are through with it by its word. Two queries."""
    rows = ScormPackage.objects.select_related("by", "job").prefetch_related("pages")
    done = Count("sessions__leader", filter=Q(sessions__done=True), distinct=True)
    opened = Count("sessions__leader", distinct=True)
    rows = rows.annotate(opened=opened, through=done).order_by("-at", "-pk")[:RECENT]
    for row in rows:
        row.problem_words = unpacking.PROBLEMS.get(row.problem, "")
    return rows
