from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.lib.forms import AsksKindly
from school.notices.channels.registry import CHANNELS
from school.notices.choices import CHANNELS as CHOSEN
from school.notices.choices import chosen, hours
from school.notices.models import Choice
from school.notices.topics import for_person


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ChoicesForm(AsksKindly, forms.Form):
    """How notices of each topic come to a person, and when her phone stays still."""

    quiet_from = forms.TimeField(label=_("Quiet from"), widget=ClockInput())
    quiet_until = forms.TimeField(label=pgettext_lazy("quiet hours", "Until"), widget=ClockInput())

    def __init__(self, data=None, *, user) -> None:
        quiet_from, quiet_until = hours(user)
        super().__init__(data, initial={"quiet_from": quiet_from, "quiet_until": quiet_until})
        self.topics, mine = for_person(user), chosen(user)
        for topic in self.topics:
            for channel in CHOSEN:
                self.fields[f"{topic.code}-{channel}"] = forms.ChoiceField(
                    label=CHANNELS[channel].label,
                    choices=Choice.How.choices,
                    initial=mine[topic.code, channel],
                )

    def by_topic(self) -> list[tuple]:
        """Each topic with its fields, for the page."""
        return [
            (topic, [self[f"{topic.code}-{channel}"] for channel in CHOSEN])
            for topic in self.topics
        ]

    @property
    def ways(self) -> dict[tuple[str, str], str]:
        return {
            (topic.code, channel): self.cleaned_data[f"{topic.code}-{channel}"]
            for topic in self.topics
            for channel in CHOSEN
        }
