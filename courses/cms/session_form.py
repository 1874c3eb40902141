"""The form of one session: its host is a leader, found by her number or phone."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people.models import Leader


class SessionForm(WagtailAdminModelForm):
    """A list of a million leaders is no choice, so the host is written down."""

    hosted_by = forms.CharField(
        label=_("Host"),
        required=False,
        help_text=_("Number or phone of the leader who hosts it. It counts for her next tier."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if host := self.instance.host:
            self.initial["hosted_by"] = host.code or host.user.phone

    def clean_hosted_by(self) -> Leader | None:
        written = self.cleaned_data["hosted_by"].strip()
        found = _find(written) if written else None
        if written and found is None:
            raise forms.ValidationError(_("We know no leader with this number or phone."))
        return found

    def save(self, commit: bool = True):
        self.instance.host = self.cleaned_data["hosted_by"]
        return super().save(commit)


def _find(written: str) -> Leader | None:
    """Her number outranks a phone."""
    leaders = Leader.objects.select_related("user")
    if leader := leaders.filter(code=written).first():
        return leader
    try:
        return leaders.filter(user__phone=read_phone(written)).first()
    except Refusal:
        return None
