"""One training as a leader sees it: before, during and after."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import timetable
from courses.access import learners
from courses.timetable import Row
from school.people.models import Leader

# What each part of the page needs beside the row. A part's words stand in a template of its own,
# templates/courses/session/_<part>.html.
Part = Callable[[Row, Leader | None], dict]
PARTS: list[Part] = []


@require_safe
@learners
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """What is to know and to do about one training. Only for whom it is meant; staff see all."""
    row = _row(session_id, request.leader)
    context = {"row": row, "session": row.session, "leader": request.leader, "tab": "training"}
    for part in PARTS:
        context |= part(row, request.leader)
    return render(request, "courses/session/page.html", context)


def _row(session_id: int, leader: Leader | None) -> Row:
    row = timetable.only(session_id, leader=leader)
    if row is None:
        raise Http404
    return row
