from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.access import check_step, leader_only, learners, sees
from courses.audience import Learner
from courses.completion import say_done
from courses.course import find_course, find_step, load_page
from courses.enrolment import remember_place
from courses.models import Enrolment, StepCompletion
from courses.outline import Outline, outline_of
from courses.visit import Visit
from school.lib.refusal import Refusal
from school.people.saver import is_to_keep


@require_safe
@learners
def step(request: HttpRequest, course_slug: str, step_slug: str) -> HttpResponse:
    """One step, as its kind shows it. Reading enrols nobody; it only keeps the place of who is
    enrolled."""
    try:
        visit = _visit(request, course_slug, step_slug)
    except Refusal as refusal:
        messages.info(request, str(refusal))
        return redirect("courses:course", course_slug)
    return load_page(visit.step).respond(request, visit)


@require_POST
@learners
def complete(request: HttpRequest, course_slug: str, step_slug: str) -> HttpResponse:
    """The leader says that she is through with a step; on to the next."""
    leader = leader_only(request)
    try:
        visit = _visit(request, course_slug, step_slug)
        say_done(leader=leader, outline=outline_of(visit.course), step=visit.step)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:course", course_slug)
    if visit.next is None:
        messages.success(request, _("That was the last step of this course."))
    return redirect(visit.onward_url)


def _visit(request: HttpRequest, course_slug: str, step_slug: str) -> Visit:
    """Refuses: as `access.check_step`. Raises Http404 where the course isn't there for her."""
    course = find_course(course_slug, lean=True)
    outline = outline_of(course)
    steps, position = find_step(outline, step_slug)
    visit = Visit(request.leader, course, steps, position)
    if request.leader:
        enrolment = _fill_in(visit, outline)
        if enrolment and not is_to_keep(request):
            remember_place(enrolment, visit.step)
    return visit


def _fill_in(visit: Visit, outline: Outline) -> Enrolment | None:
    """What this leader has done here so far."""
    mine = Enrolment.objects.filter(leader=visit.leader, course_key=outline.course_key)
    enrolment, learner = mine.first(), Learner(visit.leader)
    if not sees(learner, outline, enrolment):
        raise Http404
    rows = StepCompletion.objects.filter(leader=visit.leader, course_key=outline.course_key)
    completions = {row.step_key: row for row in rows}
    visit.done = frozenset(completions)
    visit.completion = completions.get(visit.step.translation_key)
    if visit.completion is None:
        check_step(learner, outline, visit.step, enrolment)
    return enrolment
