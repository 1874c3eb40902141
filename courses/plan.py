"""A course as one leader sees it: where she stands in it and what the page offers her."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.course import titles_of
from courses.enrolment import open_prerequisites
from courses.models import CoursePage, Enrolment
from courses.outline import outline_of
from courses.progress import Progress, done_steps, measure
from courses.proof import Shortcut, shortcut, with_quick_start
from courses.step import Step
from school.people.models import Leader


@dataclass(frozen=True)
class StepRow:
    """A step in the list: `state` is done, here, open or locked, `meta` says it in words."""

    step: Step
    state: str
    meta: str


@dataclass(frozen=True)
class Plan:
    """`action` is what the one button does: enrol (and begin), begin, carry-on, look-again;
    "" offers nothing. `place` is the step it leads to, `locked_by` the courses to finish first,
    `shortcut` the quiz that may come before the lessons."""

    rows: list[StepRow]
    progress: Progress
    locked_by: list[CoursePage]
    action: str
    place: Step | None
    shortcut: Shortcut | None = None


def plan_of(*, course: CoursePage, leader: Leader | None) -> Plan:
    """The plan of a course for a leader; for staff (None) a list that offers nothing."""
    outline = outline_of(course)
    steps = outline.steps()
    if leader is None:
        rows = [_row(step, "open") for step in steps]
        return Plan(rows, measure(outline, frozenset()), [], "", steps[0] if steps else None)
    mine = Enrolment.objects.filter(leader=leader, course_key=outline.course_key)
    enrolment = with_quick_start(mine).first()
    missing = [] if enrolment else open_prerequisites(leader=leader, outline=outline)
    done = done_steps(leader)
    progress = measure(outline, done)
    short = shortcut(course=course, outline=outline, enrolment=enrolment, done=done)
    place = short.quiz if short else _place(steps, enrolment, progress, done)
    return Plan(
        [_row(step, _state(step, done, place, bool(missing))) for step in steps],
        progress,
        titles_of(missing) if missing else [],
        _action(enrolment, progress, bool(missing or not steps)),
        place,
        short,
    )


def _place(steps, enrolment, progress: Progress, done) -> Step | None:
    """Where to carry on: the step she opened last if it is still open, else the first open one,
    else the beginning."""
    last = enrolment.last_step_key if enrolment else None
    for step in steps:
        if step.translation_key == last and last not in done:
            return step
    return progress.next_step or (steps[0] if steps else None)


def _action(enrolment, progress: Progress, closed: bool) -> str:
    if closed:
        return ""
    if enrolment is None or (progress.completed and not enrolment.completed_at):
        return "enrol"
    if progress.completed:
        return "look-again"
    return "carry-on" if progress.done or enrolment.last_opened_at else "begin"


def _state(step: Step, done, place: Step | None, locked: bool) -> str:
    if step.translation_key in done:
        return "done"
    if locked:
        return "locked"
    return "here" if step is place else "open"


def _row(step: Step, state: str) -> StepRow:
    kind = str(capfirst(step.model._meta.verbose_name))
    parts = [kind, _("%(minutes)s min") % {"minutes": step.minutes}]
    if state == "done":
        parts = [kind, _("done")]
    elif state == "locked":
        parts.append(_("opens later"))
    if step.optional:
        parts.append(_("extra"))
    return StepRow(step, state, " · ".join(parts))
