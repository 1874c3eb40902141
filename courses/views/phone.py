"""A leader's phone: what is kept on it, how it reads, and her own notes."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.course import find_course
from courses.forms import ReadingForm
from courses.keeping import pack_of
from courses.models import CoursePage, Enrolment, Puzzle
from courses.notebook import notebook_of
from courses.outline import outline_of
from school.people.access import leaders_only
from school.people.models import Leader
from school.people.saver import saves_data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
def phone(request: HttpRequest) -> HttpResponse:
    """What is on this phone, and how she reads: the size of the text and whether data is saved."""
    form = ReadingForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("phone:index")
    context = {"form": form, "saves": saves_data(request), "tab": "me"}
    return render(request, "courses/phone.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@leaders_only
def keep(request: HttpRequest, course_slug: str) -> HttpResponse:
    """How much a course is, and the button that keeps it."""
    course = _hers(request.leader, course_slug)
    context = {"course": course, "pack": pack_of(course), "tab": "learn"}
    return render(request, "courses/keep.html", context)


@never_cache
@require_safe
@leaders_only
def keep_list(request: HttpRequest, course_slug: str) -> JsonResponse:
    """What the script has to fetch, in the order of fetching."""
    course = _hers(request.leader, course_slug)
    pack = pack_of(course)
    return JsonResponse(
        {
            "key": str(course.translation_key),
            "title": course.title,
            "url": course.address,
            "state": pack.state,
            "bytes": pack.size,
            "parts": [vars(part) for part in pack.parts],
        }
    )


def _hers(leader: Leader, slug: str) -> CoursePage:
    """A course that she takes. Raises Http404."""
    course = find_course(slug)
    key = outline_of(course).course_key
    if not Enrolment.objects.filter(leader=leader, course_key=key).exists():
        raise Http404
    return course


@never_cache
@require_safe
@leaders_only
def notes(request: HttpRequest) -> HttpResponse:
    """Her notes and marked cards by lesson, and what she asked her trainer."""
    context = {
        "lessons": notebook_of(request.leader),
        "puzzles": Puzzle.objects.filter(leader=request.leader).select_related("answered_by"),
        "courses_url": reverse("courses:catalog"),
        "tab": "me",
    }
    return render(request, "courses/notes.html", context)
