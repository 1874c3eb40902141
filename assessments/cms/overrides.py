"""Exceptions at quizzes: written down once with a reason, never changed."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from assessments.forms.override import OverrideForm
from assessments.models import QuizOverride, QuizPage
from courses.translation import current_language
from school.people.menu import SCHOOL_MENU_HOOK


class AppendOnly(ModelPermissionPolicy):
    """Rows are added and looked at; a mistake is put right by a newer row."""

    def user_has_permission(self, user, action: str) -> bool:
        return action in ("add", "view") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(QuizOverride, AppendOnly(QuizOverride))


class OverrideListView(generic.IndexView):
    def get_base_queryset(self):
        found = QuizOverride.objects.visible_to(self.request.user)
        return found.select_related("leader__user", "intake", "by").order_by("-id")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        name_quizzes(context["object_list"])
        return context


def name_quizzes(overrides) -> None:
    """Give each row the title of its quiz, in one query."""
    pages = QuizPage.objects.filter(translation_key__in={one.quiz_key for one in overrides})
    titles: dict = {}
    for page in pages.select_related("locale"):
        if page.language == current_language() or page.translation_key not in titles:
            titles[page.translation_key] = page.title
    for one in overrides:
        one.quiz_title = titles.get(one.quiz_key, "–")


class OverrideAddView(generic.CreateView):
    success_message = _("The exception for “%(object)s” holds from now on.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def save_instance(self):
        self.form.instance.by = self.request.user
        return super().save_instance()


class OverrideViewSet(ModelViewSet):
    model = QuizOverride
    icon = "calendar-alt"
    menu_label = _("Exceptions at quizzes")
    menu_order = 336
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = OverrideListView
    add_view_class = OverrideAddView
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        Column("__str__", label=_("For")),
        Column("quiz_title", label=_("Quiz")),
        "closes_at",
        "time_limit",
        "attempts_allowed",
        Column("reason", label=_("Reason")),
        Column("by", label=_("Written down by")),
        "at",
    ]

    def get_form_class(self, for_update: bool = False):
        return OverrideForm

    def get_edit_handler(self):
        return None
