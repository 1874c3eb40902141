"""Learning paths in the CMS: which courses in which order, and who comes upon them how."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.course_forms import named, other_courses
from courses.models import LearningPath, PathCourse
from courses.path import advance_everybody
from school.people import roles
from school.people.access import check_role
from school.people.screen import Screen

LIST, SHOW = "courses_cms:paths", "courses_cms:path"
# So many courses beyond those that a path has already.
SPARE, MOST = 3, 30


class PathForm(forms.ModelForm):
    """The path with its courses, one choice for each place; empty places fall away."""

    class Meta:
        model = LearningPath
        fields = [
            "title", "title_en", "slug", "words", "words_en", "on_joining", "intakes",
            "on_reaching", "on_plan", "by_herself", "valid_months", "active",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *named(other_courses(None))]
        kept = [str(one.course_key) for one in self._kept()]
        for at in range(min(len(kept) + SPARE, MOST)):
            self.fields[f"course_{at}"] = forms.ChoiceField(
                label=_("Course %(number)s") % {"number": at + 1},
                choices=choices,
                required=False,
                initial=kept[at] if at < len(kept) else "",
            )

    def _kept(self) -> list[PathCourse]:
        return list(self.instance.courses.all()) if self.instance.pk else []

    def chosen(self) -> list[UUID]:
        """The courses in their order, each once."""
        wanted = [self.cleaned_data[name] for name in self.fields if name.startswith("course_")]
        return [UUID(key) for key in dict.fromkeys(wanted) if key]

    def courses(self):
        """The fields of the courses, for the template."""
        return [field for field in self if field.name.startswith("course_")]

    def others(self):
        return [field for field in self if not field.name.startswith("course_")]

    @transaction.atomic
    def save(self, commit=True) -> LearningPath:
        path = super().save(commit)
        path.courses.all().delete()
        PathCourse.objects.bulk_create(
            PathCourse(path=path, course_key=key, position=at)
            for at, key in enumerate(self.chosen())
        )
        return path


class PathsScreen(Screen):
    header_icon = "order-down"

    def dispatch(self, request, *args, **kwargs):
        check_role(request.user, {roles.TRAINER})
        return super().dispatch(request, *args, **kwargs)


class ListScreen(PathsScreen):
    page_title = gettext_lazy("Learning paths")
    template_name = "courses/cms/paths.html"
    above = (("courses_cms:courses", gettext_lazy("Courses")),)

    def get_context_data(self, **kwargs):
        rows = LearningPath.objects.annotate(
            length=Count("courses", distinct=True),
            on_it=Count("enrolments", filter=Q(enrolments__completed_at=None), distinct=True),
            through=Count(
                "enrolments", filter=Q(enrolments__completed_at__isnull=False), distinct=True
            ),
        )
        return super().get_context_data(rows=rows.order_by("-active", "title"), **kwargs)


class EditScreen(PathsScreen):
    template_name = "courses/cms/path.html"
    above = ((LIST, gettext_lazy("Learning paths")),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        pk = kwargs.get("pk")
        self.path = get_object_or_404(LearningPath, pk=pk) if pk else LearningPath()

    def get_page_title(self):
        return self.path.name or _("New learning path")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", PathForm(instance=self.path))
        return super().get_context_data(path=self.path, **kwargs)

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        form = PathForm(request.POST, instance=self.path)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        path = form.save()
        advance_everybody()
        messages.success(request, _("Saved."))
        return redirect(SHOW, path.pk)
