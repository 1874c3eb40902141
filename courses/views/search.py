from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.access import learners
from courses.search import find

LONGEST = 60


@learners
def search(request: HttpRequest) -> HttpResponse:
    """Courses and lessons that have the words of `?q=`."""
    phrase = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found = find(phrase=phrase, leader=request.leader)
    context = {"phrase": phrase, "found": found, "leader": request.leader, "tab": "learn"}
    return render(request, "courses/search.html", context)
