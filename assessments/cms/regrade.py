"""Judging results anew after a question was put right: first what would change, then the doing."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from assessments import regrade as rules
from assessments.models import Correction, Question
from school.lib.refusal import Refusal
from school.people.screen import Screen


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands beside every result that changes."),
        widget=AdminAutoHeightTextInput,
        max_length=1000,
    )


class RegradeView(Screen):
    """A preview of everybody whose result changes, and the button that does it."""

    page_title = gettext_lazy("Judge results anew")
    header_icon = "rotate"
    above = (("results:quizzes", gettext_lazy("Quiz reports")),)
    template_name = "assessments/cms/regrade.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(rules.PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, question: UUID):
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        reason = form.cleaned_data["reason"]
        try:
            done = rules.apply(question_key=question, by=request.user, reason=reason)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            _say(request, len(done.changes))
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs):
        key = self.kwargs["question"]
        kwargs.setdefault("form", ReasonForm())
        kwargs |= {"plan": None, "refusal": "", "earlier": _earlier(key)}
        kwargs["question"] = Question.objects.filter(translation_key=key).first()
        try:
            kwargs["plan"] = rules.plan(question_key=key)
        except Refusal as refusal:
            kwargs["refusal"] = str(refusal)
        else:
            kwargs["resting"] = _by_leader(kwargs["plan"])
        return super().get_context_data(**kwargs)


def _earlier(key: UUID):
    return list(Correction.objects.filter(question_key=key).select_related("by"))


def _by_leader(plan: rules.Plan) -> list[tuple[rules.Change, list[rules.Touched]]]:
    """Each change with what rests on it: beside the first of her attempts."""
    resting: dict[int, list[rules.Touched]] = {}
    for touched in plan.touched:
        resting.setdefault(touched.leader_id, []).append(touched)
    return [(change, resting.pop(change.attempt.leader_id, [])) for change in plan.changes]


def _say(request, changed: int) -> None:
    said = ngettext("%(number)s result has changed.", "%(number)s results have changed.", changed)
    messages.success(request, said % {"number": changed} if changed else _("No result changes."))
