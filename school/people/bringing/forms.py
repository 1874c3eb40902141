"""What a person is asked about a file that she brings."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.lib.dates import read_date, today
from school.lib.refusal import Refusal
from school.people.bringing.source import Source
from school.people.models import BroughtFile

ORDERS = ("dmy", "mdy")


class FileForm(forms.Form):
    """A table from somebody's computer."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, just as the other system wrote it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.xls,.htm,.html"}),
    )


class AnswersForm(forms.Form):
    """Which header means what, and what else the file can't tell by itself.

    A subclass asks more. `save` puts the answers into the file and saves nothing.
    """

    def __init__(self, *args, file: BroughtFile, source: Source, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.file, self.source = file, source
        self.headers = file.survey["headers"]
        self._ask_order()
        self._ask_columns()
        self._ask_fill_down()

    def questions(self) -> list[forms.BoundField]:
        """All but the columns, which stand in a table of their own."""
        return [field for field in self if not field.name.startswith("column-")]

    def columns(self) -> list[dict[str, Any]]:
        """Each header with its first cells and what it means."""
        doubtful = set(self.file.survey.get("doubtful", ()))
        named = {header: name for name, header in self.file.columns.items()}
        return [
            {
                "header": header,
                "samples": self.file.survey["samples"].get(header, []),
                "field": self[f"column-{at}"],
                "is_doubtful": named.get(header) in doubtful and not self.is_remembered,
            }
            for at, header in enumerate(self.headers)
        ]

    @property
    def is_remembered(self) -> bool:
        return bool(self.file.survey.get("remembered"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen: dict[str, str] = {}
        for at, header in enumerate(self.headers):
            name = cleaned.get(f"column-{at}")
            if name in chosen:
                self.add_error(f"column-{at}", _("“%s” means the same.") % chosen[name])
            elif name:
                chosen[name] = header
        for any_of in self.source.needed:
            if not set(any_of) & set(chosen):
                names = _(" or ").join(f"“{self.source.labels[name]}”" for name in any_of)
                self.add_error(None, _("Say which column is %(names)s.") % {"names": names})
        cleaned["columns"] = chosen
        return cleaned

    def save(self) -> BroughtFile:
        given = self.cleaned_data
        self.file.columns = given["columns"]
        named = {header: name for name, header in given["columns"].items()}
        filled = [named.get(header, "") for header in given.get("fill_down", ())]
        answers = {"fill_down": [name for name in filled if name in self.source.fillable]}
        if given.get("order"):
            answers["order"] = given["order"]
        self.file.answers = answers
        return self.file

    def _ask_columns(self) -> None:
        choices = [("", _("Leave out")), *self.source.labels.items()]
        named = {header: name for name, header in self.file.columns.items()}
        for at, header in enumerate(self.headers):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=named.get(header, "")
            )

    def _ask_order(self) -> None:
        days = {self.file.columns.get(name) for name in self.source.dates}
        two_ways = self.file.survey.get("two_ways", {})
        sample = next((text for header, text in two_ways.items() if header in days), "")
        if not sample and not self.file.outcome.get("asks_order"):
            return
        sample = sample or "03/04/2024"
        self.fields["order"] = forms.ChoiceField(
            label=_("%(text)s can be read in two ways. Which day is it?") % {"text": sample},
            choices=[(order, _day(sample, order)) for order in ORDERS],
            widget=forms.RadioSelect,
            initial=self.file.answers.get("order"),
        )

    def _ask_fill_down(self) -> None:
        named = {header: name for name, header in self.file.columns.items()}
        never = set(self.source.money)
        merged = [h for h in self.file.survey.get("merged", ()) if named.get(h) not in never]
        if not merged:
            return
        filled = self.file.answers.get("fill_down", ())
        self.fields["fill_down"] = forms.MultipleChoiceField(
            label=_("Merged cells: may their words count for every row they cover?"),
            help_text=_("Amounts and counts are never filled down."),
            choices=[(header, header) for header in merged],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[header for header in merged if named.get(header) in filled],
        )


def _day(sample: str, order: str) -> str:
    try:
        day = read_date(sample, today=today(), order=order).value
    except Refusal:
        return order
    return date_format(day, "DATE_FORMAT")
