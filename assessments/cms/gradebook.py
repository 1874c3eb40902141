"""The gradebook on the screen and as a file."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import gradebook
from assessments.cms import export
from assessments.cms.screen import ResultsScreen, check_staff
from assessments.cms.table import query_without
from courses.listing import Listed, listed_courses
from courses.step import Step
from school.people.models import Intake, Leader

PER_PAGE = 30


@dataclass
class Choice:
    """What the address asks for: a course, and which of its leaders somebody wants to see."""

    user: Any
    asked: Any

    @cached_property
    def courses(self) -> list[Listed]:
        """Those courses that have something to grade."""
        return [one for one in listed_courses() if gradebook.columns(one.outline)]

    @cached_property
    def course(self) -> Listed | None:
        wanted = self.asked.get("course", "")
        same = [one for one in self.courses if str(one.translation_key) == wanted]
        return (same or self.courses or [None])[0]

    @cached_property
    def steps(self) -> list[Step]:
        return gradebook.columns(self.course.outline) if self.course else []

    @cached_property
    def seen(self) -> QuerySet[Leader]:
        return Leader.objects.visible_to(self.user)

    @property
    def intake(self) -> str:
        asked = self.asked.get("intake", "")
        return asked if asked.isdigit() else ""

    @cached_property
    def intakes(self) -> list[tuple[str, str]]:
        rows = Intake.objects.filter(leaders__in=self.seen).distinct().order_by("-number")
        return [(str(number), name) for number, name in rows.values_list("pk", "name")]

    @property
    def leaders(self) -> QuerySet[Leader]:
        """Those who take the course, as far as somebody sees them, by name."""
        found = gradebook.enrolled(self.seen.studying(), self.course.translation_key)
        if self.intake:
            found = found.filter(intake=self.intake)
        if self.asked.get("q", "").strip():
            text = self.asked["q"].strip()
            found = found.filter(Q(user__name__icontains=text) | Q(code__icontains=text))
        if self.asked.get("who") == "behind":
            found = gradebook.behind(found, self.steps)
        return found.select_related("user", "intake").order_by("user__name", "pk")


class GradebookView(ResultsScreen):
    """Leaders down, quizzes and tasks across."""

    page_title = gettext_lazy("Gradebook")
    header_icon = "list-ol"
    template_name = "assessments/cms/gradebook.html"

    def get_context_data(self, **kwargs):
        choice = Choice(self.request.user, self.request.GET)
        page = None
        if choice.course:
            page = Paginator(choice.leaders, PER_PAGE).get_page(choice.asked.get("p"))
            page.object_list = gradebook.rows(page.object_list, choice.steps)
        return super().get_context_data(
            choice=choice,
            page=page,
            who=choice.asked.get("who", ""),
            q=choice.asked.get("q", ""),
            address=query_without(choice.asked, "p"),
            **kwargs,
        )


def export_gradebook(request, form: str) -> HttpResponse:
    """The same table with everybody in it."""
    check_staff(request.user)
    choice = Choice(request.user, request.GET)
    if form not in export.FORMS or choice.course is None:
        raise Http404
    headers = [_("Leader ID"), _("Name"), _("Intake"), *(step.title for step in choice.steps)]
    rows = (_line(row) for row in gradebook.rows(choice.leaders, choice.steps))
    return export.answer(headers, rows, f"grades-{choice.course.slug}", form)


def _line(row: gradebook.Row) -> list[Any]:
    leader = row.leader
    intake = leader.intake.name if leader.intake else ""
    return [leader.code or "", leader.name, intake, *(_value(cell) for cell in row.cells)]


def _value(cell: gradebook.Cell) -> Any:
    if cell.percent is not None:
        return cell.percent
    return str(cell.state) or (_("done") if cell.done else "")
