"""The form of giving questions out: which ones, and in which format."""

from operator import attrgetter

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import formats
from assessments.models import Category


class ExportForm(forms.Form):
    category = forms.ModelChoiceField(
        Category.objects.order_by("path"),
        label=_("Category"),
        required=False,
        empty_label=_("The whole bank"),
        help_text=_("With everything inside it. Retired questions stay here."),
    )
    format = forms.ChoiceField(label=_("Format"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].label_from_instance = attrgetter("drawn_in")
        self.fields["format"].choices = formats.choices()
        self.fields["format"].initial = formats.choices()[0][0]
