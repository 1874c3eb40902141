"""The timetable as one leader sees it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import spoken
from courses.models.trainings.attendance import AttendanceMark
from courses.models.trainings.booking import Booking
from courses.models.trainings.session import Session
from courses.trainings.zone import where_she_is, zone_of
from school.lib import dates
from school.lib.dates import SHANGHAI
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
    coming: bool | None
    present: bool | None
    over: bool
    begun: bool
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
    monday = dates.week_start(on or dates.today())
    last = monday + timedelta(days=13)
    rows = _rows(list(_meant_for(leader).between(monday, last)), leader)
    turn = monday + timedelta(days=7)
    early = [row for row in rows if dates.day_of(row.session.starts_at) < turn]
    return [Week(_("This week"), early), Week(_("Next week"), rows[len(early) :])]


def coming_up(*, leader: Leader | None, kind: str | None = None, few: int = NEXT_FEW) -> list[Row]:
    """The next few sessions that are not over, of one kind or of all."""
    sessions = _meant_for(leader).planned().ahead()
    if kind:
        sessions = sessions.of_kind(kind)
    return _rows(list(sessions[:few]), leader)


def only(session_id: int, *, leader: Leader | None) -> Row | None:
    """One session, if it is meant for her; any session for staff (None)."""
    rows = _rows(list(_meant_for(leader).filter(pk=session_id)), leader)
    return rows[0] if rows else None


def next_up(leader: Leader) -> Row | None:
    """The very next session for a leader: `coming_up` of one, by one prepared query."""
    now = timezone.now()
    for one in _next(leader.pk, now):
        word = (
            Booking(coming=one.coming, waiting_since=one.waits) if one.coming is not None else None
        )
        return _row(one, now, word=word, present=one.present)
    return None


@prepared
def _next(leader_id: int, now: datetime):
    mine = {"leader": leader_id, "session": OuterRef("pk")}
    word = Booking.objects.filter(**mine).order_by()
    present = AttendanceMark.objects.current().filter(**mine).order_by().values("present")
    sessions = _in_turn().for_leader(leader_id).planned().ahead(now)
    return sessions.annotate(
        coming=Subquery(word.values("coming")[:1]),
        waits=Subquery(word.values("waiting_since")[:1]),
        present=Subquery(present[:1]),
    )[:1]


def _in_turn():
    return Session.objects.select_related("series").order_by("starts_at", "pk")


def _meant_for(leader: Leader | None):
    return _in_turn().for_leader(leader.pk) if leader else _in_turn()


def _rows(sessions: list[Session], leader: Leader | None) -> list[Row]:
    now = timezone.now()
    words = _hers(leader, Booking.objects, sessions)
    # Nobody is marked before it has begun, nobody looks for a seat after: mostly that saves a
    # question.
    marks = _hers(
        leader, AttendanceMark.objects.current(), [s for s in sessions if s.has_started(now)]
    )
    seats = _seats(leader, [s for s in sessions if s.capacity and not s.has_started(now)])
    zone = zone_of(leader.user) if leader else SHANGHAI
    return [
        _row(
            one,
            now,
            word=words.get(one.pk),
            present=marks[one.pk].present if one.pk in marks else None,
            seats=seats.get(one.pk),
            abroad=where_she_is(one.starts_at, zone),
        )
        for one in sessions
    ]


def _row(one: Session, now: datetime, *, word: Booking | None, present: bool | None, **more) -> Row:
    said = {"waiting": word.is_waiting, "why_not": word.why_not} if word else {}
    return Row(
        one,
        word.coming if word else None,
        present,
        over=one.has_ended(now),
        begun=one.has_started(now),
        **said,
        **more,
    )


def _hers(leader: Leader | None, rows, sessions: list[Session]) -> dict:
    """The rows of this leader, by session."""
    if leader is None or not sessions:
        return {}
    found = rows.filter(leader=leader, session__in=[one.pk for one in sessions])
    return {row.session_id: row for row in found}


def _seats(leader: Leader | None, sessions: list[Session]) -> dict[int, Seats]:
    """The seats of these sessions, which all have a limit. One query, or none."""
    if leader is None or not sessions:
        return {}
    hers = Booking.objects.waiting().filter(leader=leader, session=OuterRef("session")).order_by()
    rows = Booking.objects.filter(session__in=[one.pk for one in sessions])
    rows = rows.annotate(
        since=Subquery(hers.values("waiting_since")[:1]), number=Subquery(hers.values("pk")[:1])
    )
    before = Q(waiting_since__lt=F("since")) | Q(waiting_since=F("since"), pk__lt=F("number"))
    counted = (
        rows.order_by()
        .values("session")
        .annotate(
            seated=Count("pk", filter=Q(coming=True, waiting_since__isnull=True)),
            ahead=Count("pk", filter=before),
        )
    )
    found = {row["session"]: row for row in counted}
    nobody = {"seated": 0, "ahead": 0}
    return {
        one.pk: Seats(
            max(0, one.capacity - found.get(one.pk, nobody)["seated"]),
            found.get(one.pk, nobody)["ahead"],
        )
        for one in sessions
    }
