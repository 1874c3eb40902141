"""A week of the school at a glance: what is held on which day, and for whom a training is missing.

The school promises so many kinds of training a week (`Rhythm`). A kind counts for a region or an
intake if a session of it is for all its leaders; a repeat of the same kind counts once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from courses import spoken
from courses.meant import is_for_all_of, meant_by
from courses.models import Holiday, Rhythm, Series, Session
from courses.trainings.conflicts import Clash, among
from school.lib import dates
from school.people import roles
from school.people.models import Intake, Leader, Region

# For so long after its start an intake is a class that needs trainings of its own.
CLASS_WEEKS = 12


@dataclass(frozen=True)
class Item:
    """A session in the grid. `mine`: this person may change it."""

    session: Session
    clashes: list[Clash]
    mine: bool


@dataclass(frozen=True)
class Day:
    on: date
    items: list[Item]
    holiday: Holiday | None
    today: bool

    @property
    def weekday(self) -> str:
        return spoken.weekday_name(self.on.weekday())


@dataclass(frozen=True)
class Line:
    """A region or an intake: the kinds of training that it has this week, and those missing."""

    region: Region | None
    intake: Intake | None
    held: list[str]
    missing: list[str]

    @property
    def name(self) -> str:
        return str(self.intake or self.region)

    @property
    def missing_words(self) -> list[tuple[str, str]]:
        return [(kind, Series.Kind(kind).label) for kind in self.missing]


@dataclass
class Week:
    """What the screen shows of the seven days from `monday` on."""

    monday: date
    target: int
    days: list[Day]
    intakes: list[Line]
    regions: list[Line]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)

    @cached_property
    def wanting(self) -> list[Line]:
        return [line for line in (*self.intakes, *self.regions) if line.missing]

    @property
    def clashing(self) -> int:
        """How many sessions share something that they can't share."""
        return sum(bool(item.clashes) for day in self.days for item in day.items)


def read_week(*, on: date, user) -> Week:
    """The week around a day, for a person of the staff. Managers see what concerns their regions,
    trainers and operations everything. The same number of queries however much there is."""
    monday = dates.week_start(on)
    rows = Session.objects.between(monday, monday + timedelta(days=6)).order_by("starts_at", "pk")
    rows = rows.select_related("series__region__parent", "trainer", "holiday")
    sessions = list(rows.prefetch_related("series__intakes"))
    regions, intakes = _places(user, monday)
    if roles.has_any(user, [roles.TRAINER, roles.OPERATIONS]) is False:
        sessions = [one for one in sessions if _concerns(one, regions)]
    planned = [(one.series.kind, meant_by(one.series)) for one in sessions if not one.is_cancelled]
    target = Rhythm.load().trainings_a_week
    return Week(
        monday,
        target,
        _days(monday, sessions, user),
        [_line(planned, target, one.region, one) for one in intakes],
        [_line(planned, target, one, None) for one in regions],
    )


def _places(user, monday: date) -> tuple[list[Region], list[Intake]]:
    """The regions and classes that have leaders who learn. A region is one that leaders are in,
    not one that is only around others."""
    here = Leader.objects.studying()
    regions = Region.objects.filter(Exists(here.filter(region=OuterRef("pk"))))
    began = (monday - timedelta(weeks=CLASS_WEEKS), monday + timedelta(days=6))
    intakes = Intake.objects.filter(
        Exists(here.filter(intake=OuterRef("pk"))), starts_on__range=began
    )
    if roles.has_any(user, [roles.TRAINER, roles.OPERATIONS]) is False:
        mine = Region.objects.looked_after_by(user.pk)
        regions, intakes = regions.filter(pk__in=mine), intakes.filter(Q(region__in=mine))
    return list(regions.select_related("parent")), list(intakes.select_related("region"))


def _concerns(session: Session, regions: list[Region]) -> bool:
    around = session.series.region
    return around is None or any(
        one.path.startswith(around.path) or around.path.startswith(one.path) for one in regions
    )


def _days(monday: date, sessions: list[Session], user) -> list[Day]:
    days = [monday + timedelta(days=number) for number in range(7)]
    holidays = {one.on: one for one in Holiday.objects.filter(on__range=(days[0], days[-1]))}
    numbers = [one.pk for one in sessions]
    mine = set(Session.objects.run_by(user).filter(pk__in=numbers).values_list("pk", flat=True))
    shared, items = among(sessions), defaultdict(list)
    for one in sessions:
        item = Item(one, shared.get(one.pk, []), one.pk in mine)
        items[dates.day_of(one.starts_at)].append(item)
    today = dates.today()
    return [Day(day, items[day], holidays.get(day), day == today) for day in days]


def _line(planned, target: int, region: Region | None, intake: Intake | None) -> Line:
    kinds = [str(kind) for kind in Series.TRAININGS[:target]]
    held = {kind for kind, meant in planned if is_for_all_of(meant, region=region, intake=intake)}
    here = [kind for kind in kinds if kind in held]
    return Line(region, intake, here, [kind for kind in kinds if kind not in held])
