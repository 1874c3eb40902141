"""Questions of leaders: the queue by the promised day, and the answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.lib.private import serve
from school.lib.refusal import Refusal
from school.reports.access import may_read
from school.reports.questions import accepting, answer, in_words, may_answer, seen_by, then_and_now
from school.reports.views.base import ReportView
from school.standing.models import Question

PER_PAGE = 30
TITLE = gettext_lazy("Leaders ask")


class QuestionsView(ReportView):
    """What waits for an answer, the one that is due first in front."""

    page_title = TITLE
    header_icon = "help"
    template_name = "reports/questions.html"
    answered = False

    def get_queryset(self):
        return seen_by(self.request.user).open()

    def get_context_data(self, **kwargs):
        page = Paginator(self.get_queryset(), PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = in_words(page.object_list)
        return super().get_context_data(page=page, answered=self.answered, **kwargs)


class AnsweredView(QuestionsView):
    """What was answered, the latest first."""

    answered = True

    def get_queryset(self):
        return seen_by(self.request.user).closed()


class QuestionView(ReportView):
    """One question: what she saw, what the figure is today, what she says, and the answer."""

    above = (("reports:questions", TITLE),)
    template_name = "reports/question.html"
    problem = ""

    def found(self) -> Question:
        return get_object_or_404(seen_by(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        question = self.found()
        (asked,) = in_words([question])
        self.page_title = asked.title
        then, today = then_and_now(question)
        return super().get_context_data(
            question=question,
            asked=asked,
            then=then,
            today=today,
            accepting=accepting(question),
            may_answer=may_answer(self.request.user, question),
            problem=self.problem,
            typed=self.request.POST.get("words", ""),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        question = self.found()
        try:
            answer(
                question=question,
                by=request.user,
                words=request.POST.get("words", ""),
                accept=request.POST.get("decision") == "accept",
            )
        except Refusal as refusal:
            self.problem = str(refusal)
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("%(name)s has been told.") % {"name": question.leader.name})
        return redirect("reports:questions")


def question_photo(request, pk: int):
    """The photo of a question, for whoever may see its leader."""
    question = get_object_or_404(seen_by(request.user), pk=pk)
    if not may_read(request.user) or not question.photo:
        raise Http404
    return serve(question.photo, content_type="image/jpeg", name="photo.jpg")
