"""Appeals in the CMS: the list by the day that was promised, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import appeal as rules
from assessments.appealed import QuizAnswer, Task, Wish, about
from assessments.cms.marking import (
    QUEUE,
    MarkingScreen,
    answer_of,
    criteria,
    evidence_of,
    levels_of,
    part_of,
)
from assessments.models import Appeal, GradeEvent
from assessments.regrade import PERMISSION
from school.lib.refusal import Refusal

MOST = 200
LEADER = ("leader__user", "leader__intake")
WITH = (
    "submission__marker",
    *(f"submission__{path}" for path in LEADER),
    *(f"attempt_question__attempt__{path}" for path in LEADER),
)


class AppealsView(MarkingScreen):
    """The open appeals that this person may answer, and those that wait for somebody else."""

    page_title = gettext_lazy("Appeals")
    template_name = "assessments/cms/appeals.html"
    above = (QUEUE,)
    tab = "appeals"

    def get_context_data(self, **kwargs):
        user, now = self.request.user, timezone.now()
        mine = set(rules.to_answer(user).values_list("pk", flat=True))
        rows = Appeal.objects.visible_to(user).waiting().select_related(*WITH)
        rows = rows.prefetch_related("attempt_question__marks_given__by")
        kwargs["lines"] = [
            {
                "row": row,
                "about": about(row),
                "mine": row.pk in mine,
                "overdue": row.is_overdue(now),
            }
            for row in rows[:MOST]
        ]
        return super().get_context_data(**kwargs)


class AppealView(MarkingScreen):
    """One appeal: her work, the mark, how she sees it, and the answer."""

    above = (QUEUE, ("marking:appeals", gettext_lazy("Appeals")))
    tab = "appeals"

    def found(self) -> Appeal:
        seen = Appeal.objects.visible_to(self.request.user)
        return get_object_or_404(seen.select_related(*WITH), pk=self.kwargs["pk"])

    def get_template_names(self) -> list[str]:
        name = "appeal" if isinstance(self.subject, Task) else "appeal_answer"
        return [f"assessments/cms/{name}.html"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self.found()
        try:
            rules.answer(
                appeal=one,
                by=request.user,
                words=request.POST.get("words", ""),
                changes=request.POST.get("decision") == "change",
                wish=_wish(about(one), request.POST),
            )
        except Refusal as refusal:
            self.problem = str(refusal)
            return self.get(request, pk)
        messages.success(request, _("Thank you. The leader has been told."))
        if one.attempt_question_id:
            return redirect("marking:appeal", pk)
        return redirect("marking:appeals")

    def get_context_data(self, **kwargs):
        one = self.found()
        self.subject = about(one)
        self.page_title = self.subject.title
        more = _task if isinstance(self.subject, Task) else _answer
        kwargs |= {
            "appeal": one,
            "leader": self.subject.leader,
            "overdue": one.is_overdue(),
            "may_look": rules.to_answer(self.request.user).filter(pk=one.pk).exists(),
            "problem": getattr(self, "problem", ""),
            "typed": self.request.POST,
        }
        kwargs |= more(self.subject, self.request)
        return super().get_context_data(**kwargs)


def _wish(subject: Task | QuizAnswer, data: Any) -> Wish:
    """Refuses: mark-out-of-range."""
    if isinstance(subject, Task):
        return Wish(levels=levels_of(subject.submission, data))
    points = data.get("exact") or data.get("points", "")
    return Wish(part=part_of(subject.question, points) if points else None)


def _task(subject: Task, request: HttpRequest) -> dict[str, Any]:
    one = subject.submission
    return evidence_of(one) | {
        "looks": one.looks.select_related("by"),
        "criteria": criteria(one, request.POST),
    }


def _answer(subject: QuizAnswer, request: HttpRequest) -> dict[str, Any]:
    """Where the key marked it, the key may be wrong for everybody: that is put right in the bank,
    and all results with it."""
    one = subject.question
    events = GradeEvent.objects.filter(attempt=one.attempt_id).select_related("by")
    corrects = not subject.by_person and request.user.has_perm(PERMISSION)
    anew = reverse("results:regrade", args=[one.question_key]) if corrects else ""
    shown = answer_of(one)
    more = [points for points in shown["choices"] if points > one.mark]
    more_about = {"by_person": subject.by_person, "events": events, "anew": anew}
    return shown | more_about | {"choices": more}
