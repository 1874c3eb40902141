"""What a leader sees of a plan and of a notice. Other leaders' are not found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.appeal import day_said
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.access import leaders_only
from school.standing import elimination as rules
from school.standing import question
from school.standing.models import Elimination, Plan, Question


@require_safe
@leaders_only
@never_cache
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked of her, until when, and who helps."""
    found = get_object_or_404(
        Plan.objects.select_related("tier", "coach"), pk=pk, leader=request.leader
    )
    left = (found.ends_on - dates.today()).days + 1
    return render(request, "standing/plan.html", {"plan": found, "days_left": max(left, 0)})


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
@never_cache
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the school wants to end the work together, from when, and how she can object."""
    told = Elimination.objects.exclude(effective_on=None)
    found = get_object_or_404(told, pk=pk, leader=request.leader)
    problem = ""
    if request.method == "POST":
        try:
            return _object(request, found)
        except Refusal as refusal:
            problem = str(refusal)
    context = {
        "elimination": found,
        "asked": _asked(found),
        "reasons": question.reasons(Question.About.ELIMINATION),
        "problem": problem,
        "typed": request.POST.get("text", ""),
        "leader": request.leader,
    }
    return render(request, "standing/notice.html", context, status=422 if problem else 200)


def _object(request: HttpRequest, found: Elimination) -> HttpResponse:
    made = rules.object_to(
        elimination=found,
        leader=request.leader,
        reason=request.POST.get("reason", ""),
        text=request.POST.get("text", ""),
        photo=request.FILES.get("photo"),
    )
    day = {"day": day_said(made.due_at)}
    messages.success(request, _("Sent. You get an answer by %(day)s.") % day)
    return redirect("standing:notice", found.pk)


def _asked(found: Elimination) -> Question | None:
    """What she said against it, with the day by which it is answered."""
    about = {"about": Question.About.ELIMINATION, "ref": str(found.pk)}
    asked = Question.objects.filter(leader=found.leader_id, **about).first()
    if asked:
        asked.said, asked.answer_by = question.reason_said(asked), day_said(asked.due_at)
    return asked
