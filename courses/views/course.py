from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from courses.access import check_seen, leader_only, learners
from courses.course import find_course
from courses.cover import WIDE, cover_url
from courses.enrolment import enrol
from courses.models import CoursePage
from courses.plan import plan_of
from courses.progress import finish_if_done
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.models import Leader


@require_http_methods(["GET", "HEAD", "POST"])
@learners
def course(request: HttpRequest, course_slug: str) -> HttpResponse:
    """The course; a POST starts it or carries on."""
    page = find_course(course_slug)
    check_seen(request.leader, page)
    if request.method == "POST":
        return _start(request, page)
    return show_course(request, course=page, leader=request.leader)


def show_course(
    request: HttpRequest, *, course: CoursePage, leader: Leader | None, looking: bool = False
) -> HttpResponse:
    """A course's page; also its preview in the CMS. Who is `looking` over her shoulder can press
    nothing."""
    context = {
        "course": course,
        "leader": leader,
        "looking": looking,
        "plan": plan_of(course=course, leader=leader),
        "cover_url": cover_url(course, WIDE),
        "is_translated": course.language == current_language(),
        "tab": "learn",
    }
    return render(request, "courses/course.html", context)


def _start(request: HttpRequest, page: CoursePage) -> HttpResponse:
    leader = leader_only(request)
    try:
        enrol(leader=leader, course=page)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(page.address)
    finish_if_done(leader=leader, course_key=page.translation_key)
    place = plan_of(course=page, leader=leader).place
    return redirect(place.url if place else page.address)
