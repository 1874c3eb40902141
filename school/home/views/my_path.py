from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from school.home.my_path import MyPath
from school.people.access import leaders_only


@require_safe
@leaders_only
@never_cache
def my_path(request: HttpRequest) -> HttpResponse:
    """A leader's home: the one next step, what is missing for the next tier, what comes up."""
    path = MyPath.of(request.leader)
    return render(request, "home/path.html", {"path": path, "tab": "learn"})
