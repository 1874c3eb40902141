from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from courses.access import check_step, leader_only, learners, sees
from courses.audience import Learner
from courses.course import find_course, find_step, load_page
from courses.enrolment import remember_place
from courses.models import Enrolment, StepCompletion
from courses.outline import Outline, outline_of
from courses.progress import complete_step
from courses.visit import Visit
from school.lib.refusal import Refusal


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
        _check_hers_to_say(visit)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:course", course_slug)
    complete_step(leader=leader, step=visit.step)
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
        _fill_in(visit, outline)
    return visit


def _fill_in(visit: Visit, outline: Outline) -> None:
    """What this leader has done here so far, and that she is here now."""
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
    if enrolment:
        remember_place(enrolment, visit.step)


def _check_hers_to_say(visit: Visit) -> None:
    """Refuses: step-not-hers-to-complete, for steps that a result or a trainer completes."""
    if not visit.step.model.done_by_leader:
        raise Refusal(
            "step-not-hers-to-complete",
            gettext_lazy("This step is done when its result is in."),
        )
