"""Marking in the CMS: the queue, the oldest first; one task; one answer of a quiz."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessments import answer, checks, kinds, marking, marking_queue
from assessments.cms.screen import ResultsScreen
from assessments.mark import mark_question
from assessments.models import AttemptQuestion, Submission, SubmissionFile, TaskPage
from assessments.task_screen import days_shown, report_of
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.models import Leader

PER_PAGE = 50
TITLE = gettext_lazy("Marking")
QUEUE = ("marking:queue", TITLE)
QUARTERS = [Decimal(quarter) / 4 for quarter in range(5)]


class MarkingScreen(ResultsScreen):
    """What all screens of marking share: the tabs with their numbers, and the chosen course."""

    header_icon = "tasks"
    tab = "queue"

    def get_context_data(self, **kwargs):
        kwargs |= {"tab": self.tab, "counts": marking_queue.counts(self.request.user)}
        return super().get_context_data(**kwargs)

    def course(self) -> UUID | None:
        try:
            return UUID(self.request.GET.get("course", ""))
        except ValueError:
            return None


class QueueView(MarkingScreen):
    page_title = TITLE
    template_name = "assessments/cms/queue.html"

    def get_context_data(self, **kwargs):
        user, course = self.request.user, self.course()
        page = Paginator(range(marking_queue.count(user, course)), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        first = page.start_index() - 1 if page.object_list else 0
        kwargs |= {
            "lines": marking_queue.lines(user, course=course, first=first, most=PER_PAGE),
            "page": page,
            "courses": marking_queue.courses_of(user),
            "course": course,
            "address": f"course={course}" if course else "",
        }
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept those that were ticked."""
        ticked = [int(value) for value in request.POST.getlist("task") if value.isdigit()]
        accepted, left = marking_queue.accept_many(user=request.user, pks=ticked)
        if accepted:
            said_ = ngettext("Accepted: %(count)s task.", "Accepted: %(count)s tasks.", accepted)
            messages.success(request, said_ % {"count": accepted})
        for line in left:
            messages.warning(request, line)
        return redirect(request.get_full_path())


class OneScreen(MarkingScreen):
    """One thing to mark: what is decided is written by the rule, and the next one follows."""

    above = (QUEUE,)
    kind = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        beside = self.neighbours()
        try:
            self.decide(self.found(), request.POST)
        except Refusal as refusal:
            self.problem = str(refusal)
            return self.get(request, pk)
        messages.success(request, _("Thank you. It is written down."))
        return redirect(self.onward(beside.after or beside.before))

    def neighbours(self) -> marking_queue.Neighbours:
        pk = self.kwargs["pk"]
        return marking_queue.neighbours(self.request.user, self.kind, pk, self.course())

    def onward(self, url: str) -> str:
        course = self.course()
        return (url or reverse("marking:queue")) + (f"?course={course}" if course else "")

    def get_context_data(self, **kwargs):
        beside = self.neighbours()
        kwargs |= {
            "before": self.onward(beside.before) if beside.before else "",
            "after": self.onward(beside.after) if beside.after else "",
            "left": beside.left,
            "problem": getattr(self, "problem", ""),
            "typed": self.request.POST,
        }
        return super().get_context_data(**kwargs)


class SubmissionView(OneScreen):
    """One handed-in task: what was sent, and the marking of it where it is this person's turn."""

    template_name = "assessments/cms/mark.html"
    kind = marking_queue.TASK

    def found(self) -> Submission:
        seen = Submission.objects.visible_to(self.request.user)
        return get_object_or_404(seen.select_related("leader__user"), pk=self.kwargs["pk"])

    def decide(self, one: Submission, data: Any) -> None:
        marking.look(
            submission=one,
            by=self.request.user,
            accepts=data.get("decision") == "accept",
            levels=levels_of(one, data),
            comment=data.get("comment", ""),
            voice=self.request.FILES.get("voice"),
        )

    def get_context_data(self, **kwargs):
        one = self.found()
        self.page_title = one.title
        kwargs |= evidence_of(one) | {
            "looks": marking.shown_to(one, self.request.user),
            "criteria": criteria(one, self.request.POST),
            "may_look": may_look(one, self.request.user),
        }
        return super().get_context_data(**kwargs)


def may_look(one: Submission, user) -> bool:
    try:
        marking.check_may_look(one, user)
    except Refusal:
        return False
    return True


def evidence_of(one: Submission) -> dict[str, Any]:
    """What was handed in, as a marker sees it. The photos come with those that look the same."""
    files = SubmissionFile.objects.filter(submission=one).prefetch_related(
        "likenesses__other__submission__leader__user"
    )
    return {
        "one": one,
        "photos": [file for file in files if file.is_photo],
        "documents": [file for file in files if not file.is_photo],
        "report": report_of(one.work, one.data),
        "days": days_shown(one.data) if one.work == TaskPage.Work.PLAN else [],
        "findings": checks.sentences(one.findings),
        "checked": one.work != TaskPage.Work.EVIDENCE,
    }


def levels_of(one: Submission, data: Any) -> dict[str, Any]:
    return {crit["key"]: data.get(f"level-{crit['key']}") for crit in one.rubric}


def criteria(one: Submission, data: Any) -> list[dict[str, Any]]:
    """The rubric with what was chosen, should the form come back."""
    chosen = levels_of(one, data)
    return [{**crit, "chosen": chosen[crit["key"]]} for crit in one.rubric]


class AnswerView(OneScreen):
    """One answer of a quiz that a person marks."""

    template_name = "assessments/cms/mark_answer.html"
    kind = marking_queue.ANSWER

    def found(self) -> AttemptQuestion:
        seen = AttemptQuestion.objects.filter(
            attempt__leader__in=Leader.objects.visible_to(self.request.user)
        )
        one = get_object_or_404(seen.select_related("attempt__leader__user"), pk=self.kwargs["pk"])
        if not kinds.find(one.kind).by_person:
            raise Http404
        return one

    def decide(self, one: AttemptQuestion, data: Any) -> None:
        mark_question(
            question=one,
            by=self.request.user,
            fraction=part_of(one, data.get("exact") or data.get("points", "")),
            comment=data.get("comment", ""),
            reason=data.get("reason", ""),
        )

    def get_context_data(self, **kwargs):
        one = self.found()
        self.page_title = marking_queue.said_title(one.attempt.title, current_language())
        kwargs |= answer_of(one) | {"may_look": one.attempt.leader.user_id != self.request.user.pk}
        return super().get_context_data(**kwargs)


def answer_of(one: AttemptQuestion) -> dict[str, Any]:
    """An answer of a quiz as a marker sees it, and the points that it can earn."""
    kind, language = kinds.find(one.kind), current_language()
    given = answer.given(one.attempt).get(one.pk, answer.NOTHING)
    notes = one.frozen.get("notes", {})
    return {
        "one": one,
        "text": kind.title(one.frozen, language),
        "notes": notes.get(language) or next(iter(notes.values()), ""),
        "shown": kind.reviewed(one.judged, given.value, language),
        "said": kind.response(one.judged, given.value, language),
        "marks": one.marks_given.select_related("by"),
        "choices": [(part * one.max_mark).normalize() for part in QUARTERS],
    }


def part_of(one: AttemptQuestion, points: str) -> Decimal:
    """The points as a part of the question's marks.

    Refuses: mark-out-of-range."""
    try:
        read = Decimal(points.strip().replace(",", "."))
    except InvalidOperation:
        read = Decimal("NaN")
    if not read.is_finite() or not 0 <= read <= one.max_mark:
        most = {"most": f"{one.max_mark.normalize():f}"}
        raise Refusal("mark-out-of-range", _("Points from 0 to %(most)s, please."), most)
    return read / one.max_mark if one.max_mark else Decimal(0)


class DoneView(MarkingScreen):
    """What was marked, the latest first."""

    page_title = pgettext_lazy("tab", "Marked")
    template_name = "assessments/cms/marked.html"
    above = (QUEUE,)
    tab = "done"

    def get_context_data(self, **kwargs):
        seen = Submission.objects.visible_to(self.request.user)
        done = seen.exclude(state=Submission.State.SENT).order_by("-marked_at", "-pk")
        rows = done.select_related("leader__user", "leader__intake", "marker")
        kwargs["page"] = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs)
