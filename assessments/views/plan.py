"""A day of the seven-day plan: on a phone one day is one screen."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments import checks, draft, submission
from assessments.checks import plan
from assessments.checks.words import CATEGORIES, ROLES
from assessments.models import Submission, TaskPage
from assessments.pages import page_or_404
from courses.enrolment import enrol
from courses.translation import current_language
from school.people.access import leaders_only


@never_cache
@require_http_methods(["GET", "POST"])
@leaders_only
def day(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """Fill in one day. Each way out keeps what was typed: to the next day, to a copy, to the
    overview."""
    task = page_or_404(TaskPage, key, current_language())
    if task.work != TaskPage.Work.PLAN or not 1 <= number <= plan.DAYS:
        raise Http404
    if not _may_write(request, task):
        return redirect(task.address)
    if request.method == "POST":
        return _save(request, task, number)
    mine = draft.draft_of(leader=request.leader, task=task)
    return render(request, "assessments/plan_day.html", _context(task, draft.days_of(mine), number))


def _may_write(request: HttpRequest, task: TaskPage) -> bool:
    sent = Submission.objects.filter(leader=request.leader, task_key=task.translation_key)
    return submission.may_hand_in(task=task, sent=list(sent.select_related("appeal")))


def _save(request: HttpRequest, task: TaskPage, number: int) -> HttpResponse:
    enrol(leader=request.leader, course=task.course)
    rows = _rows(request)
    copied = request.POST.get("copy", "")
    if copied in {str(one) for one in range(1, plan.DAYS + 1)}:
        mine = draft.draft_of(leader=request.leader, task=task)
        rows = draft.days_of(mine)[int(copied) - 1]
    draft.keep_day(leader=request.leader, task=task, day=number, rows=rows)
    if request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return redirect(_onward(request, task, number))


def _rows(request: HttpRequest) -> list[dict[str, str]]:
    columns = ("product", "category", "role")
    lists = [request.POST.getlist(name) for name in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=False)]


def _onward(request: HttpRequest, task: TaskPage, number: int) -> str:
    go = request.POST.get("go", "")
    if go == "overview":
        return f"{task.address}#hand-in"
    if go.isascii() and go.isdigit() and 1 <= int(go[:3]) <= plan.DAYS:
        number = int(go[:3])
    return reverse("assessments:plan_day", args=[task.translation_key, number])


def _context(task: TaskPage, days: list, number: int) -> dict:
    rows = days[number - 1]
    empty = {"product": "", "category": "", "role": ""}
    products = sorted({item["product"] for one in days for item in one})
    findings = [one for one in plan.check_day(task, rows) if one["code"] != "plan-day-empty"]
    return {
        "page": task,
        "number": number,
        "before": number - 1,
        "after": number + 1 if number < plan.DAYS else None,
        "segments": [_segment(task, one, at == number) for at, one in enumerate(days, start=1)],
        "rows": [*rows, *[empty] * max(1, task.plan_most - len(rows))],
        "count": len(rows),
        "products": products,
        "categories": CATEGORIES.items(),
        "roles": ROLES.items(),
        "copies": [at for at, one in enumerate(days, start=1) if one and at != number],
        "findings": checks.sentences([{**one, "day": number} for one in findings]),
    }


def _segment(task: TaskPage, rows: list, here: bool) -> str:
    if here:
        return "here"
    return "done" if rows and not plan.check_day(task, rows) else ""
