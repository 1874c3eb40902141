"""For whom a series is meant: `SessionQuerySet.for_leader` asked the other way round."""

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.audience import rank
from courses.models import CoursePage, Series
from school.people.models import Intake, Leader, Region


def ranks() -> list[tuple[int, str]]:
    """The tiers by number, as `Series.lowest_rank` counts them."""
    return list(enumerate(CoursePage.Tier.labels, 1))


def leaders_of(series: Series) -> QuerySet[Leader]:
    """The leaders whom the school teaches and for whom a series is meant."""
    meant = Leader.objects.studying()
    if series.region_id:
        meant = meant.filter(region__in=Region.objects.within([series.region]))
    if intakes := [one.pk for one in series.intakes.all()]:
        meant = meant.filter(intake__in=intakes)
    if series.lowest_rank:
        meant = meant.annotate(rank=rank()).filter(rank__gte=series.lowest_rank)
    if series.language:
        meant = meant.filter(user__language=series.language)
    return meant


@dataclass(frozen=True)
class Meant:
    """For whom a series is, at hand for comparing many of them. Empty is everybody."""

    region: Region | None = None
    intakes: frozenset[int] = frozenset()
    lowest_rank: int = 1
    language: str = ""


def meant_by(series: Series) -> Meant:
    """Asks nothing where the series' region and intakes are loaded."""
    intakes = frozenset(one.pk for one in series.intakes.all())
    return Meant(series.region, intakes, series.lowest_rank or 1, series.language)


def share_leaders(one: Meant, other: Meant) -> bool:
    """Could somebody be meant by both?"""
    if one.region and other.region:
        mine, theirs = one.region.path, other.region.path
        if not (mine.startswith(theirs) or theirs.startswith(mine)):
            return False
    if one.language and other.language and one.language != other.language:
        return False
    return not one.intakes or not other.intakes or bool(one.intakes & other.intakes)


def is_for_all_of(meant: Meant, *, region: Region | None, intake: Intake | None = None) -> bool:
    """Is it for every leader of a region (or of an intake), in whatever tier and language?"""
    if meant.language or meant.lowest_rank > 1:
        return False
    if meant.region and not (region and region.path.startswith(meant.region.path)):
        return False
    return not meant.intakes or (intake is not None and intake.pk in meant.intakes)
