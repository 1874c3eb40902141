from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from school.home.decision import DecisionPage, address
from school.lib.refusal import Refusal
from school.people.access import leaders_only
from school.standing import appeal, decisions, question
from school.standing.models import Question


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
@never_cache
def decision(request: HttpRequest, about: str, pk: int) -> HttpResponse:
    """One decision with its reasons, and the way to appeal against it in two taps."""
    found = decisions.find(request.leader, about, str(pk))
    if found is None:
        raise Http404
    if about == Question.About.ELIMINATION:
        return redirect(address(found))
    refusal = None
    if request.method == "POST":
        try:
            return redirect("home:question", _appeal(request, about, pk).pk)
        except Refusal as refused:
            if "question" in refused.params:
                return redirect("home:question", refused.params["question"])
            refusal = refused
    context = {
        "page": DecisionPage.of(request.leader, found),
        "reasons": question.reasons(about),
        "problem": str(refusal) if refusal else "",
        "typed": request.POST.get("text", ""),
        "leader": request.leader,
    }
    return render(request, "home/decision.html", context, status=422 if refusal else 200)


def _appeal(request: HttpRequest, about: str, pk: int) -> Question:
    return appeal.appeal(
        leader=request.leader,
        about=about,
        ref=str(pk),
        reason=request.POST.get("reason", ""),
        text=request.POST.get("text", ""),
        photo=request.FILES.get("photo"),
    )
