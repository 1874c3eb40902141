"""What leaders are told about trainings: the sentences, and who is told which of them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from courses import spoken
from courses.models import Booking, Reminder, Session
from courses.trainings.zone import where_she_is, zone_of
from school.notices import templates
from school.notices.send import Letter, send_all
from school.people.models import Leader

# A change this near must not wait in an inbox.
SOON = timedelta(days=1)

_SAMPLE = {
    "name": "销售培训",
    "when": "11-25 20:30",
    "at": "11-25 20:30",
    "hour": "20:30",
    "before": "11-24 20:30",
    "where": "",
}
_register = partial(templates.register, topic="training")

_register(
    "training-seat",
    _("There is a seat for you: %(name)s"),
    _(
        "%(when)s. You were waiting and have moved up. Can't you come after all? Say so, and the "
        "next one gets the seat."
    ),
    _("There is a seat for you: %(name)s, %(when)s."),
    name=_("Moved up from the waiting list"),
    sample=_SAMPLE,
)
_register(
    "training-moved",
    _("New time: %(name)s"),
    _("Not %(before)s any more, but %(when)s. %(kept)s Does it not suit you? Say so in one tap."),
    _("%(name)s has a new time: not %(before)s, but %(when)s."),
    name=_("A training is moved"),
    sample=_SAMPLE | {"kept": ""},
)
_register(
    "training-cancelled",
    _("Called off: %(name)s"),
    _("The training on %(when)s doesn't take place. %(reason)s"),
    _("Called off: %(name)s on %(when)s."),
    name=_("A training is called off"),
    sample=_SAMPLE | {"reason": ""},
)
_register(
    "training-restored",
    _("It takes place after all: %(name)s"),
    _("%(when)s. %(kept)s Does it not suit you? Say so in one tap."),
    _("%(name)s on %(when)s takes place after all."),
    name=_("A training takes place after all"),
    sample=_SAMPLE | {"kept": ""},
)
_register(
    "training-day",
    _("%(when)s: %(name)s"),
    _("You said that you're coming. %(where)s"),
    _("%(when)s: %(name)s. See you there!"),
    _("%(at)s: %(name)s. Say in the school whether you come."),
    name=_("The day before a training, for those who come"),
    sample=_SAMPLE,
)
_register(
    "training-ask",
    _("Are you coming? %(when)s: %(name)s"),
    _("One tap, yes or no, and your trainer can plan with you. %(where)s"),
    group=_("%(at)s: %(name)s. Say in the school whether you come."),
    name=_("The day before a training, for those who said nothing"),
    sample=_SAMPLE,
)
_register(
    "training-hour",
    _("Today at %(clock)s: %(name)s"),
    _("See you soon! %(where)s"),
    _("Today at %(clock)s: %(name)s. %(where)s"),
    _("Today at %(hour)s: %(name)s. %(where)s"),
    name=_("The hour before a training"),
    sample=_SAMPLE | {"clock": "20:30"},
)

KEPT = _("Your seat is kept.")
KEPT_WAITING = _("You keep your turn in the waiting list.")


def seat(*, session: Session, leader: Leader) -> None:
    """She has moved up from the waiting list."""
    send_all(
        [
            Letter(
                leader.user,
                "training-seat",
                _values(session, leader),
                link=link_to(session),
                key=f"seat:{session.pk}:{timezone.now():%Y%m%d%H%M%S}",
                important=_is_soon(session.starts_at),
                until=session.starts_at,
            )
        ]
    )


def changed(
    what: str,
    *,
    session: Session,
    bookings: Iterable[Booking],
    version: int,
    before: datetime | None = None,
    reason: str = "",
) -> int:
    """Tell those who come or wait that it is "moved", "cancelled" or "restored"; answers how many
    were told now. Once for each `version` of the session."""
    letters = [
        Letter(
            booking.leader.user,
            f"training-{what}",
            _values(session, booking.leader)
            | {
                "before": _when(before or session.starts_at, booking.leader),
                "kept": KEPT_WAITING if booking.is_waiting else KEPT,
                "reason": _why(session) if session.holiday_id else reason,
            },
            link=link_to(session),
            key=f"training-{what}:{session.pk}:{version}",
            important=_is_soon(min(before or session.starts_at, session.starts_at)),
        )
        for booking in bookings
    ]
    return len(send_all(letters))


def remind(which: str, *, session: Session, leaders: Iterable[Leader], of: str) -> None:
    """Remind these leaders; each has `said` of her if she comes."""
    codes = {Reminder.Which.HOUR: ("training-hour", "training-hour")}
    comes, silent = codes.get(which, ("training-day", "training-ask"))
    send_all(
        Letter(
            leader.user,
            comes if leader.said else silent,
            _values(session, leader),
            link=link_to(session),
            key=f"reminder:{session.pk}:{which}:{of}",
            until=session.starts_at,
        )
        for leader in leaders
    )


def link_to(session: Session) -> str:
    return reverse("courses:session", args=[session.pk])


def _values(session: Session, leader: Leader) -> dict[str, Any]:
    """`when` and `clock` are for her, `at` and `hour` for a chat group."""
    starts = session.starts_at
    return {
        "name": _named(session),
        "when": _when(starts, leader),
        "clock": _on_her_clock(spoken.clock, starts, leader),
        "at": _in_language(spoken.in_full, starts),
        "hour": spoken.clock(starts),
        "where": session.place or session.meeting_link,
    }


def _named(session: Session) -> Callable[[str], str]:
    return _in_language(lambda one: one.name, session)


def _why(session: Session) -> Callable[[str], str]:
    return _in_language(lambda one: one.why_cancelled, session)


def _when(moment: datetime, leader: Leader) -> Callable[[str], str]:
    return _on_her_clock(spoken.in_full, moment, leader)


def _on_her_clock(
    say: Callable[[datetime], str], moment: datetime, leader: Leader
) -> Callable[[str], str]:
    """The moment in Shanghai, and for who lives elsewhere on her own clock too."""
    zone = zone_of(leader.user)

    def both(one: datetime) -> str:
        there = where_she_is(one, zone)
        said = {"when": say(one), "there": there}
        return str(_("%(when)s (%(there)s where you are)")) % said if there else said["when"]

    return _in_language(both, moment)


def _in_language(say: Callable[[Any], str], value: Any) -> Callable[[str], str]:
    def said(language: str) -> str:
        with translation.override(language):
            return say(value)

    return said


def _is_soon(moment: datetime) -> bool:
    return moment - timezone.now() < SOON
