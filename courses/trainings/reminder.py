"""Reminders: the day before, for who comes and for who has said nothing, and the hour before, for
who comes. Nobody who said no is reminded, nor who only waits; nor asked who has the same training
on another day of the week.

A reminder is a row of its own (session, leader, which, of which moment), written in the same
transaction as the notice. A run that is killed in the middle leaves whole batches or none of one;
the next run finds who is left. The session's row is held over a batch, so two runs at once don't
both find the same people.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from courses.meant import leaders_of
from courses.models import AttendanceMark, Booking, Reminder, Session
from courses.trainings import letters
from school.lib import dates
from school.people.models import Leader

BATCH = 200
DAY, HOUR = Reminder.Which.DAY, Reminder.Which.HOUR
# How long before the start each is sent: at the earliest, and at the latest, for a session that is
# put into the timetable late.
EARLIEST = {DAY: timedelta(days=1), HOUR: timedelta(hours=1)}
LATEST = {DAY: timedelta(hours=3), HOUR: timedelta(0)}


def send_due(tick: Callable[[int], None] | None = None) -> dict[str, int]:
    """Send what is due now; answers how many of each. `tick` hears after each batch how many were
    sent in all."""
    sent = {DAY.value: 0, HOUR.value: 0}
    for which in (HOUR, DAY):
        for session in due(which):
            while number := _send_some(which, session):
                sent[which.value] += number
                if tick:
                    tick(sum(sent.values()))
    return sent


def due(which: str, now: datetime | None = None) -> list[Session]:
    """The sessions of which people are to be reminded now."""
    now = now or timezone.now()
    sessions = Session.objects.planned().filter(
        starts_at__gt=now + LATEST[which], starts_at__lte=now + EARLIEST[which]
    )
    return list(sessions.order_by("starts_at", "pk"))


@transaction.atomic
def _send_some(which: str, session: Session) -> int:
    """Remind some of those who are left; answers how many."""
    held = Session.objects.select_for_update(of=("self",)).select_related("series")
    session = held.get(pk=session.pk)
    if session.is_cancelled or session.has_started():
        return 0
    some = list(left(which, session)[:BATCH])
    of = moment_of(which, session)
    Reminder.objects.bulk_create(
        Reminder(session=session, leader=leader, which=which, of=of) for leader in some
    )
    letters.remind(which, session=session, leaders=some, of=of)
    return len(some)


def left(which: str, session: Session) -> QuerySet[Leader]:
    """Who is to be reminded and was not yet; `said` is true of those who said that they come."""
    word = Booking.objects.filter(session=session, leader=OuterRef("pk"))
    wanted = Q(Exists(word.seated()))
    if which == DAY:
        meant = Q(pk__in=leaders_of(session.series).values("pk"))
        wanted |= meant & ~Q(Exists(word)) & ~_has_it_elsewhere(session)
    told = Reminder.objects.filter(
        session=session, leader=OuterRef("pk"), which=which, of=moment_of(which, session)
    )
    leaders = Leader.objects.studying().filter(wanted, ~Exists(told), on_leave=False)
    said = Case(When(Exists(word.seated()), then=Value(True)), default=Value(False))
    return leaders.annotate(said=said).select_related("user").order_by("pk")


def _has_it_elsewhere(session: Session) -> Q:
    """She was at this training in the same week, or comes to it on another day: she needs no
    repetition."""
    week = dates.week_of(dates.day_of(session.starts_at))
    others = Session.objects.planned().between(*week).of_kind(session.series.kind)
    others = others.exclude(pk=session.pk)
    comes = Booking.objects.seated().filter(session__in=others.ahead(), leader=OuterRef("pk"))
    came = AttendanceMark.objects.current().filter(
        session__in=others, leader=OuterRef("pk"), present=True
    )
    return Q(Exists(comes)) | Q(Exists(came))


def moment_of(which: str, session: Session) -> str:
    """What a reminder is of. Moved by an hour, a session isn't called to mind a second time the
    day before; moved to another day, it is."""
    if which == DAY:
        return dates.day_of(session.starts_at).isoformat()
    return f"{session.starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"
