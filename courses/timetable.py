"""The timetable as one leader sees it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import spoken
from courses.models.attendance import AttendanceMark
from courses.models.booking import Booking
from courses.models.session import Session
from school.lib import dates
from school.lib.prepared import prepared
from school.people.models import Leader

NEXT_FEW = 3


@dataclass(frozen=True)
class Row:
    """One session and what this leader has to do with it. `coming` is None while she has said
    nothing, `present` while nobody has marked her."""

    session: Session
    coming: bool | None
    present: bool | None
    over: bool
    begun: bool

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
    def is_open_question(self) -> bool:
        """She could still say that she comes, and has said nothing."""
        return self.can_book and self.coming is None

    @property
    def phase(self) -> str:
        """"before", "on" or "over"; "cancelled" whenever it is called off."""
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
        return _row(one, now, coming=one.coming, present=one.present)
    return None


@prepared
def _next(leader_id: int, now: datetime):
    mine = {"leader": leader_id, "session": OuterRef("pk")}
    coming = Booking.objects.filter(**mine).order_by().values("coming")
    present = AttendanceMark.objects.current().filter(**mine).order_by().values("present")
    sessions = _in_turn().for_leader(leader_id).planned().ahead(now)
    return sessions.annotate(coming=Subquery(coming[:1]), present=Subquery(present[:1]))[:1]


def _in_turn():
    return Session.objects.select_related("series").order_by("starts_at", "pk")


def _meant_for(leader: Leader | None):
    return _in_turn().for_leader(leader.pk) if leader else _in_turn()


def _rows(sessions: list[Session], leader: Leader | None) -> list[Row]:
    now = timezone.now()
    begun = [one for one in sessions if one.has_started(now)]
    coming = _said(leader, Booking.objects, "coming", sessions)
    # Nobody is marked before it has begun: mostly that saves the question.
    present = _said(leader, AttendanceMark.objects.current(), "present", begun)
    return [
        _row(one, now, coming=coming.get(one.pk), present=present.get(one.pk)) for one in sessions
    ]


def _row(one: Session, now: datetime, *, coming: bool | None, present: bool | None) -> Row:
    return Row(one, coming, present, over=one.has_ended(now), begun=one.has_started(now))


def _said(leader: Leader | None, rows, field: str, sessions: list[Session]) -> dict[int, bool]:
    """What the rows say of this leader, by session."""
    if leader is None or not sessions:
        return {}
    numbers = [one.pk for one in sessions]
    found = rows.filter(leader=leader, session__in=numbers)
    return dict(found.values_list("session_id", field))
