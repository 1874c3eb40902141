"""Progress: the set of completed steps, and what follows from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.access import may_begin
from courses.audience import Learner
from courses.drip import closed_keys
from courses.enrolment import begin, expiry
from courses.listing import Listed, listed_courses
from courses.models import CoursePage, Enrolment, StepCompletion, StepPage
from courses.outline import Outline, outline_of, outlines_of
from courses.proof import Shortcut, shortcut, with_quick_start
from courses.signals import course_completed, step_completed
from courses.step import Step
from school.lib.prepared import prepared
from school.people.models import Leader


@dataclass(frozen=True)
class Progress:
    """How far somebody is in a course. `done`, `total` and `percent` count the steps without
    which it isn't finished; `next_step` is the first open one; `minutes_left` are hers to go."""

    done: int
    total: int
    percent: int
    next_step: Step | None
    minutes_left: int
    completed: bool


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now; with a `shortcut`, its step is the quiz that may come first."""

    course: Listed
    step: Step
    progress: Progress
    position: int
    started: bool
    shortcut: Shortcut | None = None

    @property
    def url(self) -> str:
        return self.step.url


@transaction.atomic
def complete_step(
    *,
    leader: Leader,
    step: StepPage | Step,
    at: datetime | None = None,
    source: str = StepCompletion.Source.LEADER,
) -> StepCompletion:
    """Write down that a leader is through with a step; once, however often it is said.

    Enrols her if she isn't yet, and finishes the course with its last required step. `at` is an
    aware moment, by default now. Sends `step_completed` and, once, `course_completed`.
    """
    at = at or timezone.now()
    completion, made = StepCompletion.objects.get_or_create(
        leader=leader,
        step_key=step.translation_key,
        defaults={"course_key": step.course_key, "completed_at": at, "source": source},
    )
    if made:
        key = step.course_key
        begin(leader=leader, course_key=key, source=Enrolment.Source.STEP)
        step_completed.send(
            sender=StepCompletion,
            leader=leader,
            step_key=step.translation_key,
            course_key=key,
            at=at,
        )
        finish_if_done(leader=leader, course_key=key, at=at)
    return completion


@transaction.atomic
def finish_if_done(*, leader: Leader, course_key: UUID, at: datetime | None = None) -> bool:
    """Finish the course if every required step of it is done; answers whether this did it.

    The lock comes before the count: of two last steps done at the same moment the later one
    sees the earlier.
    """
    row = Enrolment.objects.select_for_update().unfinished()
    enrolment = row.filter(leader=leader, course_key=course_key).first()
    course = CoursePage.objects.open_to_read().filter(translation_key=course_key).first()
    if enrolment is None or course is None:
        return False
    outline = outline_of(course)
    required = outline.required_keys()
    if not required or not required <= done_steps(leader):
        return False
    enrolment.completed_at = at or timezone.now()
    enrolment.expires_on = expiry(enrolment.completed_at, outline.valid_months)
    enrolment.save(update_fields=["completed_at", "expires_on"])
    course_completed.send(
        sender=Enrolment, leader=leader, course_key=course_key, at=enrolment.completed_at
    )
    return True


def done_steps(leader: Leader) -> frozenset[UUID]:
    """The keys of all steps that a leader is through with."""
    return frozenset(row["step_key"] for row in _completions(leader.pk))


@prepared
def _completions(leader_id: int):
    return StepCompletion.objects.filter(leader=leader_id).values("step_key")


def progress_of(*, leader: Leader, courses: Iterable[CoursePage]) -> dict[UUID, Progress]:
    """Progress by course key: one query, and a fixed few where the outlines aren't in memory."""
    done = done_steps(leader)
    return {key: measure(outline, done) for key, outline in outlines_of(courses).items()}


def measure(
    outline: Outline, done: frozenset[UUID], closed: frozenset[UUID] = frozenset()
) -> Progress:
    """The progress of somebody who has done these steps: rounded down, so 100 means all.

    After the last required step that isn't `closed` to her yet the next one is an extra, if any
    is left.
    """
    steps = outline.steps()
    required = [step for step in steps if not step.optional]
    left = [step for step in required if step.translation_key not in done]
    away = done | closed if closed else done
    ready = (step for step in left if step.translation_key not in away)
    extras = (step for step in steps if step.optional and step.translation_key not in away)
    finished = len(required) - len(left)
    return Progress(
        done=finished,
        total=len(required),
        percent=finished * 100 // len(required) if required else 0,
        next_step=next(ready, None) or next(extras, None),
        minutes_left=sum(step.minutes for step in left),
        completed=bool(required) and not left,
    )


def next_step(*, leader: Leader) -> NextStep | None:
    """What to do now: the unfinished course she opened last, then those she is enrolled in, then
    the required ones that she may begin; None if nothing waits.

    Three queries, and one where her standing is asked for.
    """
    rows = with_quick_start(Enrolment.objects.filter(leader=leader))
    return next_of(
        courses=listed_courses(),
        enrolments={row.course_key: row for row in rows},
        done=done_steps(leader),
        learner=Learner(leader),
    )


def next_of(
    *,
    learner: Learner,
    courses: Iterable[Listed],
    enrolments: Mapping[UUID, Enrolment],
    done: frozenset[UUID],
) -> NextStep | None:
    """The next step by what a page has read already; no query. The enrolments are those of
    `with_quick_start`."""
    for course in _in_turn(courses, enrolments, learner):
        row = enrolments.get(course.translation_key)
        closed = closed_keys(course.outline, row, learner.today)
        progress = measure(course.outline, done, closed)
        if progress.next_step and not progress.completed:
            return _as_next(course, progress, row, done, closed)
    return None


def _in_turn(
    courses: Iterable[Listed], enrolments: Mapping[UUID, Enrolment], learner: Learner
) -> Iterable[Listed]:
    """Courses that may be carried on or begun, the one to turn to first in front."""
    finished = {key for key, row in enrolments.items() if row.completed_at}
    piles = defaultdict(list)
    for course in courses:
        key = course.translation_key
        row = enrolments.get(key)
        if row and row.last_opened_at:
            piles["opened"].append((row.last_opened_at, course))
        elif row:
            piles["enrolled"].append(course)
        elif course.required and may_begin(learner, course.outline, finished):
            piles["required"].append(course)
    opened = sorted(piles["opened"], key=lambda pair: pair[0], reverse=True)
    waiting = [*(course for _at, course in opened), *piles["enrolled"], *piles["required"]]
    return [course for course in waiting if course.translation_key not in finished]


def _as_next(course: Listed, progress: Progress, row, done, closed) -> NextStep:
    short = shortcut(course=course, outline=course.outline, enrolment=row, done=done | closed)
    step = short.quiz if short else progress.next_step
    keys = [one.translation_key for one in course.outline.steps()]
    started = bool(row and (row.last_opened_at or progress.done))
    return NextStep(course, step, progress, keys.index(step.translation_key) + 1, started, short)
