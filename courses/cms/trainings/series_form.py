"""The form of a series: days in simple words, or a rule of RFC 5545 for who needs more."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.meant import Meant, ranks
from courses.models import Series
from courses.related import choices
from courses.spoken import weekday_name
from courses.trainings.recurrence import Pattern, next_days, read_pattern, read_rule, rule_of
from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.people.models import Intake, Region, User

EVERY = 26


def trainers():
    """Who may lead a training."""
    return User.objects.filter(groups__name=roles.TRAINER, is_active=True).order_by("name")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SeriesForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("weekdays"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    every = forms.IntegerField(
        label=_("every so many weeks"), min_value=1, max_value=EVERY, initial=1, required=False
    )
    count = forms.IntegerField(
        label=_("how many times"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Empty: until the last day."),
    )
    lowest_rank = forms.TypedChoiceField(
        label=_("from tier"), coerce=int, empty_value=None, required=False
    )
    step_keys = forms.MultipleChoiceField(
        label=_("goes with"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Lessons and quizzes that leaders find on the training's page."),
    )
    since = forms.DateField(
        label=_("the change holds from"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: for all that are still to come."),
    )

    class Meta:
        model = Series
        fields = [
            "kind", "title", "title_en", "starts_at", "minutes", "rrule", "starts_on", "ends_on",
            "active", "trainer", "place", "meeting_link", "capacity", "region", "intakes",
            "language", "step_keys",
        ]  # fmt: skip
        widgets = {
            "starts_at": HourInput(),
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "intakes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekdays"].choices = [(day, weekday_name(day)) for day in range(7)]
        anybody = ("", pgettext_lazy("tier", "every tier"))
        self.fields["lowest_rank"].choices = [anybody, *ranks()]
        self.fields["trainer"].queryset = trainers()
        self.fields["trainer"].empty_label = pgettext_lazy("trainer", "nobody yet")
        self.fields["region"].queryset = Region.objects.select_related("parent")
        self.fields["region"].empty_label = _("every region")
        self.fields["step_keys"].choices = choices()
        for name in ("region", "language", "starts_at"):
            self.fields[name].help_text = ""
        self.fields["intakes"].queryset = self._near_intakes()
        self.fields["language"].choices = [
            ("", pgettext_lazy("of leaders", "every language")),
            *[one for one in self.fields["language"].choices if one[0]],
        ]
        if self.instance.pk is None:
            del self.fields["since"]
        else:
            self._read_rule()

    def _near_intakes(self):
        """The latest classes, and those chosen before."""
        newest = Intake.objects.order_by("-starts_on", "-number").values_list("pk", flat=True)[:12]
        chosen = self.instance.intakes.values_list("pk", flat=True) if self.instance.pk else []
        return Intake.objects.filter(pk__in={*newest, *chosen})

    def _read_rule(self) -> None:
        self.initial["lowest_rank"] = self.instance.lowest_rank
        pattern = read_pattern(rule_of(self.instance))
        if pattern is None:
            return
        self.initial |= {
            "rrule": "",
            "weekdays": list(pattern.weekdays),
            "every": pattern.every,
            "count": pattern.count,
        }

    def clean_rrule(self) -> str:
        written = self.cleaned_data["rrule"].strip()
        try:
            return read_rule(written) if written else ""
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since < dates.today():
            raise forms.ValidationError(_("A change can't begin before today."))
        return since

    def clean(self) -> dict:
        super().clean()
        given = self.cleaned_data
        if not given.get("rrule") and not given.get("weekdays") and "rrule" not in self.errors:
            self.add_error("weekdays", _("Choose at least one weekday."))
        return given

    def _post_clean(self) -> None:
        self.instance.lowest_rank = self.cleaned_data.get("lowest_rank")
        super()._post_clean()
        given = self.cleaned_data
        if given.get("rrule") or given.get("weekdays"):
            self.instance.rrule, self.instance.weekday = self._days(given)

    def _days(self, given: dict) -> tuple[str, int]:
        """The rule as it is kept, and the weekday that lists are sorted by."""
        pattern = Pattern(
            tuple(given["weekdays"] or ()), given.get("every") or 1, given.get("count")
        )
        rule = given.get("rrule") or pattern.rule
        read = read_pattern(rule)
        if read is None:
            self.instance.rrule = rule
            first = next_days(self.instance, self.instance.starts_on, 1)
            return rule, first[0].weekday() if first else 0
        plain = Pattern(read.weekdays[:1])
        return ("" if read == plain else rule), read.weekdays[0]

    @property
    def meant(self) -> Meant:
        """For whom the form says it is."""
        given = self.cleaned_data
        chosen = frozenset(one.pk for one in given.get("intakes") or ())
        rank, language = given.get("lowest_rank") or 1, given.get("language") or ""
        return Meant(given.get("region"), chosen, rank, language)
