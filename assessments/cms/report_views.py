"""The quiz report: which quizzes there are, one quiz, one of its questions, and files of it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Avg, Count, Max, Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import regrade
from assessments.cms import export
from assessments.cms.report import WHICH, Report, with_course
from assessments.cms.screen import ResultsScreen, check_staff
from assessments.cms.table import heading, query_without
from assessments.models import Attempt, Question, QuizPage
from assessments.statistics.answers import distribution
from assessments.statistics.flags import remark
from courses.translation import current_language, one_per_key
from school.people.models import Leader

PER_PAGE = 25
TITLE = gettext_lazy("Quiz reports")
LIST = ("results:quizzes", TITLE)
COLUMNS = [
    ("leader", gettext_lazy("Leader")),
    ("intake", gettext_lazy("Intake")),
    ("number", gettext_lazy("Try")),
    ("percent", gettext_lazy("Result")),
    ("submitted", gettext_lazy("Handed in")),
    ("", gettext_lazy("Minutes")),
]
NUMBERS = {"number", "percent", ""}


class QuizzesView(ResultsScreen):
    """Every quiz with what came of it so far among the leaders whom this person sees."""

    page_title = TITLE
    header_icon = "clipboard-list"
    template_name = "assessments/cms/quizzes.html"

    def get_context_data(self, **kwargs):
        pages = with_course(QuizPage.objects.select_related("locale").order_by("path"))
        sat = _sat(Leader.objects.visible_to(self.request.user))
        quizzes = [
            {"page": page, **sat.get(page.translation_key, {})}
            for page in one_per_key(pages, current_language())
        ]
        return super().get_context_data(quizzes=quizzes, **kwargs)


def _sat(seen) -> dict:
    done = Attempt.objects.filter(
        leader__in=seen, state=Attempt.State.DONE, practice=False
    ).order_by()
    rows = done.values("quiz_key").annotate(
        attempts=Count("pk"),
        leaders=Count("leader", distinct=True),
        passed=Count("leader", filter=Q(passed=True), distinct=True),
        mean=Avg("percent"),
        latest=Max("submitted_at"),
    )
    return {row["quiz_key"]: row for row in rows}


class Counted(Paginator):
    """A paginator that is told how many there are."""

    count = 0


class ReportView(ResultsScreen):
    """One quiz: how it went, its questions with their flags, and the attempts page by page."""

    header_icon = "clipboard-list"
    above = (LIST,)
    template_name = "assessments/cms/report.html"

    def get_page_title(self):
        return self.report.quiz.title

    def get(self, request, *args, **kwargs):
        self.report = Report.of(kwargs["key"], request.user, request.GET)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        asked, report = self.request.GET, self.report
        ordering = asked.get("ordering", "")
        pages = Counted(report.rows(ordering), PER_PAGE)
        pages.count = report.exam.attempts
        page = pages.get_page(asked.get("p"))
        rows = list(page.object_list)
        for row in rows:
            row.minutes = export.minutes(row)
        page.object_list = rows
        return super().get_context_data(
            report=report,
            page=page,
            passed=rows[0].passed_in_all if rows else 0,
            remark=remark(report.exam),
            which=WHICH.items(),
            filters_query=query_without(self.request.GET, "p", filters="1"),
            headings=[
                heading(name, label, asked, default="-submitted", number=name in NUMBERS)
                for name, label in COLUMNS
            ],
            address=query_without(asked, "p"),
            **kwargs,
        )


class QuestionView(ReportView):
    """One question of the report: its figures, what they mean, and what was answered."""

    template_name = "assessments/cms/report_question.html"

    def get_page_title(self):
        return _("Question")

    def get_breadcrumbs_items(self):
        *over, here = super().get_breadcrumbs_items()
        quiz = {"url": self.report_url, "label": self.report.quiz.title}
        return [*over, quiz, here]

    @property
    def report_url(self) -> str:
        query = query_without(self.request.GET, "p", "ordering")
        key = self.report.quiz.translation_key
        return export.address("results:report", query, key=key)

    def get_context_data(self, **kwargs):
        report = self.report
        lines = [one for one in report.lines if one.asked.key == self.kwargs["question"]]
        if not lines:
            raise Http404
        return super(ReportView, self).get_context_data(
            report=report,
            lines=lines,
            line=lines[-1],
            text=lines[-1].asked.text,
            responses=distribution(report.put(lines[-1].asked.key)),
            which=WHICH.items(),
            filters_query=query_without(self.request.GET, "p", filters="1"),
            back=self.report_url,
            **_links(self.request.user, lines[-1].asked.key),
            **kwargs,
        )


def _links(user, key: UUID) -> dict[str, str]:
    """To the question in the bank, and to judging its results anew, for those who may."""
    links = {}
    if user.has_perm("assessments.change_question"):
        question = Question.objects.filter(translation_key=key).order_by("pk").first()
        links["edit_url"] = address_of(question) if question else ""
    if user.has_perm(regrade.PERMISSION):
        links["regrade_url"] = reverse("results:regrade", args=[key])
    return links


def address_of(question: Question) -> str:
    return reverse("wagtailsnippets_assessments_question:inspect", args=[question.pk])


def export_report(request, key, what: str, form: str) -> HttpResponse:
    """The attempts or the questions of a report as CSV or XLSX, by the same filters."""
    check_staff(request.user)
    if form not in export.FORMS or what not in export.TABLES:
        raise Http404
    return export.file(Report.of(key, request.user, request.GET), what, form)
