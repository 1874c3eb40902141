"""Trainings as calendar apps read them: RFC 5545, written with icalendar.

What an app is promised:

- a session keeps its UID for ever, in the file of one session and in everybody's feed;
- SEQUENCE rises when it is moved, called off or held after all (`Session.sequence`);
- one that is called off stays as CANCELLED for `KEEP`, so that apps which only add hear of it;
- CONFIRMED is what she said yes to, TENTATIVE what she waits for or hasn't answered; what she said
  no to is left out;
- without a METHOD, DTSTAMP is the same moment as LAST-MODIFIED (RFC 5545, 3.8.7.2): the text
  changes only when something in it does, and so does its ETag.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone

from courses.models import Booking, CalendarFeed, Session
from courses.models.trainings.calendar_feed import new_token
from school.lib.dates import SHANGHAI
from school.people.access import leader_of
from school.people.models import Leader, User

KEEP = timedelta(weeks=4)
REFRESH = timedelta(hours=1)
ALARM_BEFORE = timedelta(hours=1)
# Every school's sessions are numbered from one, so the number alone would not do.
NAMESPACE = UUID("5f0c2f0e-6b53-4c1e-9d53-1c6a0a8b2f11")
PRODUCT = "-//Group Leader Business School//Trainings//EN"
# Rises when the text of an unchanged session changes.
EDITION = "1"
# Clocks in China last changed in 1991; calendars end where 32-bit seconds do.
ZONE_FROM, ZONE_TO = date(1992, 1, 1), date(2037, 12, 31)

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """A session as it stands in somebody's calendar."""

    session: Session
    status: str
    waiting: bool
    changed_at: datetime

    @property
    def fingerprint(self) -> tuple:
        """Everything that its text is made of, but the language."""
        one = self.session
        return (
            one.pk,
            one.sequence,
            one.name,
            one.starts_at,
            one.ends_at,
            one.place,
            one.meeting_link,
            one.why_cancelled,
            self.status,
            self.waiting,
            self.changed_at,
        )


# --- Whose calendar -----------------------------------------------------------------------------


def feed_of(user: User) -> CalendarFeed:
    """The address of a person's calendar; made when she first asks."""
    return CalendarFeed.objects.get_or_create(user=user)[0]


@transaction.atomic
def renew(*, user: User) -> CalendarFeed:
    """Give her a new address; the old one answers nobody any more."""
    feed, _made = CalendarFeed.objects.select_for_update().get_or_create(user=user)
    feed.token, feed.renewed_at = new_token(), timezone.now()
    feed.save(update_fields=["token", "renewed_at"])
    return feed


def owner_of(token: str) -> User | None:
    """Whose calendar this address is; nobody's once she has left or renewed it."""
    feeds = CalendarFeed.objects.select_related("user__leader")
    feed = feeds.filter(token=token, user__is_active=True).first()
    if feed is None:
        return None
    leader = leader_of(feed.user)
    gone = leader is not None and leader.status not in Leader.STUDYING
    return None if gone else feed.user


def entries_of(user: User, now: datetime | None = None) -> list[Entry]:
    """What stands in her calendar: a leader's are the sessions meant for her, a trainer's those
    that she leads; from `KEEP` ago to as far as the timetable is made. One query."""
    sessions = Session.objects.filter(starts_at__gte=(now or timezone.now()) - KEEP)
    sessions = sessions.select_related("series", "holiday").order_by("starts_at", "pk")
    leader = leader_of(user)
    if leader is None:
        return [_entry(one, coming=True) for one in sessions.filter(trainer=user)]
    hers = with_word(sessions.for_leader(leader.pk), leader)
    hers = hers.filter(Q(coming__isnull=True) | Q(coming=True))
    return [_entry(one, coming=one.coming, waiting=one.waits, said_at=one.said_at) for one in hers]


def with_word(sessions, leader: Leader):
    """Sessions with her word on them: `coming` (None if she said nothing), `waits`, `said_at`."""
    word = Booking.objects.filter(session=OuterRef("pk"), leader=leader).order_by()
    return sessions.annotate(
        coming=Subquery(word.values("coming")[:1]),
        waits=Subquery(word.values("waiting_since")[:1]),
        said_at=Subquery(word.values("at")[:1]),
    )


def entry_for(session: Session, leader: Leader | None) -> Entry:
    """One session in her calendar; for staff as it stands in the timetable."""
    booking = Booking.objects.filter(session=session, leader=leader).first() if leader else None
    if booking is None:
        return _entry(session, coming=None if leader else True)
    return _entry(session, coming=booking.coming, waiting=booking.waiting_since, said_at=booking.at)


def _entry(session: Session, *, coming: bool | None, waiting=None, said_at=None) -> Entry:
    status = CONFIRMED if coming and waiting is None else TENTATIVE
    if session.is_cancelled:
        status = CANCELLED
    changed = max(filter(None, (session.changed_at, said_at)))
    return Entry(session, status, waiting is not None, changed)


# --- As text ------------------------------------------------------------------------------------


def etag_of(entries: Iterable[Entry], language: str) -> str:
    """A short name of what the calendar says, without writing it."""
    parts = [EDITION, settings.BASE_URL, language, *(entry.fingerprint for entry in entries)]
    return sha256(repr(parts).encode()).hexdigest()[:32]


def written(entries: Iterable[Entry], language: str) -> bytes:
    """The calendar as a file, in this language."""
    with translation.override(language):
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", PRODUCT)
        # Once as RFC 7986 writes it, once as most apps read it.
        for name in ("name", "x-wr-calname"):
            calendar.add(name, _("My trainings"))
        calendar.add("x-wr-timezone", SHANGHAI.key)
        calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", REFRESH)
        calendar.add_component(_shanghai())
        for entry in entries:
            calendar.add_component(_event(entry))
        return calendar.to_ical()


def uid_of(session: Session) -> str:
    return str(uuid5(NAMESPACE, f"session/{session.pk}"))


def address_of(session: Session) -> str:
    """Where she reads about it, whole."""
    return f"{settings.BASE_URL}{reverse('courses:session', args=[session.pk])}"


def _shanghai() -> Timezone:
    zone = Timezone.from_tzinfo(SHANGHAI, first_date=ZONE_FROM, last_date=ZONE_TO)
    zone.pop("comment", None)
    return zone


def _event(entry: Entry) -> Event:
    session, changed = entry.session, entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event = Event.new(
        uid=uid_of(session),
        summary=_summary(entry),
        description=_description(entry),
        start=session.starts_at.astimezone(SHANGHAI),
        end=session.ends_at.astimezone(SHANGHAI),
        location=session.place or session.meeting_link or None,
        url=address_of(session),
        status=entry.status,
        sequence=session.sequence,
        stamp=changed,
        last_modified=changed,
        categories=[str(session.series.get_kind_display())],
        transparency="OPAQUE" if entry.status == CONFIRMED else "TRANSPARENT",
    )
    if entry.status == CONFIRMED:
        event.add_component(_alarm(session))
    return event


def _alarm(session: Session) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", session.name)
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm


def _summary(entry: Entry) -> str:
    """Apps that know nothing of STATUS still show the words."""
    name = {"name": entry.session.name}
    if entry.status == CANCELLED:
        return _("Called off: %(name)s") % name
    return _("Waiting for a seat: %(name)s") % name if entry.waiting else entry.session.name


def _description(entry: Entry) -> str:
    session = entry.session
    lines = [session.why_cancelled] if entry.status == CANCELLED else [session.meeting_link]
    lines.append(address_of(session))
    return "\n".join(line for line in lines if line)
