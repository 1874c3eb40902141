"""The forms around session kits."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Guest, Kit, KitFile, Topic
from courses.trainings.kit import quizzes
from courses.trainings.topic import suggestions

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class KitForm(forms.ModelForm):
    replay = forms.URLField(
        label=_("Replay"),
        required=False,
        assume_scheme="https",
        help_text=_("The address of the recording, once it is over."),
    )

    # Once it is over, the replay is what is missing.
    field_order = ["replay"]

    class Meta:
        model = Kit
        fields = [
            "agenda",
            "agenda_en",
            "warm_up",
            "warm_up_en",
            "answers",
            "answers_en",
            "quiz_key",
        ]
        widgets = {
            "agenda": _lines(6),
            "agenda_en": _lines(4),
            "answers": _lines(3),
            "answers_en": _lines(3),
        }
        help_texts = {
            "agenda": _("A line each, minutes first: 10 Welcome"),
            "answers": _("Two to six, a line each."),
        }

    def __init__(self, *args, session=None, **kwargs) -> None:
        """A day's form shows in grey what comes from the series."""
        super().__init__(*args, **kwargs)
        usual = Kit.objects.filter(series=session.series_id).first() if session else None
        for name, field in self.fields.items():
            field.widget.attrs["placeholder"] = getattr(usual, name, "")
        self.fields["quiz_key"] = forms.TypedChoiceField(
            label=_("Exit quiz"),
            required=False,
            empty_value=None,
            choices=_quiz_choices(),
            help_text=_("Passing it makes a missed training up, with the replay."),
        )
        if session is None or not session.has_started():
            del self.fields["replay"]
        else:
            self.initial["replay"] = session.replay_url


def _quiz_choices() -> list:
    groups = groupby(quizzes(), key=lambda pair: pair[0])
    listed = [
        (course, [(str(step.translation_key), step.title) for _course, step in pairs])
        for course, pairs in groups
    ]
    return [("", "–"), *listed]


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=KitFile.Kind.choices)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, PowerPoint, Word, Excel or text, up to 15 MB.")
    )


class NightForm(forms.Form):
    """What a topic night is about, and who comes."""

    topic = forms.ModelChoiceField(label=_("Topic of the evening"), queryset=None, required=False)
    title = forms.CharField(
        label=_("Title of the evening"),
        required=False,
        max_length=80,
        help_text=_("Empty: the topic's."),
    )
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=80)
    guest = forms.ModelChoiceField(label=_("Guest"), queryset=Guest.objects.all(), required=False)

    def __init__(self, *args, session, night=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ideas = [topic.pk for topic in suggestions(session=session)]
        if night and night.topic_id:
            ideas.append(night.topic_id)
        self.fields["topic"].queryset = Topic.objects.filter(pk__in=ideas)


class FollowUpForm(forms.Form):
    text = forms.CharField(
        label=_("What stays of the evening"),
        max_length=6000,
        widget=_lines(8),
        help_text=_("“## ” begins a heading, “- ” a list, **bold**. Shown under the training."),
    )
    text_en = forms.CharField(
        label=_("In English"), required=False, max_length=6000, widget=_lines(4)
    )


class GuestForm(forms.ModelForm):
    agrees = forms.BooleanField(
        label=_("She agrees that leaders see her name and photo"), required=False
    )
    picture = forms.FileField(
        label=_("Photo"), required=False, help_text=_("Kept only with her consent.")
    )

    class Meta:
        model = Guest
        fields = ["name", "words", "words_en"]
        widgets = {"words": _lines(2), "words_en": _lines(2)}


class TopicForm(forms.ModelForm):
    class Meta:
        model = Topic
        fields = ["area", "week", "title", "title_en", "words", "words_en", "active"]
        widgets = {"week": DAY, "words": _lines(3), "words_en": _lines(3)}
