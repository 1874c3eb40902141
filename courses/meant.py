"""For whom a series is meant: `SessionQuerySet.for_leader` asked the other way round."""

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


def share_leaders(one: Series, other: Series) -> bool:
    """Could somebody be meant by both? Asks nothing where regions and intakes are at hand."""
    if one.region_id and other.region_id:
        paths = one.region.path, other.region.path
        if not (paths[0].startswith(paths[1]) or paths[1].startswith(paths[0])):
            return False
    if one.language and other.language and one.language != other.language:
        return False
    mine, theirs = _intakes(one), _intakes(other)
    return not mine or not theirs or bool(mine & theirs)


def is_for_all_of(series: Series, *, region: Region | None, intake: Intake | None = None) -> bool:
    """Is it for every leader of a region (or of an intake), in whatever tier and language?"""
    if series.language or (series.lowest_rank or 1) > 1:
        return False
    if series.region_id and not (region and region.path.startswith(series.region.path)):
        return False
    chosen = _intakes(series)
    return not chosen or (intake is not None and intake.pk in chosen)


def _intakes(series: Series) -> set[int]:
    return {one.pk for one in series.intakes.all()}
