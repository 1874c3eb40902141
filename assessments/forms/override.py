from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from assessments.models import QuizOverride, QuizPage
from courses.translation import current_language, one_per_key
from school.people.models import Intake, Leader


class OverrideForm(forms.ModelForm):
    """An exception at a quiz: for one of the leaders whom this person may see, or their class."""

    quiz = forms.ChoiceField(label=_("Quiz"))

    class Meta:
        model = QuizOverride
        fields = ["leader", "intake", *QuizOverride.FIELDS, "reason"]
        widgets = {
            "opens_at": AdminDateTimeInput,
            "due_at": AdminDateTimeInput,
            "closes_at": AdminDateTimeInput,
            "reason": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"reason": _("It is kept with your name.")}

    field_order = ["quiz", "leader", "intake", *QuizOverride.FIELDS, "reason"]

    def __init__(self, *args, for_user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        leaders = Leader.objects.visible_to(for_user).select_related("user").order_by("user__name")
        self.fields["leader"].queryset = leaders
        self.fields["intake"].queryset = Intake.objects.filter(pk__in=leaders.values("intake"))
        self.fields["quiz"].choices = _quizzes()

    def clean(self) -> dict:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in QuizOverride.FIELDS):
            raise forms.ValidationError(_("Say what is different for her."))
        return cleaned

    def save(self, commit: bool = True) -> QuizOverride:
        self.instance.quiz_key = self.cleaned_data["quiz"]
        return super().save(commit)


def _quizzes() -> list[tuple[str, str]]:
    pages = QuizPage.objects.live().select_related("locale").order_by("path")
    chosen = one_per_key(pages, current_language())
    return [("", "–"), *((str(page.translation_key), page.title) for page in chosen)]
