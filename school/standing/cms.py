"""The rules in the CMS: drafts are edited, approved ones are read."""

from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet

from school.people.menu import SCHOOL_MENU_HOOK
from school.standing import rules_screens as screens
from school.standing import rules_versions as versions
from school.standing.models import RuleSet


class RuleSetViewSet(ModelViewSet):
    """Gives the rules their place in the menu and the log; the screens are the school's own."""

    model = RuleSet
    icon = "list-ol"
    menu_order = 660
    menu_hook = SCHOOL_MENU_HOOK
    form_fields = ["valid_from", "note", "review_percent"]
    copy_view_enabled = False

    def get_urlpatterns(self):
        return URLS


URLS = [
    path("", versions.VersionsView.as_view(), name="index"),
    path("new/", versions.FirstDraftView.as_view(), name="add"),
    path("edit/<int:pk>/", versions.DetailsView.as_view(), name="edit"),
    path("inspect/<int:pk>/", screens.ReadView.as_view(), name="inspect"),
    path("approve/<int:pk>/", versions.ApproveView.as_view(), name="approve"),
    path("draft/<int:pk>/", versions.DraftView.as_view(), name="draft"),
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
