"""Who says that she comes in the next seven days, who waits for a seat, and who can't come."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.utils import timezone

from courses.models import Booking, Series, Session
from school.home.starter.sample.people import BATCH
from school.home.starter.sample.plan import Plan
from school.people.models import Leader

YES_SHARE, NO_SHARE = 0.35, 0.06
# The room of a topic night is small, so that some wait.
TOPIC_SEATS = 60
REASONS = [Booking.Reason.WORK, Booking.Reason.WORK, Booking.Reason.FAMILY, Booking.Reason.TIME]
Pairs = list[tuple[Plan, Leader]]


def write_bookings(pairs: Pairs, chance: Random) -> None:
    now = timezone.now()
    soon = Session.objects.ahead().planned().filter(starts_at__gt=now)
    soon = soon.filter(starts_at__lte=now + timedelta(days=7)).select_related("series")
    topics = soon.filter(series__kind=Series.Kind.TOPIC, capacity=None)
    Session.objects.filter(pk__in=topics.values("pk")).update(capacity=TOPIC_SEATS)
    rows = [row for session in soon for row in _words(session, pairs, chance)]
    Booking.objects.bulk_create(rows, batch_size=BATCH)


def _words(session: Session, pairs: Pairs, chance: Random) -> Iterator[Booking]:
    """In the order in which they said so: the cast last, so that a visitor sees the waiting."""
    seats, began = session.capacity, timezone.now() - timedelta(days=1)
    turn = 0
    for plan, leader in sorted(pairs, key=lambda pair: pair[0].is_cast):
        drawn = 0.0 if plan.is_cast else chance.random()
        if drawn < (1 if plan.is_cast else YES_SHARE * plan.diligence):
            turn += 1
            waits = began + timedelta(minutes=turn) if seats and turn > seats else None
            yield Booking(session=session, leader=leader, waiting_since=waits)
        elif drawn > 1 - NO_SHARE:
            yield Booking(
                session=session, leader=leader, coming=False, reason=chance.choice(REASONS)
            )
