from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from courses.access import leader_only, learners
from courses.models import LearningPath
from courses.path import begin_path
from courses.road import road_of
from school.lib.refusal import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@learners
def path(request: HttpRequest, path_slug: str) -> HttpResponse:
    """A learning path: its courses in order and where she is; a POST begins it."""
    found = get_object_or_404(LearningPath, slug=path_slug)
    if request.method == "POST":
        return _start(request, found)
    road = road_of(path=found, leader=request.leader)
    if request.leader and not (road.is_on_it or road.is_offered):
        raise Http404
    context = {"path": found, "road": road, "leader": request.leader, "tab": "learn"}
    return render(request, "courses/path.html", context)


def _start(request: HttpRequest, found: LearningPath) -> HttpResponse:
    try:
        begin_path(leader=leader_only(request), path=found)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:catalog")
    return redirect("courses:path", found.slug)
