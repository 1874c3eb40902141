"""The versions of the rules: their list, a draft's day and rates, and what ends a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people.screen import Screen
from school.standing.models import RuleSet
from school.standing.rule_set import approve, draft_from
from school.standing.rules_forms import DetailsForm
from school.standing.rules_screens import (
    INDEX,
    READ,
    DraftScreen,
    FormMixin,
    RuleScreen,
    consequences,
    may_write,
)

TITLE = _("Rules of the ladder")


class VersionsView(Screen):
    """All versions, the latest first. Who may read rules may see it."""

    header_icon = "list-ol"
    page_title = TITLE
    template_name = "standing/cms/rules_versions.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("standing.view_ruleset"):
            raise PermissionDenied

    def get_context_data(self, **kwargs):
        versions = list(RuleSet.objects.select_related("approved_by"))
        approved = [one for one in versions if not one.is_draft]
        kwargs |= {"versions": versions, "newest": next(iter(approved or versions), None)}
        return super().get_context_data(may_write=may_write(self.request.user), **kwargs)


class DetailsView(FormMixin, DraftScreen):
    """The day, the rates and the share of a review; the requirements have screens of their own."""

    template_name = "standing/cms/rules_form.html"
    page_title = _("Day and rates")

    def get_page_title(self):
        return self.page_title

    def get_form(self, data=None) -> DetailsForm:
        return DetailsForm(data, instance=self.rule_set)

    def written(self, form: DetailsForm) -> bool:
        form.save()
        return True


class FirstDraftView(FormMixin, Screen):
    """A draft of nothing; where there are rules, one begins from them instead."""

    header_icon = "list-ol"
    template_name = "standing/cms/rules_form.html"
    page_title = _("Make a new draft")
    above = ((INDEX, TITLE),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not may_write(request.user):
            raise PermissionDenied
        self.rule_set = RuleSet()

    @property
    def back(self) -> str:
        return reverse(READ, args=[self.rule_set.pk]) if self.rule_set.pk else reverse(INDEX)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back, **kwargs)

    get_form, written = DetailsView.get_form, DetailsView.written


class ConfirmScreen(RuleScreen):
    """One press that can't be taken back, said once more; a refusal comes back as a message."""

    template_name = "standing/cms/confirm.html"
    explanation = ""

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not may_write(request.user):
            raise PermissionDenied

    def get_page_title(self):
        return self.page_title

    @cached_property
    def back(self) -> str:
        return reverse(READ, args=[self.rule_set.pk])

    def get_context_data(self, **kwargs):
        kwargs |= {"back": self.back, "explanation": self.explanation}
        return super().get_context_data(**kwargs)

    def post(self, request, *_args, **_kwargs):
        try:
            return redirect(READ, self.act().pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.back)


class ApproveView(ConfirmScreen):
    template_name = "standing/cms/rules_approve.html"
    page_title = _("Approve these rules")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**consequences(self.rule_set), **kwargs)

    def act(self) -> RuleSet:
        approve(rule_set=self.rule_set, by=self.request.user)
        messages.success(self.request, _("The rules are approved."))
        return self.rule_set


class DraftView(ConfirmScreen):
    page_title = _("Make a new draft")
    explanation = _("These rules stay as they are.")

    def act(self) -> RuleSet:
        return draft_from(rule_set=self.rule_set)
