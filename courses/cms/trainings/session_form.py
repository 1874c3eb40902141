"""The forms of one session: its details, another time, and why it is called off."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.cms.trainings.series_form import DayInput, HourInput, trainers
from courses.models import Session
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people.models import Leader


class SessionForm(forms.ModelForm):
    """A list of a million leaders is no choice, so the host is written down."""

    hosted_by = forms.CharField(
        label=_("Host"),
        required=False,
        help_text=_("Number or phone of the leader who hosts it. It counts for her next tier."),
    )

    class Meta:
        model = Session
        fields = [
            "title", "title_en", "trainer", "place", "meeting_link", "capacity", "replay_url",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = trainers()
        if host := self.instance.host:
            self.initial["hosted_by"] = host.code or host.user.phone

    def clean_hosted_by(self) -> Leader | None:
        written = self.cleaned_data["hosted_by"].strip()
        found = _find(written) if written else None
        if written and found is None:
            raise forms.ValidationError(_("We know no leader with this number or phone."))
        return found

    @property
    def values(self) -> dict:
        """What the session's fields become."""
        given = dict(self.cleaned_data)
        return given | {"host": given.pop("hosted_by")}


class MoveForm(forms.Form):
    day = forms.DateField(label=_("day"), widget=DayInput())
    starts = forms.TimeField(label=_("starts"), widget=HourInput())
    minutes = forms.IntegerField(label=_("minutes"), min_value=1, max_value=720)

    @classmethod
    def of(cls, session: Session) -> "MoveForm":
        local = session.starts_at.astimezone(SHANGHAI)
        given = {"day": dates.day_of(local), "starts": local.time(), "minutes": session.minutes}
        return cls(initial=given)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The new time, as moments."""
        given = self.cleaned_data
        starts = datetime.combine(given["day"], given["starts"], tzinfo=SHANGHAI)
        return starts, starts + timedelta(minutes=given["minutes"])


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("why it is cancelled"), max_length=200)


def _find(written: str) -> Leader | None:
    """Her number outranks a phone."""
    leaders = Leader.objects.select_related("user")
    if leader := leaders.filter(code=written).first():
        return leader
    try:
        return leaders.filter(user__phone=read_phone(written)).first()
    except Refusal:
        return None
