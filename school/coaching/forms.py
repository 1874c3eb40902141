"""What coaches write down."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from school.coaching.models import Contact, Note, Plan
from school.lib import dates
from school.lib.forms import AsksKindly
from school.standing.models.mentorship import Mentorship

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RecordForm(forms.Form):
    """What came of turning to a leader."""

    OUTCOMES = [one for one in Contact.Outcome.choices if one[0] != Contact.Outcome.GROUP]

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    items = forms.TypedMultipleChoiceField(
        label=_("Done with it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    decision = forms.ChoiceField(
        label=_("How does her plan go on?"),
        required=False,
        choices=[("", "–"), *Contact.Decision.choices],
    )
    words = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_on = forms.DateField(
        label=_("Again on"),
        required=False,
        widget=DAY,
        help_text=_("Not reached and no day: tomorrow."),
    )

    def __init__(self, *args, items, **kwargs) -> None:
        """`items` are the coach's things that are due."""
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(item.pk, item.name) for item in items]
        self.initial.setdefault("items", [item.pk for item in items])
        if not items:
            del self.fields["items"]
        if not any(item.decides for item in items):
            del self.fields["decision"]
        tomorrow = dates.today() + timedelta(days=1)
        self.fields["next_on"].widget.attrs["min"] = f"{tomorrow:%Y-%m-%d}"


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Note.Visibility.choices,
        initial=Note.Visibility.STAFF,
        widget=forms.RadioSelect,
    )


class MetricForm(forms.Form):
    metric = forms.ChoiceField(
        label=_("Her number"), required=False, choices=[("", "–"), *Plan.Metric.choices]
    )


class HandOverForm(forms.Form):
    taker = forms.ModelChoiceField(label=_("To"), queryset=None)
    words = forms.CharField(
        label=_("What the new coach should know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, takers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = takers


class GroupForm(forms.Form):
    """A small group that was held: who came, and what it was about."""

    words = forms.CharField(
        label=_("What was it about?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MeetingForm(AsksKindly, forms.Form):
    """A meeting of mentor and newcomer."""

    on = forms.DateField(label=_("When did you meet?"), widget=DAY, initial=dates.today)
    words = forms.CharField(
        label=_("What was it about?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FinishForm(forms.Form):
    outcome = forms.ChoiceField(choices=Mentorship.Outcome.choices)
