from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.progress import next_step
from courses.trainings.timetable import coming_up
from school.growth import placement
from school.people.access import leaders_only
from school.people.models import Leader

SESSIONS = 4
STEPS = 3


@require_safe
@leaders_only
@never_cache
def intake(request: HttpRequest) -> HttpResponse:
    """A newcomer's first page: her class, its trainer and group, and the first week."""
    leader: Leader = request.leader
    if leader.intake is None:
        return redirect("home:path")
    step = next_step(leader=leader)
    context = {
        "leader": leader,
        "intake": leader.intake,
        "sessions": coming_up(leader=leader, few=SESSIONS),
        "next": step,
        "asks_where": bool(placement.quiz_key()) and placement.route_of(leader) is None,
        "first_steps": step.course.outline.steps()[step.position - 1 :][:STEPS] if step else [],
        "tab": "learn",
    }
    return render(request, "home/intake.html", context)
