from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.access import learners
from courses.road import roads_of
from courses.shelf import shelves
from school.people.models import Leader


@learners
def catalog(request: HttpRequest) -> HttpResponse:
    return show_catalog(request, leader=request.leader)


def show_catalog(request: HttpRequest, *, leader: Leader | None, intro: str = "") -> HttpResponse:
    """All courses; also the preview of the catalog's page in the CMS."""
    context = {
        "shelves": shelves(leader=leader),
        "roads": roads_of(leader) if leader else [],
        "leader": leader,
        "intro": intro,
        "tab": "learn",
    }
    return render(request, "courses/catalog.html", context)
