from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from assessments.access import may_bring_questions
from assessments.cms.bank import QuestionViewSet
from assessments.models import QuizPage
from school.people import roles
from school.people.menu import SCHOOL_MENU_HOOK

register_snippet(QuestionViewSet)


@hooks.register("register_admin_viewset")
def register_assessment_viewsets():
    from assessments.cms.bank import CategoryViewSet
    from assessments.cms.certificates import CertificateViewSet
    from assessments.cms.late import LateAnswersViewSet
    from assessments.cms.overrides import OverrideViewSet

    return [
        CategoryViewSet("question_categories"),
        LateAnswersViewSet("late_answers"),
        OverrideViewSet("quiz_overrides"),
        CertificateViewSet("certificates"),
    ]


class StaffMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return roles.has_any(request.user, roles.STAFF)


@hooks.register(SCHOOL_MENU_HOOK)
def marking_item():
    address = reverse_lazy("marking:queue")
    return StaffMenuItem(_("Marking"), address, name="marking", icon_name="tasks", order=322)


@hooks.register("register_admin_urls")
def register_marking_urls():
    from assessments.cms import marking_urls

    return [path("marking/", include(marking_urls))]


@hooks.register(SCHOOL_MENU_HOOK)
def quiz_reports_item():
    address = reverse_lazy("results:quizzes")
    return StaffMenuItem(
        _("Quiz reports"), address, name="quiz_reports", icon_name="table", order=325
    )


@hooks.register(SCHOOL_MENU_HOOK)
def gradebook_item():
    address = reverse_lazy("results:gradebook")
    return StaffMenuItem(_("Gradebook"), address, name="gradebook", icon_name="list-ol", order=326)


@hooks.register("register_admin_urls")
def register_result_urls():
    from assessments.cms import urls

    return [path("results/", include(urls))]


class BringersMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_bring_questions(request.user)


@hooks.register(SCHOOL_MENU_HOOK)
def import_questions_item():
    address = reverse_lazy("question_imports:start")
    return BringersMenuItem(
        _("Import questions"), address, name="import_questions", icon_name="upload", order=315
    )


@hooks.register("register_admin_urls")
def register_import_urls():
    from assessments.cms import import_urls

    return [path("questions/", include(import_urls))]


@hooks.register("register_page_header_buttons")
def quiz_report_button(page, user, view_name, next_url=None):
    """From a quiz's page to its report."""
    if isinstance(page, QuizPage) and page.pk and roles.has_any(user, roles.STAFF):
        address = reverse("results:report", args=[page.translation_key])
        yield Button(_("Report"), address, icon_name="table", priority=25)


@hooks.register("register_question_panel")
def question_figures(request, question):
    from assessments.cms.question_figures import panel

    return panel(request, question)
