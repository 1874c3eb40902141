"""What a person is asked about a sales file, and about its week."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from school.lib.dates import read_date, today, week_of, week_start
from school.lib.refusal import Refusal
from school.people.bringing.forms import AnswersForm
from school.standing.models import SalesFile, SalesImport, SalesPeriod
from school.standing.sales_columns import MONEY, UNITS
from school.standing.weeks import WEEK

# A year back: whoever begins with the school brings her past along.
WEEKS_OFFERED = 53
YES, NO = "yes", "no"


class SalesAnswersForm(AnswersForm):
    """The week, the unit and whether the file is complete, besides what every file is asked."""

    field_order = ("week", "unit", "complete", "order", "fill_down")

    week = forms.ChoiceField(label=gettext_lazy("Which week is it?"))
    unit = forms.ChoiceField(
        label=gettext_lazy("What are amounts counted in?"),
        choices=SalesFile.Unit.choices,
        widget=forms.RadioSelect,
    )
    complete = forms.ChoiceField(
        label=gettext_lazy("Is this file complete?"),
        choices=[
            (YES, gettext_lazy("Yes: who isn't in it sold nothing")),
            (NO, gettext_lazy("No: of who isn't in it, we know nothing")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        said = _week_said(self.file)
        week = self.fields["week"]
        week.choices = [("", _("Choose the week")), *_weeks(said, self.file.week_start)]
        week.initial = self.file.week_start or said or ""
        if said:
            week.help_text = _("The file says it is the week from %(week)s.") % {"week": said}
        units = _units_said(self.file)
        unit = self.fields["unit"]
        unit.initial = self.file.unit or (next(iter(units)) if len(units) == 1 else None)
        if units:
            unit.help_text = _("The headers say it.")
        if self.file.complete is not None:
            self.fields["complete"].initial = YES if self.file.complete else NO

    def clean_week(self) -> date:
        return date.fromisoformat(self.cleaned_data["week"])

    def save(self) -> SalesFile:
        file: SalesFile = super().save()
        file.week_start = self.cleaned_data["week"]
        file.unit = self.cleaned_data["unit"]
        file.complete = self.cleaned_data["complete"] == YES
        return file


class UnlockForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why is it opened again?"), max_length=300)


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name, ID or last digits of a phone"), required=False)


class NewLeaderForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30)


def _weeks(*besides: date | None) -> list[tuple[str, str]]:
    """The weeks of the last year, the latest first, each with what is known of it."""
    last = week_start(today())
    mondays = [last - WEEK * at for at in range(WEEKS_OFFERED)]
    mondays += sorted({day for day in besides if day and day not in mondays}, reverse=True)
    versions = dict(
        SalesImport.objects.filter(week_start__in=mondays, state=SalesImport.State.CURRENT)
        .order_by()
        .values_list("week_start", "version")
    )
    locked = set(
        SalesPeriod.objects.filter(week_start__in=mondays, is_locked=True).values_list(
            "week_start", flat=True
        )
    )
    return [
        (day.isoformat(), _told(day, versions.get(day), day in locked, day == last))
        for day in mondays
    ]


def _told(day: date, version: int | None, is_locked: bool, is_running: bool) -> str:
    said: list[Any] = [span(day)]
    if is_running:
        said.append(_("not over yet"))
    if version:
        said.append(_("version %(number)s") % {"number": version})
    if is_locked:
        said.append(pgettext("of a week", "locked"))
    return " · ".join(said)


def span(day: date) -> str:
    """A week by its first and last day, the same in every language."""
    return f"{day.isoformat()} – {week_of(day).sunday.isoformat()}"


def _week_said(file: SalesFile) -> date | None:
    """The Monday that the file's own column names, if it names one."""
    header = file.columns.get("week_start", "")
    for text in file.survey.get("samples", {}).get(header, [])[:1]:
        try:
            day = read_date(text, today=today(), order=file.answers.get("order")).value
        except Refusal:
            return None
        return day if not day.weekday() and day <= today() + timedelta(days=7) else None
    return None


def _units_said(file: SalesFile) -> set[str]:
    money = {header for name, header in file.columns.items() if name in MONEY}
    units = file.survey.get("units", {})
    return {UNITS[units[header]] for header in money if units.get(header) in UNITS}
