import unicodedata

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from school.lib.forms import AsksKindly
from school.people.adapter import LocalPhoneField
from school.people.joining import Newcomer
from school.people.models import Leader, User
from school.people.zones import ZONES


class CodeForm(AsksKindly, allauth.ConfirmLoginCodeForm):
    """The six digits from the message, typed by hand or filled in by the phone."""

    code = forms.CharField(
        label=_("The six digits"),
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": 12,
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        """Full-width digits of a Chinese keyboard are digits."""
        code = self.cleaned_data["code"]
        self.cleaned_data["code"] = unicodedata.normalize("NFKC", code)
        return super().clean_code()


class JoinForm(AsksKindly, forms.Form):
    """The joining page: seven short answers."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = LocalPhoneField(help_text=_("We send one code to it. Nobody in your group sees it."))
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
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    consent = forms.BooleanField(
        label=_("The school may keep what I wrote here and my learning results, to teach me."),
        error_messages={"required": _("Without your agreement we may not keep your answers.")},
    )

    def __init__(self, *args, person, language: str, **kwargs) -> None:
        """`person` is who is logged in, if anybody is: her number is proven and stays."""
        super().__init__(*args, **kwargs)
        self.initial["language"] = language
        if person.is_authenticated:
            self.initial |= {"name": person.name, "phone": person.phone}
            self.fields["phone"].disabled = True

    def newcomer(self) -> Newcomer:
        said = {name: self.cleaned_data[name] for name in Newcomer.__dataclass_fields__}
        return Newcomer(**said)


class ProfileForm(AsksKindly, forms.ModelForm):
    """What a person may change about her own account."""

    time_zone = forms.ChoiceField(
        label=_("The clock where I am"),
        required=False,
        choices=ZONES,
        help_text=_("Elsewhere than in China? Then trainings show your hour too."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        labels = {"name": _("Your name"), "language": _("Language")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect,
        }
