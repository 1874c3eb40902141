"""What leaders didn't understand, for who teaches them: the list, and an answer to each."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.listing import listed_courses
from courses.models import Puzzle
from courses.puzzle import answer
from courses.step import Step
from school.lib.refusal import Refusal
from school.people import roles
from school.people.screen import Screen

ANSWERING = frozenset({roles.TRAINER, roles.OPERATIONS})
MOST = 200


@dataclass(frozen=True)
class Line:
    """One question with the lesson that it is about; `step` is None once that is gone."""

    puzzle: Puzzle
    step: Step | None
    course_title: str


class PuzzlesScreen(Screen):
    """The open ones first; `?answered` has the others."""

    page_title = gettext_lazy("Not understood")
    header_icon = "help"
    template_name = "courses/cms/puzzles.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not roles.has_any(request.user, ANSWERING):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        seen = Puzzle.objects.visible_to(request.user).select_related("leader__user")
        asked = request.POST.get("puzzle", "")
        puzzle = get_object_or_404(seen, pk=int(asked) if asked.isdecimal() else 0)
        try:
            answer(puzzle=puzzle, by=request.user, text=request.POST.get("answer", ""))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Sent to %(name)s.") % {"name": puzzle.leader.name})
        return redirect("courses_puzzles:list")

    def get_context_data(self, **kwargs):
        answered = "answered" in self.request.GET
        rows = Puzzle.objects.visible_to(self.request.user)
        rows = rows.exclude(answered_at=None) if answered else rows.open()
        rows = rows.select_related("leader__user", "leader__intake", "answered_by")
        kwargs |= {"lines": _lines(rows[:MOST]), "answered": answered}
        return super().get_context_data(**kwargs)


def _lines(puzzles) -> list[Line]:
    known: dict[UUID, tuple[Step, str]] = {
        step.translation_key: (step, course.title)
        for course in listed_courses()
        for step in course.outline.steps()
    }
    return [Line(one, *known.get(one.step_key, (None, ""))) for one in puzzles]
