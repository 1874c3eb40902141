"""What may happen to a booking: a leader says that she comes or not, waits where the seats are
taken, and moves up when one gets free.

Who taps first has the seat; who comes later waits in turn. As soon as a seat gets free, the first
in turn has it and is told, until `ComingSettings.move_up_minutes` before the start: nobody should
learn on her way to the market that she was expected. From then on a free seat is for whoever taps
first, waiting or not.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Booking, ComingSettings, Session
from courses.trainings import letters
from school.lib.refusal import Refusal
from school.people.models import Leader


@transaction.atomic
def book(*, session: Session, leader: Leader, coming: bool = True) -> Booking:
    """Keep a leader's latest word on a session; saying it twice changes nothing. Where the seats
    are taken she waits: see `is_waiting` of the answer. A no frees her seat for who waits.

    Refuses: session-elsewhere (it is for others), session-cancelled, session-started,
    booking-closed (the school asks for an earlier word).
    """
    found = _locked(Session.objects.for_leader(leader.pk), session.pk)
    if found is None:
        raise Refusal("session-elsewhere", _("This training is for other leaders."))
    _check_open(found)
    _fill(found)
    before = Booking.objects.filter(session=found, leader=leader).first()
    booking = before or Booking(session=found, leader=leader)
    if before is None or before.coming != coming or (coming and before.is_waiting):
        _write(booking, coming)
    if not coming:
        _fill(found)
    return booking


@transaction.atomic
def say_why(*, session: Session, leader: Leader, reason: str = "", words: str = "") -> Booking:
    """Keep why she can't come, for her coach and trainer: a choice, words of hers, or both.

    Refuses: booking-not-a-no.
    """
    booking = Booking.objects.select_for_update().filter(session=session, leader=leader).first()
    if booking is None or booking.coming:
        raise Refusal("booking-not-a-no", _("You haven't said no to this training."))
    booking.reason = reason if reason in Booking.Reason.values else ""
    booking.words = words.replace("\x00", "").strip()[: Booking._meta.get_field("words").max_length]
    booking.save(update_fields=["reason", "words", "at"])
    return booking


@transaction.atomic
def move_up(*, session: Session) -> list[Booking]:
    """Give free seats to those who wait, in turn, and tell them; answers with those moved up. For
    when seats were added, or a called-off session is held after all."""
    found = _locked(Session.objects.all(), session.pk)
    return _fill(found) if found else []


def move_up_everywhere() -> int:
    """Look at every session that somebody waits for; answers how many leaders got a seat."""
    waiting = Booking.objects.waiting().filter(session__starts_at__gt=timezone.now())
    sessions = Session.objects.planned().filter(pk__in=waiting.order_by().values("session"))
    return sum(len(move_up(session=session)) for session in sessions)


def seats_left(session: Session) -> int | None:
    """Free seats, never below 0; None where as many may come as like."""
    if session.capacity is None:
        return None
    return max(0, session.capacity - Booking.objects.seated().filter(session=session).count())


def _locked(sessions, number: int) -> Session | None:
    """The session's row, held to the end of the transaction: words on one session come one after
    the other, so two can't take the last seat."""
    return sessions.select_for_update(of=("self",)).filter(pk=number).first()


def _check_open(session: Session) -> None:
    now = timezone.now()
    if session.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if session.has_started(now):
        raise Refusal("session-started", _("This training has already begun."))
    if now >= closes_at(session):
        raise Refusal(
            "booking-closed", _("The list is closed. Call your trainer if something has changed.")
        )


def closes_at(session: Session) -> datetime:
    """Until when her word counts."""
    return session.starts_at - timedelta(minutes=ComingSettings.load().close_minutes)


def _moves_up_until(session: Session) -> datetime:
    return session.starts_at - timedelta(minutes=ComingSettings.load().move_up_minutes)


def _write(booking: Booking, coming: bool) -> None:
    booking.coming = coming
    if not coming:
        booking.waiting_since = None
    elif seats_left(booking.session) == 0:
        booking.waiting_since = booking.waiting_since or timezone.now()
    else:
        booking.waiting_since = None
    if coming:
        booking.reason = booking.words = ""
    booking.save()


def _fill(session: Session) -> list[Booking]:
    """Seat who waits, in turn. The caller holds the session's row."""
    free = seats_left(session)
    if session.is_cancelled or timezone.now() >= _moves_up_until(session) or free == 0:
        return []
    first = Booking.objects.waiting().filter(session=session).select_related("leader__user")
    seated = list(first[:free])
    for booking in seated:
        booking.waiting_since = None
        booking.save(update_fields=["waiting_since", "at"])
        letters.seat(session=session, leader=booking.leader)
    return seated
