"""The page of one question: how it looks, in both languages, what changed, where it is asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.models import Locale
from wagtail.snippets.views.snippets import InspectView

from assessments import question as rules
from assessments import usage, version
from assessments.models import Question
from school.lib import dates
from school.lib.refusal import Refusal

# Other parts of the school add a panel: `fn(request, question) -> safe HTML or ""`.
PANEL_HOOK = "register_question_panel"
CHANGE = "assessments.change_question"
ADD = "assessments.add_question"


class QuestionPage(InspectView):
    template_name = "assessments/cms/question.html"
    page_title = gettext_lazy("Question")

    def get_object(self, queryset=None) -> Question:
        found = Question.objects.select_related("category", "locale", "author", "picture")
        return get_object_or_404(found.prefetch_related("answers", "gaps", "tags"), pk=self.pk)

    def get_context_data(self, **kwargs) -> dict:
        question = self.object
        panels = [panel(self.request, question) for panel in hooks.get_hooks(PANEL_HOOK)]
        return super().get_context_data(**kwargs) | {
            "question": question,
            "languages": _languages(question),
            "versions": version.versions_of(question),
            "usages": usage.quizzes_of(question),
            "panels": [panel for panel in panels if panel],
            "problem": question.problem(),
            "is_stale": _is_stale(question),
            "may_change": self.request.user.has_perm(CHANGE),
        }


def _is_stale(question: Question) -> bool:
    until = question.facts_checked_until
    return until is not None and until < dates.today()


def _languages(question: Question) -> list[tuple[Locale, Question | None]]:
    """Each language with the question in it, its own first."""
    versions = Question.objects.filter(translation_key=question.translation_key)
    found = {
        one.locale_id: one
        for one in versions.select_related("picture").prefetch_related("answers", "gaps")
    }
    locales = sorted(Locale.objects.all(), key=lambda one: one.pk != question.locale_id)
    return [(locale, found.get(locale.pk)) for locale in locales]


@require_POST
def make_translation(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Make the question in the other language and open it to be written."""
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    question = get_object_or_404(Question, pk=pk)
    locale = get_object_or_404(Locale, language_code=language)
    try:
        made = rules.translate(question=question, locale=locale, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("wagtailsnippets_assessments_question:inspect", pk)
    copied = _("Here is the copy. Write it in the other language, then set it to ready.")
    messages.success(request, copied)
    return redirect(reverse("wagtailsnippets_assessments_question:edit", args=[made.pk]))
