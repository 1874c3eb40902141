"""Who is at a session: what its live screen and its list show."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from courses.models import AttendanceMark, Booking, CheckIn, Prompt, Session
from courses.trainings.check_in_hints import Hint, hints_of
from school.people.models import Leader


@dataclass(frozen=True)
class Person:
    """A leader at one session: her word beforehand (None: she said nothing), what is marked
    (None: nothing), and what is odd about her check-in."""

    leader: Leader
    coming: bool | None
    mark: AttendanceMark | None
    hints: list[Hint] = field(default_factory=list)

    @property
    def is_here(self) -> bool:
        return bool(self.mark and self.mark.present)

    @property
    def is_away(self) -> bool:
        return bool(self.mark and not self.mark.present)

    @property
    def came_unbooked(self) -> bool:
        return self.is_here and not self.coming


@dataclass(frozen=True)
class Asked:
    """The latest question "Still here?": whether it waits, is open or is over, and how many of
    those who were asked have answered."""

    prompt: Prompt
    answers: int

    @property
    def state(self) -> str:
        now = timezone.now()
        if now < self.prompt.opens_at:
            return "waits"
        return "open" if now < self.prompt.closes_at else "over"


@dataclass(frozen=True)
class Live:
    """Everybody of a session, the latest to come first; those who are missing by name."""

    people: list[Person]
    asked: Asked | None

    @property
    def here(self) -> list[Person]:
        there = [one for one in self.people if one.is_here]
        return sorted(there, key=lambda one: one.mark.at, reverse=True)

    @property
    def expected(self) -> list[Person]:
        """Who booked and isn't there."""
        return [one for one in self.people if one.coming and not one.is_here]

    @property
    def unbooked(self) -> list[Person]:
        return [one for one in self.people if one.came_unbooked]

    @property
    def to_look_at(self) -> list[Person]:
        return [one for one in self.people if one.hints]


def live(session: Session) -> Live:
    """Who is there and who booked. A constant number of queries."""
    words, marks = _words(session), _marks(session)
    concerned = Leader.objects.filter(
        pk__in={pk for pk, comes in words.items() if comes} | {*marks}
    )
    leaders = concerned.select_related("user", "intake").order_by("user__name", "pk")
    return Live(_people(session, leaders, words, marks), _asked(session))


def on_list(session: Session, leaders: QuerySet[Leader]) -> list[Person]:
    """The same of these leaders, in their order."""
    return _people(session, leaders, _words(session), _marks(session))


def _people(session: Session, leaders: Iterable[Leader], words, marks) -> list[Person]:
    hints = hints_of(session)
    return [
        Person(one, words.get(one.pk), marks.get(one.pk), hints.get(one.pk, [])) for one in leaders
    ]


def _words(session: Session) -> dict[int, bool]:
    """Who waits for a seat has none: nobody expects her."""
    said = Booking.objects.filter(session=session, waiting_since=None)
    return dict(said.values_list("leader_id", "coming"))


def _marks(session: Session) -> dict[int, AttendanceMark]:
    return {one.leader_id: one for one in AttendanceMark.objects.current().filter(session=session)}


def _asked(session: Session) -> Asked | None:
    prompt = Prompt.objects.filter(session=session).last()
    if prompt is None:
        return None
    return Asked(prompt, CheckIn.objects.filter(prompt=prompt).count())
