"""What may happen to a booking: a leader says that she comes, and may think better of it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Booking, Session
from school.lib.refusal import Refusal
from school.people.models import Leader


@transaction.atomic
def book(*, session: Session, leader: Leader, coming: bool = True) -> Booking:
    """Keep a leader's latest word on a session; saying it twice changes nothing.

    Refuses: session-elsewhere (it is for another region), session-cancelled, session-started.
    """
    found = (
        Session.objects.select_for_update(of=("self",))
        .for_leader(leader.pk)
        .filter(pk=session.pk)
        .first()
    )
    if found is None:
        raise Refusal("session-elsewhere", _("This training is for another region."))
    if found.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if found.has_started():
        raise Refusal("session-started", _("This training has already begun."))
    booking, _made = Booking.objects.update_or_create(
        session=found, leader=leader, defaults={"coming": coming}
    )
    return booking
