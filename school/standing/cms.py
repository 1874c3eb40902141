"""The rules in the CMS: drafts are edited, approved ones are read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from school.lib.refusal import Refusal
from school.people.menu import SCHOOL_MENU_HOOK
from school.standing import rules_screens as screens
from school.standing.models import RuleSet
from school.standing.rule_set import approve, draft_from


class DraftsOnly:
    """Approved rules stay as they are: decisions refer to them."""

    def dispatch(self, request, *args, **kwargs):
        rule_set = get_object_or_404(RuleSet, pk=kwargs["pk"])
        if rule_set.is_draft:
            return super().dispatch(request, *args, **kwargs)
        messages.info(request, _("Approved rules don't change. Make a new draft from them."))
        return redirect(screens.READ, rule_set.pk)


class EditDraftView(DraftsOnly, generic.EditView):
    """The day, the rates and the share of a review; the requirements have screens of their own."""

    def get_success_url(self):
        return reverse(screens.READ, args=[self.object.pk])


class DeleteDraftView(DraftsOnly, generic.DeleteView):
    pass


class RuleSetViewSet(ModelViewSet):
    model = RuleSet
    icon = "list-ol"
    menu_order = 660
    menu_hook = SCHOOL_MENU_HOOK
    list_display = ["__str__", "valid_from", "state", "note"]
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_view_class = EditDraftView
    delete_view_class = DeleteDraftView
    panels = [
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("note")]),
        FieldPanel("review_percent"),
        InlinePanel(
            "rates",
            heading=gettext_lazy("Rates"),
            panels=[FieldRowPanel([FieldPanel("tier"), FieldPanel("rate")])],
        ),
    ]

    def get_urlpatterns(self):
        standard = [one for one in super().get_urlpatterns() if one.name != "inspect"]
        return [*standard, *URLS]


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
    return redirect(screens.READ, pk)


def draft_view(request, pk: int):
    rule_set = _for_operations(request, pk)
    if request.method != "POST":
        return _confirm(
            request, rule_set, _("Make a new draft"), _("These rules stay as they are.")
        )
    return redirect(screens.READ, draft_from(rule_set=rule_set).pk)


def _for_operations(request, pk: int) -> RuleSet:
    if not screens.may_write(request.user):
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
            "back": reverse(screens.READ, args=[rule_set.pk]),
        },
    )


URLS = [
    path("inspect/<int:pk>/", screens.ReadView.as_view(), name="inspect"),
    path("approve/<int:pk>/", approve_view, name="approve"),
    path("draft/<int:pk>/", draft_view, name="draft"),
    path("<int:pk>/try-out/", screens.try_out, name="try_out"),
    path("<int:pk>/try-out/file/", screens.download, name="dry_run_file"),
    path("<int:pk>/step/<slug:tier>/", screens.EditStepView.as_view(), name="step"),
    path("<int:pk>/step/<slug:tier>/ask/", screens.ChooseKindView.as_view(), name="ask"),
    path(
        "<int:pk>/step/<slug:tier>/ask/<slug:kind>/",
        screens.AddRequirementView.as_view(),
        name="ask_kind",
    ),
    path(
        "<int:pk>/requirement/<int:requirement>/",
        screens.EditRequirementView.as_view(),
        name="requirement",
    ),
    path("<int:pk>/requirement/<int:requirement_id>/order/", screens.change_order, name="order"),
]
VIEWSETS = [RuleSetViewSet("rules")]
