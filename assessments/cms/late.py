"""Answers that were given in time and came after the end: seen here, and accepted with a reason."""

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from assessments import kinds, late
from assessments.kinds.base import said
from assessments.models import Attempt
from courses.translation import current_language
from school.people.menu import SCHOOL_MENU_HOOK
from school.people.models import Leader

REASON = _("She had no network when she answered.")


class AcceptForm(forms.ModelForm):
    """Why the late answers count. What is usual is written down already: one click is enough."""

    reason = forms.CharField(
        label=_("They count, because"),
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=REASON,
    )

    class Meta:
        model = Attempt
        fields = []


def seen_by(user):
    """Attempts with late answers of the leaders whom this person may see."""
    return Attempt.objects.filter(leader__in=Leader.objects.visible_to(user)).with_late_answers()


class LateListView(generic.IndexView):
    default_ordering = ["-deadline"]
    page_title = _("Late answers")

    def get_base_queryset(self):
        waits = Q(questions__events__late=True, questions__events__acceptance=None)
        found = seen_by(self.request.user).select_related("leader__user")
        return found.annotate(late=Count("questions__events", filter=waits, distinct=True))


class AcceptView(generic.EditView):
    template_name = "assessments/cms/late.html"
    submit_button_label = _("Accept and grade again")
    success_message = _("They count. The result has been worked out again.")

    def get_queryset(self):
        return seen_by(self.request.user).select_related("leader__user")

    def get_page_subtitle(self) -> str:
        title = self.object.title
        named = title.get(current_language()) or next(iter(title.values()), "")
        return f"{self.object.leader.name} · {named}"

    def get_context_data(self, **kwargs) -> dict:
        answers = [_row(event) for event in late.waiting(self.object)]
        return super().get_context_data(late_answers=answers, **kwargs)

    def save_instance(self):
        reason = self.form.cleaned_data["reason"]
        return late.accept(attempt=self.object, by=self.request.user, reason=reason)


def _row(event) -> dict:
    question, language = event.attempt_question, current_language()
    kind = kinds.find(question.kind)
    return {
        "slot": question.slot,
        "text": said(question.frozen["texts"], language),
        "answer": kind.response(question.frozen, event.value, language),
        "given_at": event.given_at,
        "received_at": event.received_at,
    }


class LateAnswersViewSet(ModelViewSet):
    model = Attempt
    icon = "time"
    menu_label = _("Late answers")
    menu_order = 335
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = LateListView
    edit_view_class = AcceptView
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "leader",
        Column("number", label=_("Try")),
        Column("late", label=_("Late answers")),
        "deadline",
        "submitted_at",
        "percent",
    ]

    def get_form_class(self, for_update: bool = False):
        return AcceptForm

    def get_edit_handler(self):
        return None
