"""Looking at what leaders handed in: the queue, the oldest first, and one task with its photos."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from assessments import submission as rules
from assessments.models import Submission
from school.lib.refusal import Refusal
from school.people.menu import SCHOOL_MENU_HOOK

ACCEPT, RETURN = "accept", "return"


class MarkForm(forms.ModelForm):
    """A trainer's decision; the rule itself writes it down."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(ACCEPT, _("Accept")), (RETURN, _("Send back for another try"))],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Submission
        fields = ["comment"]
        widgets = {"comment": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"comment": _("She reads it with the result. Needed when sending back.")}

    field_order = ["decision", "comment"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == RETURN and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say in a sentence what is missing."))
        if Submission.objects.exclude(state=Submission.State.SENT).filter(pk=self.instance.pk):
            raise forms.ValidationError(_("Somebody has looked at this already."))
        return cleaned


class QueueView(generic.IndexView):
    default_ordering = ["sent_at"]

    def get_base_queryset(self):
        seen = Submission.objects.visible_to(self.request.user)
        return seen.select_related("leader__user", "leader__intake", "marker")


class MarkView(generic.EditView):
    template_name = "assessments/cms/mark.html"
    success_message = _("Thank you. The leader has been told.")

    def get_queryset(self):
        seen = Submission.objects.visible_to(self.request.user)
        return seen.select_related("leader__user").prefetch_related("files")

    def save_instance(self):
        decide = rules.accept if self.form.cleaned_data["decision"] == ACCEPT else rules.send_back
        comment = self.form.cleaned_data["comment"]
        return decide(submission=self.object, by=self.request.user, comment=comment)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)


class SubmissionViewSet(ModelViewSet):
    model = Submission
    icon = "tasks"
    menu_label = _("Handed-in tasks")
    menu_order = 330
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = QueueView
    edit_view_class = MarkView
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("leader.intake", label=_("Intake"), accessor="leader.intake"),
        "number",
        "state",
        "sent_at",
        "marker",
    ]
    list_filter = ["state"]
    ordering = ["sent_at"]

    def get_form_class(self, for_update: bool = False):
        return MarkForm

    def get_edit_handler(self):
        return None
