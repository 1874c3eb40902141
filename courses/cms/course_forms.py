"""The forms of a trainer's course screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.authoring.board import Line
from courses.models import CoursePage
from courses.translation import current_language, one_per_key
from school.people.models import Intake


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def other_courses(course: CoursePage | None) -> list[CoursePage]:
    """Every course but this one, each once, published or not."""
    found = CoursePage.objects.select_related("locale").order_by("path")
    if course is not None:
        found = found.exclude(translation_key=course.translation_key)
    return one_per_key(found, current_language())


def named(courses: list[CoursePage]) -> list[tuple[str, str]]:
    return [(str(one.translation_key), f"{one.code} {one.title}") for one in courses]


class SettingsForm(forms.Form):
    """For whom a course is, and from when until when; the same for all its languages."""

    required = forms.BooleanField(
        label=_("Required: every leader it is meant for is enrolled"), required=False
    )
    tiers = forms.MultipleChoiceField(
        label=_("Only for tiers"),
        choices=CoursePage.Tier.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cohorts = forms.MultipleChoiceField(
        label=_("Only for cohorts"),
        choices=CoursePage.Cohort.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    intakes = forms.ModelMultipleChoiceField(
        label=_("Only for intakes"),
        queryset=Intake.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    prerequisites = forms.MultipleChoiceField(
        label=_("First finish"), required=False, widget=forms.CheckboxSelectMultiple
    )
    opens_on = forms.DateField(label=_("Opens on"), required=False, widget=Day)
    closes_on = forms.DateField(label=_("Last day to begin"), required=False, widget=Day)
    valid_months = forms.IntegerField(
        label=_("To be renewed after months"), required=False, min_value=1, max_value=120
    )

    PLAIN = ("required", "tiers", "cohorts", "opens_on", "closes_on", "valid_months")

    def __init__(self, course: CoursePage, data=None) -> None:
        super().__init__(data, initial=self.kept(course), prefix="course")
        self.course, self.others = course, other_courses(course)
        self.fields["prerequisites"].choices = named(self.others)

    @classmethod
    def kept(cls, course: CoursePage) -> dict[str, Any]:
        return {name: getattr(course, name) for name in cls.PLAIN} | {
            "intakes": list(course.intakes.all()),
            "prerequisites": [str(one.translation_key) for one in course.prerequisites.all()],
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        first, last = found.get("opens_on"), found.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day is before the first."))
        return found

    def values(self, language: str) -> dict[str, Any]:
        """The fields of a page in this language."""
        data = self.cleaned_data
        keys = data["prerequisites"]
        pages = CoursePage.objects.filter(translation_key__in=keys).select_related("locale")
        before = one_per_key(pages.order_by("path"), language)
        return {name: data[name] for name in self.PLAIN} | {
            "intakes": list(data["intakes"]),
            "prerequisites": before,
        }


class StepForm(forms.Form):
    """The numbers of one step, in its line of the list."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    asked = forms.BooleanField(label=_("Required"), required=False)
    drip_days = forms.IntegerField(
        label=_("Opens after days"), required=False, min_value=0, max_value=1000
    )
    due_days = forms.IntegerField(
        label=_("Best within days"), required=False, min_value=0, max_value=1000
    )
    facts_checked_until = forms.DateField(
        label=_("Facts checked until"), required=False, widget=Day
    )

    PLAIN = ("minutes", "drip_days", "due_days", "facts_checked_until")

    def __init__(self, line: Line, data=None) -> None:
        self.line = line
        kept = {name: getattr(line.page, name) for name in self.PLAIN}
        super().__init__(
            data,
            initial=kept | {"asked": not line.page.optional},
            prefix=f"step-{line.key}",
            auto_id="%s",
        )

    def changes(self) -> dict[str, Any]:
        """The fields of the page that are another now."""
        wanted = {name: self.cleaned_data[name] for name in self.PLAIN}
        wanted["optional"] = not self.cleaned_data["asked"]
        page = self.line.page
        return {name: value for name, value in wanted.items() if getattr(page, name) != value}


class CopyForm(forms.Form):
    code = forms.CharField(label=_("Code of the copy"), max_length=12)

    def __init__(self, course: CoursePage, data=None) -> None:
        super().__init__(data, prefix="copy", initial={"code": f"{course.code}b"})


class MoveForm(forms.Form):
    step = forms.UUIDField()
    to = forms.UUIDField()
