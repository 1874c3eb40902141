"""Who comes to a session, who waits, and who can't and why: for the trainer who plans it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.cms.trainings.attendance import SessionScreen
from courses.meant import leaders_of
from courses.models import Booking, Session
from school.people.models import Leader


@dataclass(frozen=True)
class Words:
    """The words on a session that this person may read, by what they say."""

    seated: list[Booking]
    waiting: list[Booking]
    excused: list[Booking]
    silent: int


class BookingsScreen(SessionScreen):
    page_title = _("Who comes")
    header_icon = "group"
    template_name = "courses/cms/bookings.html"

    def get_context_data(self, **kwargs):
        words = words_on(self.session, self.request.user)
        return super().get_context_data(words=words, **kwargs)


def words_on(session: Session, user) -> Words:
    """All words on a session that this person runs, and how many leaders said nothing. Why
    somebody can't come is for her own trainer, coach and manager: for others it is left empty."""
    rows = Booking.objects.filter(session=session)
    said = list(
        rows.select_related("leader__user", "leader__intake").order_by("leader__user__name")
    )
    seen = set(_seen(session, user).values_list("pk", flat=True))
    for booking in said:
        if booking.leader_id not in seen:
            booking.reason = booking.words = ""
    waiting = sorted((one for one in said if one.is_waiting), key=_turn)
    silent = leaders_of(session.series).filter(~Q(bookings__session=session)).count()
    return Words(
        [one for one in said if one.is_seated],
        waiting,
        [one for one in said if not one.coming],
        silent,
    )


def _turn(booking: Booking) -> tuple:
    return booking.waiting_since, booking.pk


def _seen(session: Session, user):
    """Who leads the session reads the reasons of all; others those of their own leaders."""
    hers = Leader.objects.filter(bookings__session=session)
    return hers if session.trainer_id == user.pk else hers.visible_to(user)
