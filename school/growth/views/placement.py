"""The placement quiz, as a newcomer finds it: why, and where."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.models import QuizPage
from assessments.pages import page_of
from school.growth.placement import quiz_key, route_of
from school.people.access import leaders_only


@require_safe
@leaders_only
@never_cache
def placement(request: HttpRequest) -> HttpResponse:
    """Without a placement quiz, everybody goes on to her path."""
    key = quiz_key()
    quiz = page_of(QuizPage, key, get_language()) if key else None
    if quiz is None:
        return redirect("home:path")
    context = {"quiz": quiz, "decision": route_of(request.leader), "tab": "learn"}
    return render(request, "growth/placement.html", context)
