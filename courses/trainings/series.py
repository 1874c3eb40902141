"""What may happen to a series: it is changed as a whole or from a day on, and its sessions follow.

Sessions keep their rows, and so their bookings and their place in people's calendars: a session
whose day the new rule doesn't give moves to the nearest free day of the same week. Where the week
has fewer days than before, its leaders are written down for the nearest session that is left, and
it is called off. Nothing that has begun is touched. Everybody is told by the signals of sessions.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.models import Booking, Series, Session
from courses.spoken import spoken
from courses.trainings import booking
from courses.trainings import session as sessions
from courses.trainings.days import Calendar, Day, read_calendar
from school.lib import dates
from school.lib.refusal import Refusal

# What sessions take over from their series, unless somebody changed it for this one.
FOLLOWED = (*sessions.GIVEN, "starts_at", "minutes")


@dataclass
class Outcome:
    """What a change did to the sessions ahead."""

    series: Series
    moved: int = 0
    cancelled: int = 0
    added: int = 0


def begin(series: Series) -> int:
    """Put a new series into the timetable; answers how many sessions it has there."""
    return sessions.generate_sessions(series=series)


@transaction.atomic
def change(*, series: Series, since: date | None = None, intakes=None, by=None) -> Outcome:
    """Save a series with its new values and bring its sessions in line, from today on or from the
    day `since` on. In the second case the old series ends the day before, and a new one with the
    new values takes over the sessions from then on.

    Refuses: since-in-past.
    """
    before = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if since and since < dates.today():
        raise Refusal("since-in-past", _("A change can't begin before today."))
    if since and since > before.starts_on:
        series = _take_over(series, before, since)
    else:
        series.save()
    if intakes is not None:
        series.intakes.set(intakes)
    return _follow(series, before, by)


def _take_over(series: Series, before: Series, since: date) -> Series:
    """Split: the rows of sessions go with the new series, which doesn't begin on a day whose
    session has begun."""
    intakes = list(before.intakes.all())
    begun = Session.objects.filter(series_id=before.pk, on=since, starts_at__lte=timezone.now())
    if begun.exists():
        since += timedelta(days=1)
    series.pk, series._state.adding = None, True
    series.starts_on = since
    series.save(force_insert=True)
    series.intakes.set(intakes)
    Series.objects.filter(pk=before.pk).update(ends_on=since - timedelta(days=1))
    ahead = Session.objects.filter(series_id=before.pk, on__gte=since)
    ahead.filter(starts_at__gt=timezone.now()).update(series=series)
    return series


def _follow(series: Series, before: Series, by) -> Outcome:
    outcome = Outcome(series)
    ahead = _ahead(series)
    # To the Sunday: the last session may move within its week to a day that is not planned yet.
    last = max([dates.today() + sessions.AHEAD, *(one.on for one in ahead)])
    last = dates.week_start(last) + timedelta(days=6)
    first = min([dates.today(), *(one.on for one in ahead)])
    calendar = read_calendar(first, last)
    days = list(calendar.days_of(series, first, last)) if series.active else []
    wanted = {day.on: day for day in days}
    kept = [one for one in ahead if one.on in wanted]
    gone = [one for one in ahead if one.on not in wanted and not one.is_cancelled]
    for one in kept:
        _keep(one, series, before, wanted[one.on], calendar, outcome, by)
    taken = Session.objects.filter(series=series, on__in=wanted).values_list("on", flat=True)
    free = {on: wanted[on] for on in wanted.keys() - set(taken)}
    left = [one for one in gone if not _rehome(one, series, before, free, outcome, by)]
    outcome.added = sessions.generate_sessions(series=series)
    for one in left:
        _give_up(one, _ahead(series), outcome, by)
    return outcome


def _ahead(series: Series) -> list[Session]:
    rows = Session.objects.filter(series=series, starts_at__gt=timezone.now())
    return list(rows.select_related("series").order_by("starts_at"))


def _keep(
    one: Session,
    series: Series,
    before: Series,
    day: Day,
    calendar: Calendar,
    outcome: Outcome,
    by,
) -> None:
    """Its day stays: other hours and details are taken over where this session had the old ones."""
    if one.is_cancelled and one.off_rule:
        one = sessions.restore(session=one, by=by)
        outcome.added += 1
    if one.is_cancelled:
        return
    _take_details(one, series, before)
    if one.starts_at == sessions.starts_of(before, day.held_on):
        outcome.moved += _move(one, series, before, day.held_on, by)


def _rehome(
    one: Session, series: Series, before: Series, free: dict[date, Day], outcome: Outcome, by
) -> bool:
    """Move it to the nearest free day of its week; False if there is none."""
    week = dates.week_start(one.on)
    near = [on for on in free if dates.week_start(on) == week and _is_ahead(series, free[on])]
    if not near:
        return False
    day = free.pop(min(near, key=lambda on: (abs(on - one.on), on)))
    Session.objects.filter(pk=one.pk).update(on=day.on)
    _take_details(one, series, before)
    outcome.moved += _move(one, series, before, day.held_on, by)
    return True


def _is_ahead(series: Series, day: Day) -> bool:
    return sessions.starts_of(series, day.held_on) > timezone.now()


def _move(one: Session, series: Series, before: Series, day: date, by) -> bool:
    """To the series' hour on a day, with its new length unless this one had its own."""
    starts = sessions.starts_of(series, day)
    minutes = series.minutes if one.minutes == before.minutes else one.minutes
    ends = starts + timedelta(minutes=minutes)
    if (starts, ends) == (one.starts_at, one.ends_at) or starts <= timezone.now():
        return False
    sessions.move(session=one, starts_at=starts, ends_at=ends, by=by)
    return True


def _take_details(one: Session, series: Series, before: Series) -> None:
    values = {
        name: getattr(series, name)
        for name in sessions.GIVEN
        if getattr(one, name) == getattr(before, name)
    }
    sessions.change(session=one, values=values)


def _give_up(one: Session, others: list[Session], outcome: Outcome, by) -> None:
    """Write its leaders down for the nearest session of the week and call it off."""
    week = dates.week_start(one.on)
    near = [
        other
        for other in others
        if other.pk != one.pk and not other.is_cancelled and dates.week_start(other.on) == week
    ]
    target = min(near, key=lambda other: abs(other.starts_at - one.starts_at), default=None)
    if target:
        _hand_over(one, target)
    outcome.cancelled += 1
    sessions.cancel(session=one, reason=_reason(target), by=by, off_rule=True)


def _hand_over(one: Session, target: Session) -> None:
    """Who was coming comes there, as far as there are seats; a word that somebody gave on the
    other session herself stays."""
    said = set(Booking.objects.filter(session=target).values_list("leader_id", flat=True))
    coming = Booking.objects.filter(session=one, coming=True).exclude(leader__in=said)
    for row in coming.select_related("leader").order_by(
        F("waiting_since").asc(nulls_first=True), "pk"
    ):
        try:
            booking.book(session=target, leader=row.leader)
        except Refusal:
            continue


def _reason(target: Session | None) -> str:
    """Kept as text with the session, so in the school's own language."""
    with override("zh-hans"):
        if target is None:
            return _("The timetable has changed.")
        return _("The timetable has changed. Come %(when)s instead.") % {
            "when": spoken(target.starts_at)
        }
