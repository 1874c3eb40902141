"""Planning a term: one form makes the week's trainings and the topic night, for whom they are."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from courses.cms.trainings.series_form import DayInput, HourInput, trainers
from courses.meant import Meant
from courses.models import Series
from courses.trainings import term as rules
from school.lib import dates
from school.people import roles
from school.people.models import Intake, Region, User
from school.people.screen import Screen

WEEKS = 12


class TermForm(forms.Form):
    """For whom, how long, who and where: the same for all series of the term."""

    intake = forms.ModelChoiceField(
        label=gettext_lazy("for the intake"),
        queryset=Intake.objects.none(),
        required=False,
        empty_label=gettext_lazy("every intake"),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("for the region"),
        queryset=Region.objects.select_related("parent"),
        required=False,
        empty_label=gettext_lazy("every region"),
    )
    starts_on = forms.DateField(label=gettext_lazy("first day"), widget=DayInput())
    weeks = forms.IntegerField(
        label=gettext_lazy("how many weeks"), min_value=1, max_value=52, initial=WEEKS
    )
    trainer = forms.ModelChoiceField(
        label=gettext_lazy("trainer"),
        queryset=User.objects.none(),
        required=False,
        empty_label=pgettext_lazy("trainer", "nobody yet"),
    )
    place = forms.CharField(label=gettext_lazy("place"), max_length=120, required=False)
    meeting_link = forms.URLField(
        label=gettext_lazy("meeting link"), required=False, assume_scheme="https"
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("places"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=gettext_lazy("Empty: as many as come."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intake"].queryset = Intake.objects.all()
        self.fields["trainer"].queryset = trainers()

    @property
    def intakes(self) -> list[Intake]:
        one = self.cleaned_data["intake"]
        return [one] if one else []

    @property
    def meant(self) -> Meant:
        intakes = frozenset(one.pk for one in self.intakes)
        return Meant(self.cleaned_data["region"], intakes)


class RowForm(forms.Form):
    """One training of the week."""

    wanted = forms.BooleanField(required=False)
    title = forms.CharField(label=gettext_lazy("title"), max_length=80)
    title_en = forms.CharField(
        label=gettext_lazy("title in English"), max_length=80, required=False
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("weekday"), coerce=int, choices=Series.Weekday.choices
    )
    starts_at = forms.TimeField(label=gettext_lazy("starts at"), widget=HourInput())
    minutes = forms.IntegerField(label=gettext_lazy("minutes"), min_value=1, max_value=600)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Series.Kind(self.prefix)
        self.fields["wanted"].label = self.kind.label


class TermScreen(Screen):
    template_name = "courses/cms/term.html"
    page_title = gettext_lazy("Plan a term")
    header_icon = "calendar-alt"
    above = (("courses_week:week", gettext_lazy("The week")),)

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("courses.add_series"):
            raise PermissionDenied
        self.outlook = None

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        trainer = request.user if roles.has_any(request.user, [roles.TRAINER]) else None
        asked = {name: request.GET[name] for name in ("intake", "region") if name in request.GET}
        given = {"trainer": trainer, "starts_on": dates.today()} | asked
        self.form = TermForm(initial=given)
        self.rows = [RowForm(prefix=one.kind, initial=vars(one)) for one in rules.proposals()]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.form = TermForm(request.POST)
        self.rows = [RowForm(request.POST, prefix=kind.value) for kind in rules.USUAL]
        wanted = [row for row in self.rows if request.POST.get(f"{row.prefix}-wanted")]
        valid = [one.is_valid() for one in (self.form, *wanted)]
        if not wanted:
            self.form.add_error(None, _("Choose at least one training."))
        if not all(valid) or not wanted:
            return super().get(request, *args, **kwargs)
        series = [self._series(row.cleaned_data, row.kind) for row in wanted]
        if "look" in request.POST:
            self.outlook = rules.outlook(series, self.form.meant)
            return super().get(request, *args, **kwargs)
        return self._begin(series)

    def _series(self, row: dict, kind: Series.Kind) -> Series:
        given = self.form.cleaned_data
        shared = ("trainer", "place", "meeting_link", "capacity", "region", "starts_on")
        own = ("title", "title_en", "weekday", "starts_at", "minutes")
        return Series(
            kind=kind,
            ends_on=rules.last_day(given["starts_on"], given["weeks"]),
            **{name: given[name] for name in shared},
            **{name: row[name] for name in own},
        )

    def _begin(self, series: list[Series]) -> HttpResponse:
        rules.begin(series, intakes=self.form.intakes)
        said = ngettext("%(count)s series is in the timetable.",
                        "%(count)s series are in the timetable.", len(series))  # fmt: skip
        messages.success(self.request, said % {"count": len(series)})
        first = max(self.form.cleaned_data["starts_on"], dates.today())
        return redirect(f"{reverse('courses_week:week')}?on={first}")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=self.form, rows=self.rows, outlook=self.outlook, **kwargs
        )
