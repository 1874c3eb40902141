"""The forms of bringing questions in: what to read, and where it goes."""

from operator import attrgetter

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments import formats
from assessments.importing import AUTO
from assessments.models import Category, QuestionImport

PASTED = "pasted.txt"


class SourceForm(forms.Form):
    """A file, or pasted text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Excel, CSV, GIFT, Moodle XML, Aiken or a QTI package."),
    )
    text = forms.CharField(
        label=_("Or paste the questions"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("From a document, or cells copied from a spreadsheet."),
    )
    format = forms.ChoiceField(label=_("Format"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        read = [(code, label) for code, label in formats.choices() if code != "qti3"]
        self.fields["format"].choices = [(AUTO, _("Find out by itself")), *read]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("file") and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or paste some text."))
        return cleaned

    def source(self) -> tuple[bytes, str]:
        """The bytes to read and the name they go by. A file goes before text."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), PASTED


class TargetForm(forms.ModelForm):
    """Where the questions go, in which language, and what happens to those that we have."""

    class Meta:
        model = QuestionImport
        fields = ["category", "language", "known"]
        widgets = {"known": forms.RadioSelect}
        labels = {"category": _("Put them into"), "known": _("Questions whose number we have")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        category.queryset = Category.objects.order_by("path")
        category.empty_label = _("A category called like the file")
        category.label_from_instance = attrgetter("drawn_in")
        category.help_text = _("Categories that the file names are made inside it.")
        languages = [("", _("Each in the language that it is written in")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=languages, required=False
        )
