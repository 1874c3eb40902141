"""The timetable as one leader sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import spoken
from courses.models.trainings.attendance import AttendanceMark
from courses.models.trainings.booking import Booking
from courses.models.trainings.session import Session, midnight
from courses.trainings.zone import where_she_is, zone_of
from school.lib import dates
from school.lib.prepared import prepared
from school.people.models import Leader

NEXT_FEW = 3


@dataclass(frozen=True)
class Seats:
    """The seats of a session that has a limit, and how many wait before somebody who waits."""

    left: int
    ahead: int = 0


@dataclass(frozen=True)
class Row:
    """One session and what this leader has to do with it. `coming` is None while she has said
    nothing, `present` while nobody has marked her, `seats` where as many may come as like.
    `abroad` is the weekday and hour on her own clock, if that isn't Shanghai's."""

    session: Session
    over: bool
    begun: bool
    coming: bool | None = None
    present: bool | None = None
    waiting: bool = False
    why_not: str = ""
    seats: Seats | None = None
    abroad: str = ""

    @property
    def weekday(self) -> str:
        return spoken.weekday(self.session.starts_at)

    @property
    def day(self) -> int:
        return dates.day_of(self.session.starts_at).day

    @property
    def spoken(self) -> str:
        """As people say it: "Wed 20:30"."""
        return spoken.spoken(self.session.starts_at)

    @property
    def when(self) -> str:
        """The day in full: "Thu · November 26"."""
        return f"{self.weekday} · {spoken.day(self.session.starts_at)}"

    @property
    def meta(self) -> str:
        """When, how long and where, in one line."""
        parts = [
            spoken.clock(self.session.starts_at),
            _("%(minutes)s min") % {"minutes": self.session.minutes},
        ]
        if self.session.place:
            parts.append(self.session.place)
        elif self.session.meeting_link:
            parts.append(_("online"))
        return " · ".join(parts)

    @property
    def can_book(self) -> bool:
        return not self.begun and not self.session.is_cancelled

    @property
    def is_seated(self) -> bool:
        return bool(self.coming) and not self.waiting

    @property
    def asks_why(self) -> bool:
        """She said no, and not yet why."""
        return self.can_book and self.coming is False and not self.why_not

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """What she may tap to say why she can't come."""
        return Booking.Reason.choices

    @property
    def must_wait(self) -> bool:
        """A yes now would be a place in the waiting list."""
        return self.seats is not None and not self.seats.left and not self.coming

    @property
    def seats_said(self) -> str:
        """What she should know of the seats: her turn, or how many are left."""
        if self.seats is None or not self.can_book or self.is_seated:
            return ""
        if self.waiting:
            return _("You are number %(number)s in turn.") % {"number": self.seats.ahead + 1}
        if not self.seats.left:
            return _("All seats are taken. You can wait for one.")
        left = ngettext("%(number)s seat left", "%(number)s seats left", self.seats.left)
        return left % {"number": self.seats.left}

    @property
    def is_open_question(self) -> bool:
        """She could still say that she comes, and has said nothing."""
        return self.can_book and self.coming is None

    @property
    def phase(self) -> str:
        """ "before", "on" or "over"; "cancelled" whenever it is called off."""
        if self.session.is_cancelled:
            return "cancelled"
        return "over" if self.over else "on" if self.begun else "before"

    @property
    def is_on(self) -> bool:
        return self.begun and not self.over and not self.session.is_cancelled


@dataclass(frozen=True)
class Week:
    """One calendar week's rows, with the word for it."""

    title: str
    rows: list[Row]


def two_weeks(*, leader: Leader | None, on: date | None = None) -> list[Week]:
    """This week and the next, from Monday, with all sessions that are meant for her."""
    monday, now = dates.week_start(on or dates.today()), timezone.now()
    first, turn, before = (midnight(monday + timedelta(weeks=number)) for number in range(3))
    if leader:
        sessions = _of_days(leader.pk, first, before, now)
    else:
        sessions = _in_turn().starting(first, before)
    rows = _rows(sessions, leader, now)
    early = [row for row in rows if row.session.starts_at < turn]
    return [Week(_("This week"), early), Week(_("Next week"), rows[len(early) :])]


def coming_up(*, leader: Leader | None, kind: str | None = None, few: int = NEXT_FEW) -> list[Row]:
    """The next few sessions that are not over, of one kind or of all."""
    now = timezone.now()
    sessions = _hers(leader.pk, now) if leader else _in_turn()
    sessions = sessions.planned().ahead(now)
    if kind:
        sessions = sessions.of_kind(kind)
    return _rows(sessions[:few], leader, now)


def only(session_id: int, *, leader: Leader | None) -> Row | None:
    """One session, if it is meant for her; any session for staff (None)."""
    now, any_of_them = timezone.now(), _in_turn().filter(pk=session_id)
    sessions = _one(leader.pk, session_id, now) if leader else any_of_them
    return next(iter(_rows(sessions, leader, now)), None)


def next_up(leader: Leader) -> Row | None:
    """The very next session for a leader: `coming_up` of one, without its seats."""
    now = timezone.now()
    for one in _next(leader.pk, now):
        return _row(one, now, **_her_part(one))
    return None


@prepared
def _next(leader_id: int, now: datetime):
    sessions = _in_turn().for_leader(leader_id).planned().ahead(now)
    return sessions.annotate(**_her_word(leader_id))[:1]


@prepared
def _of_days(leader_id: int, first: datetime, before: datetime, now: datetime):
    return _hers(leader_id, now).starting(first, before)


@prepared
def _one(leader_id: int, session_id: int, now: datetime):
    return _hers(leader_id, now).filter(pk=session_id)


def _in_turn():
    return Session.objects.select_related("series").order_by("starts_at", "pk")


def _hers(leader_id: int, now: datetime):
    """The sessions that are meant for her, each with her word, her mark and the seats."""
    sessions = _in_turn().for_leader(leader_id)
    return sessions.annotate(**_her_word(leader_id), **_taken(leader_id, now))


def _her_word(leader_id: int) -> dict[str, Subquery]:
    hers = {"leader": leader_id, "session": OuterRef("pk")}
    word = Booking.objects.filter(**hers).order_by()
    mark = AttendanceMark.objects.current().filter(**hers).order_by()
    return {
        "coming": Subquery(word.values("coming")[:1]),
        "waits": Subquery(word.values("waiting_since")[:1]),
        "reason": Subquery(word.values("reason")[:1]),
        "words": Subquery(word.values("words")[:1]),
        "present": Subquery(mark.values("present")[:1]),
    }


def _taken(leader_id: int, now: datetime) -> dict[str, Case]:
    """Who has a seat, and who waits before her; null where there is no limit, or it has begun."""
    hers = Booking.objects.waiting().filter(leader=leader_id, session=OuterRef("session"))
    since, number = (Subquery(hers.order_by().values(name)[:1]) for name in ("waiting_since", "pk"))
    before = Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=number)
    matters = Q(capacity__isnull=False, starts_at__gt=now)
    return {
        "seated": Case(When(matters, then=_counted(Booking.objects.seated()))),
        "ahead": Case(When(matters, then=_counted(Booking.objects.waiting().filter(before)))),
    }


def _counted(bookings) -> Coalesce:
    rows = bookings.filter(session=OuterRef("pk")).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def _rows(sessions: Iterable[Session], leader: Leader | None, now: datetime) -> list[Row]:
    if leader is None:
        return [_row(one, now) for one in sessions]
    zone = zone_of(leader.user)
    return [
        _row(
            one,
            now,
            seats=_seats(one),
            abroad=where_she_is(one.starts_at, zone),
            **_her_part(one),
        )
        for one in sessions
    ]


def _row(one: Session, now: datetime, **hers) -> Row:
    return Row(one, over=one.has_ended(now), begun=one.has_started(now), **hers)


def _her_part(one) -> dict[str, Any]:
    """What `_her_word` found, in the words of a row."""
    if one.coming is None:
        return {"present": one.present}
    word = Booking(coming=one.coming, waiting_since=one.waits, reason=one.reason, words=one.words)
    said = {"coming": one.coming, "waiting": word.is_waiting, "why_not": word.why_not}
    return said | {"present": one.present}


def _seats(one) -> Seats | None:
    return None if one.seated is None else Seats(max(0, one.capacity - one.seated), one.ahead)
