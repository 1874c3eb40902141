"""Attendance: who was there, what follows from it, and the rate.

The rate is counted in trainings of a week, not in sessions. A group training that is repeated on
Saturday is one training of that week: who was at either of the two was there.

    rate = trainings attended ÷ trainings for which she has a mark

over the sessions of the `window_days` Shanghai days up to `on`, which is the last of them. Topic
nights don't count, nor do sessions that were called off after somebody was marked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import CharField, Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Concat, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import (
    AttendanceMark,
    AttendanceSettings,
    CoursePage,
    Enrolment,
    Session,
    SessionStepPage,
    StepCompletion,
)
from courses.models.trainings.session import midnight
from courses.outline import outlines_of
from courses.progress import complete_step
from courses.signals import attendance_recorded
from courses.translation import current_language
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.prepared import prepared
from school.lib.refusal import Refusal
from school.people.models import Leader, User

PER_MILLE = 1000


@transaction.atomic
def mark(
    *,
    session: Session,
    leader: Leader,
    present: bool,
    by: User,
    proof: str = AttendanceMark.Proof.TRAINER,
    **details: Any,
) -> AttendanceMark:
    """Write down whether a leader was at a session. The same mark again changes nothing; another
    one takes its place, and the old row stays. `details` are fields of the mark that the proof
    tells: `late_minutes`, `left_early_minutes`, `minutes`, `proven_at`, `reference`.

    Who was there is through with the steps that ask for this kind of training, and stays so if
    the mark is corrected later: what a leader was told is done isn't taken from her silently.
    Refuses: session-in-future, session-cancelled.
    """
    session = _held(session)
    check_markable(session, by_herself=proof in AttendanceMark.OF_HERSELF)
    before = current_mark(session=session, leader=leader)
    if before and before.present == present and _says_the_same(before, details):
        return before
    AttendanceMark.objects.current().filter(session=session, leader=leader).update(current=False)
    written = AttendanceMark.objects.create(
        session=session, leader=leader, present=present, proof=proof, by=by, **details
    )
    if present:
        credit(leader=leader, attended=[(session.series.kind, proof)])
    attendance_recorded.send(sender=AttendanceMark, session=session, leader=leader, present=present)
    return written


# Details that are figures about her; where a proof comes from is none.
FIGURES = ("late_minutes", "left_early_minutes", "minutes")


def _says_the_same(before: AttendanceMark, details: dict[str, Any]) -> bool:
    return all(getattr(before, name) == details[name] for name in FIGURES if name in details)


def _held(session: Session) -> Session:
    """The session as it is now, and nobody else writes about it meanwhile."""
    held = Session.objects.select_for_update(of=("self",)).select_related("series")
    return held.get(pk=session.pk)


def current_mark(*, session: Session, leader: Leader) -> AttendanceMark | None:
    return AttendanceMark.objects.current().filter(session=session, leader=leader).first()


@transaction.atomic
def withdraw(*, mark: AttendanceMark, by: User) -> AttendanceMark | None:
    """Take a mark back that was a slip. The row stays and says who took it back; what was marked
    before it counts again, and is returned. Refuses: mark-replaced, where a newer one counts."""
    session = _held(mark.session)
    mine = AttendanceMark.objects.current().filter(pk=mark.pk)
    if not mine.update(current=False, withdrawn_by=by, withdrawn_at=timezone.now()):
        raise Refusal("mark-replaced", _("This mark has been replaced by a newer one."))
    rows = AttendanceMark.objects.filter(session=session, leader=mark.leader_id)
    before = rows.filter(withdrawn_at=None).order_by("at", "pk").last()
    if before:
        before.current = True
        before.save(update_fields=["current"])
    attendance_recorded.send(
        sender=AttendanceMark,
        session=session,
        leader=mark.leader,
        present=bool(before and before.present),
    )
    return before


def check_markable(session: Session, *, by_herself: bool = False) -> None:
    """Who proves it herself may come a little early, as the settings have it.

    Refuses: session-cancelled, session-in-future.
    """
    if session.is_cancelled:
        raise Refusal("session-cancelled", _("This training was called off; nobody was there."))
    early = AttendanceSettings.load().opens_before if by_herself else 0
    if not session.has_started(timezone.now() + timedelta(minutes=early)):
        raise Refusal("session-in-future", _("This training has not begun yet."))


@transaction.atomic
def mark_list(*, session: Session, leaders: Iterable[Leader], present: set[int], by: User) -> int:
    """Mark a whole list at once: there are the leaders whose numbers are in `present`, the others
    were not. Answers how many marks are new or changed.

    Refuses what `mark` refuses.
    """
    check_markable(session)
    current = AttendanceMark.objects.current().filter(session=session)
    before = dict(current.values_list("leader_id", "present"))
    changed = [one for one in leaders if before.get(one.pk) is not (one.pk in present)]
    for leader in changed:
        mark(session=session, leader=leader, present=leader.pk in present, by=by)
    return len(changed)


def credit(*, leader: Leader, attended: Iterable[tuple[str, str]]) -> None:
    """Complete the steps that ask for these trainings, each a kind and by which proof, in the
    courses she takes. A replay counts where a step can be made up."""
    wanted = Q(pk__in=[])
    for kind, proof in attended:
        asks = Q(series_kind=kind)
        wanted |= asks & Q(make_up=True) if proof == AttendanceMark.Proof.REPLAY else asks
    pages = SessionStepPage.objects.live().filter(wanted)
    keys = set(pages.values_list("translation_key", flat=True))
    if not keys:
        return
    taken = Enrolment.objects.filter(leader=leader).values("course_key")
    courses = CoursePage.objects.filter(translation_key__in=taken)
    outlines = outlines_of(courses.in_language(current_language()))
    for outline in outlines.values():
        for step in outline.steps():
            if step.translation_key in keys:
                complete_step(leader=leader, step=step, source=StepCompletion.Source.ATTENDANCE)


def credit_earlier(*, leader: Leader) -> None:
    """A training that she attended before she took the course counts as well."""
    marks = AttendanceMark.objects.current().filter(leader=leader, present=True)
    attended = set(marks.values_list("session__series__kind", "proof"))
    if attended:
        credit(leader=leader, attended=attended)


@dataclass(frozen=True)
class Tally:
    """Trainings attended of trainings marked."""

    attended: int
    marked: int

    @property
    def percent(self) -> Decimal | None:
        """Rounded down to one decimal, so that 69.96 is not yet 70.0; None without any mark."""
        if not self.marked:
            return None
        return Decimal(self.attended * PER_MILLE // self.marked) / 10


def tally(*, leader: Leader, window_days: int, on: date | None = None) -> Tally:
    """What one leader's rate is made of; see the top of this module for the formula."""
    first, before = _window(window_days, on)
    for found in _tallied(leader.pk, midnight(first), midnight(before)):
        return Tally(found["attended"], found["marked"])
    return Tally(0, 0)


@prepared
def _tallied(leader_id: int, first: datetime, before: datetime):
    attended, marked = _counts()
    marks = AttendanceMark.objects.current().at_trainings().begun(first, before)
    hers = marks.filter(leader=leader_id).order_by().values("leader")
    return hers.annotate(attended=attended, marked=marked)


def attendance_rate(*, leader: Leader, window_days: int, on: date | None = None) -> Decimal | None:
    """Per cent of trainings attended, rounded down to one decimal; None while she has no mark."""
    return tally(leader=leader, window_days=window_days, on=on).percent


def with_attendance_rate(leaders, *, window_days: int, on: date | None = None):
    """A queryset of leaders with `trainings_attended`, `trainings_marked` and their quotient
    `attendance_permille` (whole per mille, rounded down), all null while there is no mark."""
    attended, marked = _counts()
    return leaders.annotate(
        trainings_attended=_by_leader(attended, window_days, on),
        trainings_marked=_by_leader(marked, window_days, on),
        attendance_permille=permille(window_days=window_days, on=on),
    )


def permille(*, window_days: int, on: date | None = None) -> Subquery:
    """The rate as one expression for querysets of leaders: whole per mille, rounded down."""
    attended, marked = _counts()
    return _by_leader(attended * PER_MILLE / marked, window_days, on)


def _by_leader(figure, window_days: int, on: date | None) -> Subquery:
    marks = AttendanceMark.objects.current().at_trainings().in_days(*_window(window_days, on))
    hers = marks.filter(leader=OuterRef("pk")).order_by().values("leader")
    return Subquery(hers.annotate(figure=figure).values("figure"), output_field=IntegerField())


def _window(window_days: int, on: date | None) -> tuple[date, date]:
    """Its first day, and the day after its last."""
    on = on or dates.today()
    return on - timedelta(days=window_days - 1), on + timedelta(days=1)


def _counts() -> tuple[Count, Count]:
    """Trainings attended and trainings marked."""
    return (
        Count(_training_of_week(), distinct=True, filter=Q(present=True)),
        Count(_training_of_week(), distinct=True),
    )


def _training_of_week() -> Concat:
    """One text for each kind of training and calendar week."""
    week = TruncWeek("session__starts_at", tzinfo=SHANGHAI)
    return Concat("session__series__kind", Cast(week, CharField()), output_field=CharField())
