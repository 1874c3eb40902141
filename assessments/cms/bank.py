"""The question bank in the CMS."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from assessments.models import Category, Question
from school.people.menu import SCHOOL_MENU_HOOK


class QuestionViewSet(SnippetViewSet):
    """Questions in every language, each shown as on a phone while it is written."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 310
    menu_hook = SCHOOL_MENU_HOOK
    list_display = ["__str__", "kind", "category", "state", "updated_at"]
    list_filter = ["kind", "category", "state"]
    list_per_page = 50

    def get_queryset(self, request):
        return Question.objects.select_related("category", "locale")


class CategoryListView(generic.IndexView):
    def get_base_queryset(self):
        found = super().get_base_queryset().select_related("parent")
        return found.annotate(question_count=Count("questions__translation_key", distinct=True))


class CategoryViewSet(ModelViewSet):
    """The drawers of the bank, each under the one that it lies in."""

    model = Category
    icon = "folder"
    menu_label = _("Question categories")
    menu_order = 320
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = CategoryListView
    list_display = ["__str__", "parent", Column("question_count", label=_("Questions"))]
    search_fields = ["name"]
    copy_view_enabled = False
    panels = [FieldPanel("name"), FieldPanel("parent")]
