from django import forms
from django.utils.translation import gettext_lazy as _

from school.growth.applicant import Applied
from school.growth.models import Applicant
from school.lib.forms import AsksKindly
from school.people.adapter import LocalPhoneField
from school.people.models import Leader, Region


class ApplyForm(AsksKindly, forms.Form):
    """The public form: eight short answers and her consent."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = LocalPhoneField(help_text=_("If there is a place, the invitation comes to it."))
    region = forms.ModelChoiceField(
        label=_("Where you live"), queryset=Region.objects.none(), empty_label=_("Choose a place")
    )
    community = forms.CharField(
        label=_("Your community"),
        max_length=80,
        help_text=_("The estate or street where your neighbours live."),
    )
    group_members = forms.IntegerField(
        label=_("How many people are in your group?"),
        min_value=0,
        max_value=100_000,
        help_text=_("A rough number is fine. 0 if you have no group yet."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=_("You are"), choices=Leader.Kind.choices, widget=forms.RadioSelect
    )
    experience = forms.ChoiceField(
        label=_("Have you run group buys before?"),
        choices=Applicant.Experience.choices,
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(
        label=_("How did you hear of us?"),
        choices=[("", _("Choose")), *Applicant.Source.choices],
    )
    consent = forms.BooleanField(
        label=_("The school may keep these answers to decide about a place for me."),
        help_text=_("If you don't join, they are deleted after half a year."),
        error_messages={"required": _("Without your agreement we may not keep your answers.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        places = Region.objects.select_related("parent")
        self.fields["region"].queryset = places
        if not places.exists():
            del self.fields["region"]

    def applied(self, language: str) -> Applied:
        said = {name: value for name, value in self.cleaned_data.items() if name != "consent"}
        return Applied(**{"region": None, **said, "language": language})
