"""The question bank in the CMS."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from assessments.cms.bank_filters import QuestionFilterSet
from assessments.cms.question_page import QuestionPage, make_translation
from assessments.models import Category, Question
from school.people.menu import SCHOOL_MENU_HOOK


class QuestionListView(IndexView):
    @cached_property
    def header_more_buttons(self):
        """What is listed from one category can be exported from here."""
        chosen = self.request.GET.get("category", "")
        address = reverse("question_imports:export") + (
            f"?{urlencode({'category': chosen})}" if chosen else ""
        )
        export = Button(_("Export as file"), url=address, icon_name="download", priority=90)
        return [*super().header_more_buttons, export]

    def get_base_queryset(self):
        found = super().get_base_queryset()
        return found.select_related("category", "locale").prefetch_related("tags")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        names = Category.objects.names()
        for question in context["object_list"]:
            question.category.know_names(names)
        return context


class QuestionViewSet(SnippetViewSet):
    """Questions in every language, each shown as on a phone while it is written."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 310
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = QuestionListView
    inspect_view_class = QuestionPage
    inspect_view_enabled = True
    filterset_class = QuestionFilterSet
    list_display = [
        TitleColumn(
            "__str__",
            label=_("Question"),
            sort_key="text",
            url_name="wagtailsnippets_assessments_question:inspect",
        ),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("category.full_name", label=_("Category"), accessor="category.full_name"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column(
            "facts_checked_until", label=_("Facts checked until"), sort_key="facts_checked_until"
        ),
        Column("updated_at", label=_("Changed"), sort_key="updated_at"),
    ]
    list_per_page = 50

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("translate/<int:pk>/<str:language>/", make_translation, name="make_translation"),
        ]


class CategoryListView(generic.IndexView):
    def get_base_queryset(self):
        found = super().get_base_queryset().select_related("parent").order_by("path")
        return found.annotate(question_count=Count("questions__translation_key", distinct=True))


class CategoryViewSet(ModelViewSet):
    """The drawers of the bank, each under the one that it lies in; moved by saying inside which
    one it lies."""

    model = Category
    icon = "folder"
    menu_label = _("Question categories")
    menu_order = 320
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = CategoryListView
    list_display = ["drawn_in", Column("question_count", label=_("Questions"))]
    ordering = ["path"]
    search_fields = ["name"]
    copy_view_enabled = False
    panels = [FieldPanel("name"), FieldPanel("parent")]
