from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from school.home.decision import decisions_of
from school.home.ladder import Ladder
from school.people.access import leaders_only


@require_safe
@leaders_only
@never_cache
def ladder(request: HttpRequest) -> HttpResponse:
    """The whole ladder: what she has, what is missing, what the next step is worth."""
    mine = Ladder.of(request.leader)
    context = {"ladder": mine, "decisions": decisions_of(request.leader), "tab": "learn"}
    return render(request, "home/ladder.html", context)
