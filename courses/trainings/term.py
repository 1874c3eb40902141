"""A term at once: the week's trainings and the topic night, for a region or an intake."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.db import transaction

from courses.meant import Meant
from courses.models import Rhythm, Series
from courses.trainings import session as sessions
from courses.trainings.preview import Date, next_dates
from school.lib import dates
from school.people.models import Intake

# Where the school has no such series yet: the hours that suit leaders best, after the parcels.
USUAL = {
    Series.Kind.GROUP: (1, time(13, 30)),
    Series.Kind.SALES: (2, time(20, 30)),
    Series.Kind.SKILLS: (4, time(13, 30)),
    Series.Kind.TOPIC: (3, time(20, 0)),
}


@dataclass(frozen=True)
class Proposal:
    """What the form begins with for one kind of training."""

    kind: str
    wanted: bool
    title: str
    title_en: str
    weekday: int
    starts_at: time
    minutes: int = 45


@dataclass(frozen=True)
class Outlook:
    """One series of the term before it is made."""

    series: Series
    dates: list[Date]

    @property
    def held(self) -> list[Date]:
        return [one for one in self.dates if one.starts_at]

    @property
    def left_out(self) -> list[Date]:
        return [one for one in self.dates if not one.starts_at]

    @property
    def clashing(self) -> list[Date]:
        return [one for one in self.dates if one.clashes]


def proposals() -> list[Proposal]:
    """The school's own week, as its newest running series have it; one query for them."""
    target = Rhythm.load().trainings_a_week
    counted = (*Series.TRAININGS[:target], Series.Kind.TOPIC)
    # Of several of a kind the first of the week; a repeat comes after it.
    running = Series.objects.filter(active=True).order_by("-weekday", "-starts_at")
    known = {one.kind: one for one in running}
    return [_proposal(kind, known.get(kind), kind in counted) for kind in USUAL]


def _proposal(kind: Series.Kind, known: Series | None, wanted: bool) -> Proposal:
    weekday, starts_at = USUAL[kind]
    if known is None:
        return Proposal(kind.value, wanted, str(kind.label), "", weekday, starts_at)
    return replace(
        Proposal(kind.value, wanted, known.title, known.title_en, known.weekday, known.starts_at),
        minutes=known.minutes,
    )


def outlook(series: Iterable[Series], meant: Meant) -> list[Outlook]:
    """What making these series would do."""
    return [Outlook(one, next_dates(one, meant, few=one_a_week(one))) for one in series]


def one_a_week(series: Series) -> int:
    """How many dates a weekly series has at most."""
    return (series.ends_on - max(series.starts_on, dates.today())).days // 7 + 1


def last_day(starts_on: date, weeks: int) -> date:
    """The Sunday that ends a term of so many weeks; the week of the first day counts."""
    return dates.week_start(starts_on) + timedelta(days=7 * weeks - 1)


@transaction.atomic
def begin(series: Iterable[Series], *, intakes: Iterable[Intake] = ()) -> int:
    """Save the series of a term and put them into the timetable; answers how many sessions there
    are now."""
    made, chosen = 0, list(intakes)
    for one in series:
        one.save()
        one.intakes.set(chosen)
        made += sessions.generate_sessions(series=one)
    return made
