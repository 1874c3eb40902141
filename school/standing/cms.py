"""The rules in the CMS: drafts are edited, approved ones are read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from school.lib.refusal import Refusal
from school.people import roles
from school.people.menu import SCHOOL_MENU_HOOK
from school.standing.kinds.base import plain
from school.standing.models import RuleSet, Tier
from school.standing.rule_set import approve, draft_from
from school.standing.rules import Rules

BREAK = mark_safe("<br>")


class DraftsOnly:
    """Approved rules stay as they are: decisions refer to them."""

    def dispatch(self, request, *args, **kwargs):
        rule_set = get_object_or_404(RuleSet, pk=kwargs["pk"])
        if rule_set.is_draft:
            return super().dispatch(request, *args, **kwargs)
        messages.info(request, _("Approved rules don't change. Make a new draft from them."))
        return redirect(self.inspect_url_name, rule_set.pk)


class EditDraftView(DraftsOnly, generic.EditView):
    pass


class DeleteDraftView(DraftsOnly, generic.DeleteView):
    inspect_url_name = "rules:inspect"


class ReadView(generic.InspectView):
    """Rules in plain language: rates, and what each step asks."""

    @cached_property
    def header_more_buttons(self):
        if not roles.has_any(self.request.user, {roles.OPERATIONS}):
            return []
        new = reverse("rules:draft", args=[self.object.pk])
        if not self.object.is_draft:
            return [Button(_("Make a new draft"), url=new, icon_name="copy", priority=10)]
        allow = reverse("rules:approve", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Approve"), url=allow, icon_name="check", priority=5),
        ]

    def get_fields_context(self):
        rules = Rules(self.object, self.object.valid_from)
        rates = [{"label": tier.title, "value": rate_in_words(rules, tier)} for tier in rules.tiers]
        steps = [
            {
                "label": f"{step.from_tier.title} → {step.to_tier.title}",
                "value": format_html_join(BREAK, "{}", ([kind.title()] for kind in step.kinds)),
            }
            for step in rules.steps()
        ]
        return [field for field in super().get_fields_context() if field["value"]] + rates + steps


def rate_in_words(rules: Rules, tier: Tier) -> str:
    rate = rules.rates[tier.code]
    return _("no rate stated") if rate is None else f"{plain(rate * 100)}%"


class RuleSetViewSet(ModelViewSet):
    model = RuleSet
    icon = "list-ol"
    menu_order = 660
    menu_hook = SCHOOL_MENU_HOOK
    list_display = ["__str__", "valid_from", "state", "note"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["valid_from", "state", "note", "approved_by", "approved_at"]
    inspect_view_class = ReadView
    edit_view_class = EditDraftView
    delete_view_class = DeleteDraftView
    panels = [
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("note")]),
        InlinePanel(
            "rates",
            heading=gettext_lazy("Rates"),
            panels=[FieldRowPanel([FieldPanel("tier"), FieldPanel("rate")])],
        ),
        InlinePanel(
            "requirements",
            heading=gettext_lazy("What each step asks"),
            panels=[
                FieldRowPanel([FieldPanel("from_tier"), FieldPanel("to_tier")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("threshold"), FieldPanel("order")]),
                FieldPanel("params"),
            ],
        ),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("approve/<int:pk>/", approve_view, name="approve"),
            path("draft/<int:pk>/", draft_view, name="draft"),
        ]


def approve_view(request, pk: int):
    rule_set = _for_operations(request, pk)
    if request.method != "POST":
        return _confirm(request, rule_set, _("Approve these rules"), _("They never change again."))
    try:
        approve(rule_set=rule_set, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The rules are approved."))
    return redirect("rules:inspect", pk)


def draft_view(request, pk: int):
    rule_set = _for_operations(request, pk)
    if request.method != "POST":
        return _confirm(
            request, rule_set, _("Make a new draft"), _("These rules stay as they are.")
        )
    return redirect("rules:edit", draft_from(rule_set=rule_set).pk)


def _for_operations(request, pk: int) -> RuleSet:
    if not roles.has_any(request.user, {roles.OPERATIONS}):
        raise PermissionDenied
    return get_object_or_404(RuleSet, pk=pk)


def _confirm(request, rule_set: RuleSet, action: str, explanation: str) -> TemplateResponse:
    return TemplateResponse(
        request,
        "standing/cms/confirm.html",
        {
            "rule_set": rule_set,
            "action": action,
            "explanation": explanation,
            "back": reverse("rules:inspect", args=[rule_set.pk]),
        },
    )


VIEWSETS = [RuleSetViewSet("rules")]
