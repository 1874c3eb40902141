"""A course as one leader sees it: where she stands in it and what the page offers her."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.access import open_prerequisites
from courses.course import titles_of
from courses.drip import closed_keys, due_words, opens_on, opens_words, why_closed
from courses.models import CoursePage, Enrolment
from courses.outline import Outline, outline_of
from courses.progress import Progress, done_steps, measure
from courses.proof import Shortcut, shortcut, with_quick_start
from courses.step import Step
from school.lib import dates
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
    `shortcut` the quiz that may come before the lessons, `waits` why there is nothing to do now."""

    rows: list[StepRow]
    progress: Progress
    locked_by: list[CoursePage]
    action: str
    place: Step | None
    shortcut: Shortcut | None = None
    waits: str = ""
    enrolment: Enrolment | None = None

    @property
    def is_renewal(self) -> bool:
        """Whether she learns it once more, because what she finished had to be renewed."""
        return bool(self.enrolment and self.enrolment.round > 1 and not self.progress.completed)


@dataclass(frozen=True)
class _Pace:
    """Which steps are open to her today, and what is said about the others."""

    outline: Outline
    enrolment: Enrolment | None
    today: date

    @cached_property
    def closed(self) -> frozenset[UUID]:
        return closed_keys(self.outline, self.enrolment, self.today)

    def words(self, step: Step) -> str:
        return why_closed(step, self.outline, self.enrolment, self.today)

    def due(self, step: Step) -> str:
        return due_words(step, self.enrolment, self.today)


def plan_of(*, course: CoursePage, leader: Leader | None) -> Plan:
    """The plan of a course for a leader; for staff (None) a list that offers nothing."""
    outline = outline_of(course)
    if leader is None:
        steps = outline.steps()
        rows = [_row(step, "open", "") for step in steps]
        return Plan(rows, measure(outline, frozenset()), [], "", steps[0] if steps else None)
    mine = Enrolment.objects.filter(leader=leader, course_key=outline.course_key)
    enrolment = with_quick_start(mine).first()
    missing = [] if enrolment else open_prerequisites(leader=leader, outline=outline)
    return _plan(course, leader, _Pace(outline, enrolment, dates.today()), missing)


def _plan(course: CoursePage, leader: Leader, pace: _Pace, missing: list[UUID]) -> Plan:
    outline, enrolment, done = pace.outline, pace.enrolment, done_steps(leader)
    steps, progress = outline.steps(), measure(outline, done, pace.closed)
    open_to_her = done | pace.closed
    short = shortcut(course=course, outline=outline, enrolment=enrolment, done=open_to_her)
    place = short.quiz if short else _place(steps, enrolment, progress, open_to_her)
    waits = _waits(pace, progress, done)
    states = [_state(step, done, place, pace, bool(missing)) for step in steps]
    return Plan(
        [
            _row(step, state, _when(step, state, pace))
            for step, state in zip(steps, states, strict=True)
        ],
        progress,
        titles_of(missing) if missing else [],
        _action(enrolment, progress, bool(missing or waits or not steps)),
        place,
        short,
        waits,
        enrolment,
    )


def _waits(pace: _Pace, progress: Progress, done: frozenset[UUID]) -> str:
    """When the nearest step opens, if none of those that are left is open; else nothing."""
    outline, enrolment = pace.outline, pace.enrolment
    if enrolment is None and outline.opens_on and outline.opens_on > pace.today:
        return opens_words(outline.opens_on, pace.today)
    if enrolment is None or progress.completed or progress.next_step:
        return ""
    left = [step for step in outline.steps() if step.translation_key not in done]
    days = [opens_on(step, outline, enrolment) for step in left]
    day = min((day for day in days if day), default=None)
    return opens_words(day, pace.today) if day else ""


def _place(steps, enrolment, progress: Progress, away) -> Step | None:
    """Where to carry on: the step she opened last if it is still open, else the first open one,
    else the beginning."""
    last = enrolment.last_step_key if enrolment else None
    for step in steps:
        if step.translation_key == last and last not in away:
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


def _state(step: Step, done, place: Step | None, pace: _Pace, locked: bool) -> str:
    if step.translation_key in done:
        return "done"
    if locked or step.translation_key in pace.closed:
        return "locked"
    return "here" if step is place else "open"


def _when(step: Step, state: str, pace: _Pace) -> str:
    if state == "done":
        return ""
    if state == "locked":
        return pace.words(step) or _("opens later")
    return pace.due(step)


def _row(step: Step, state: str, when: str) -> StepRow:
    kind = str(capfirst(step.model._meta.verbose_name))
    parts = [kind, _("done") if state == "done" else _minutes(step), when]
    if step.optional:
        parts.append(_("extra"))
    return StepRow(step, state, " · ".join(filter(None, parts)))


def _minutes(step: Step) -> str:
    return _("%(minutes)s min") % {"minutes": step.minutes}
