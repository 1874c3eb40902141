"""Cases: open ones and closed ones, one case, and opening one."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from school.lib import dates
from school.standing import case as rules
from school.standing.access import may_report
from school.standing.models import Case
from school.standing.screens.base import (
    TITLE,
    Button,
    DecideScreen,
    DecisionScreen,
    leaders_seen,
)

CASES = ("decisions:cases", _("Cases"))


class CasesView(DecisionScreen):
    """The cases about leaders whom she sees: the open ones, or all with what came of them."""

    page_title = _("Cases")
    template_name = "standing/cms/cases.html"
    tab = "cases"

    def get_context_data(self, **kwargs):
        closed = self.request.GET.get("state") == "closed"
        seen = Case.objects.visible_to(self.request.user)
        counts = {"open": seen.open().count(), "closed": seen.exclude(closed_at=None).count()}
        seen = seen.exclude(closed_at=None).order_by("-closed_at") if closed else seen.open()
        kind = self.request.GET.get("kind", "")
        if kind in Case.Kind.values:
            seen = seen.filter(kind=kind)
        rows = seen.select_related("leader__user", "leader__region", "opened_by", "closed_by")
        return super().get_context_data(
            page=self.paged(rows),
            closed=closed,
            counts=counts,
            kinds=Case.Kind.choices,
            kind=kind,
            address=f"state={'closed' if closed else 'open'}&kind={kind}",
            **kwargs,
        )


class FindingsForm(forms.Form):
    findings = forms.CharField(
        label=_("What came of it"),
        max_length=2000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
    )


class CaseView(DecideScreen):
    """One case, and what came of it."""

    form_class = FindingsForm
    above = (("decisions:reviews", TITLE), CASES)
    tab = "cases"

    @cached_property
    def subject(self) -> Case:
        seen = Case.objects.visible_to(self.request.user)
        people = ("leader__user", "opened_by", "closed_by", "verified_by")
        return get_object_or_404(seen.select_related(*people), pk=self.kwargs["pk"])

    @property
    def hint(self):
        if self.subject.is_open and self.subject.is_about_red_line:
            return _(
                "A verified red line proposes that she leaves; people decide that under “Leaving”."
            )
        return ""

    def lines(self):
        case = self.subject
        yield _("Kind"), case.get_kind_display()
        yield _("What was reported"), case.text
        yield _("Happened on"), f"{case.happened_on:%Y-%m-%d}"
        yield _("Opened by"), case.opened_by
        yield _("Outcome"), case.get_outcome_display()
        yield _("What came of it"), case.findings
        yield _("Closed by"), case.closed_by
        yield _("Red line verified by"), case.verified_by

    def buttons(self):
        case = self.subject
        if not (case.is_open and self.may_decide):
            return []
        buttons = [
            Button("settled", _("Close: settled"), usual=True),
            Button("cleared", _("Close: nothing in it")),
        ]
        if case.is_about_red_line and case.opened_by_id != self.request.user.pk:
            buttons.append(Button("verified", _("The red line is verified")))
        return buttons

    def act(self, choice, said):
        about = {"case": self.subject, "by": self.request.user, "findings": said["findings"]}
        if choice == Case.Outcome.VERIFIED:
            rules.verify(**about)
            return _("The red line is verified. Under “Leaving” somebody decides what follows.")
        rules.close(outcome=choice, **about)
        return _("The case is closed.")

    def back(self) -> str:
        return reverse("decisions:cases")


class CaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Case.Kind.choices)
    happened_on = forms.DateField(
        label=_("Happened on"),
        initial=dates.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=_("What was reported"),
        help_text=_("Without names and numbers of customers."),
        max_length=2000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 5}),
    )


class OpenCaseView(DecideScreen):
    """Open a case about one leader."""

    page_title = _("Open a case")
    form_class = CaseForm
    above = (("decisions:reviews", TITLE), CASES)
    tab = "cases"

    @cached_property
    def subject(self):
        return get_object_or_404(leaders_seen(self.request.user), pk=self.kwargs["leader_id"])

    @property
    def leader(self):
        return self.subject

    def buttons(self):
        may = may_report(self.request.user, self.leader)
        return [Button("open", _("Open the case"), usual=True)] if may else []

    def act(self, choice, said):
        rules.open_case(leader=self.leader, by=self.request.user, **said)
        return _("The case is open.")
