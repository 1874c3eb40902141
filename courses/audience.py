"""For whom a course is meant, and whether a leader is one of them.

Tier and cohort are kept by an upper floor. It says once where they are found (`know_standing`), as
look-ups from a leader; who has none is preparatory and new.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from courses.models import CoursePage
from school.lib import dates
from school.lib.prepared import prepared
from school.people.models import Leader

BEGINNING = {"tier": CoursePage.Tier.PREPARATORY.value, "cohort": CoursePage.Cohort.NEW.value}
_lookups: dict[str, str] = {}


@dataclass(frozen=True)
class Audience:
    """Empty means everybody; of what is named, all has to fit."""

    tiers: frozenset[str] = frozenset()
    cohorts: frozenset[str] = frozenset()
    intakes: frozenset[int] = frozenset()

    @property
    def is_everybody(self) -> bool:
        return not (self.tiers or self.cohorts or self.intakes)


EVERYBODY = Audience()


@dataclass
class Learner:
    """A leader whom the rules of access ask about. Her standing is read once, and only where a
    course asks for it."""

    leader: Leader | None
    today: date = field(default_factory=dates.today)

    @cached_property
    def standing(self) -> dict[str, str]:
        rows = _standing(self.leader.pk) if _lookups and self.leader else []
        return rows[0] if rows else BEGINNING

    def is_in(self, audience: Audience) -> bool:
        if audience.is_everybody:
            return True
        if audience.intakes and self.leader.intake_id not in audience.intakes:
            return False
        if audience.tiers and self.standing["tier"] not in audience.tiers:
            return False
        return not audience.cohorts or self.standing["cohort"] in audience.cohorts


def know_standing(*, tier: str, cohort: str) -> None:
    """Called by the floor that keeps them, before the first request: the look-ups from a leader
    to the code of her tier and to her cohort."""
    _lookups.update(tier=tier, cohort=cohort)


def rank() -> Case:
    """For a query of leaders: how high her tier is, from 1 for preparatory."""
    tiers = enumerate(CoursePage.Tier.values, 1) if _lookups else ()
    steps = [When(**{_lookups["tier"]: code}, then=Value(number)) for number, code in tiers]
    return Case(*steps, default=Value(1), output_field=IntegerField())


def leaders_in(audience: Audience) -> QuerySet[Leader]:
    """The leaders whom the school teaches and who belong to it: the same rule over everybody."""
    found = Leader.objects.studying()
    if audience.intakes:
        found = found.filter(intake__in=audience.intakes)
    for name, wanted in (("tier", audience.tiers), ("cohort", audience.cohorts)):
        if wanted:
            found = found.filter(_one_of(name, wanted))
    return found


def _one_of(name: str, wanted: frozenset[str]) -> Q:
    unknown = BEGINNING[name] in wanted
    if not _lookups:
        return Q(pk__isnull=not unknown)
    said = Q(**{f"{_lookups[name]}__in": wanted})
    return said | Q(**{f"{_lookups[name]}__isnull": True}) if unknown else said


@prepared
def _standing(leader_id: int):
    parts = {
        f"her_{name}": Coalesce(F(lookup), Value(BEGINNING[name]))
        for name, lookup in _lookups.items()
    }
    found = Leader.objects.filter(pk=leader_id).order_by().annotate(**parts)
    return found.values(tier=F("her_tier"), cohort=F("her_cohort"))
