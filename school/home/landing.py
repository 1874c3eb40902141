"""What the front page tells a visitor, read from what is true today."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from courses import spoken
from courses.models import Series
from school.home.models import HomePage
from school.lib import dates
from school.lib.money import yuan
from school.standing.kinds.base import plain
from school.standing.models import RuleSet

# What the table of tiers is reckoned for: a round sum that everybody can multiply.
SALES = Decimal(1000)


@dataclass(frozen=True)
class Meeting:
    """One regular training of the week, as people say it."""

    name: str
    weekday: str
    time: str


@dataclass(frozen=True)
class TierLine:
    """One paying tier: its name, its rate, and what that is of ¥1,000 sold."""

    name: str
    rate: str
    earns: str


def page_of_language() -> HomePage | None:
    """The published home page in the reader's language, else in any; None in an empty school."""
    pages = {page.locale.language_code: page for page in _published()}
    return pages.get(get_language()) or next(iter(pages.values()), None)


def facts() -> dict:
    """The timetable and the tiers for the page's template. Two or three queries."""
    series = list(Series.objects.for_everybody(dates.today()))
    trainings = _first_of_each_kind(series)
    return {
        "trainings": [_meeting(one) for one in trainings],
        "others": [_meeting(one) for one in series if one not in trainings],
        "minutes": max((one.minutes for one in trainings), default=0),
        "tiers": tier_lines(),
        "sales": yuan(SALES),
    }


def tier_lines() -> list[TierLine]:
    """The tiers that pay, by the approved rules of today; none before rules are approved."""
    rules = RuleSet.objects.valid_on(dates.today())
    if rules is None:
        return []
    rates = rules.rates.filter(rate__isnull=False).select_related("tier").order_by("tier__rank")
    return [
        TierLine(one.tier.title, f"{plain(one.rate * 100)}%", yuan(SALES * one.rate))
        for one in rates
    ]


def _meeting(series: Series) -> Meeting:
    name = spoken.weekday_name(series.weekday)
    return Meeting(series.name, name, f"{series.starts_at:%H:%M}")


def _published():
    return HomePage.objects.live().select_related("locale").order_by("path")


def _first_of_each_kind(series: list[Series]) -> list[Series]:
    """The week's trainings without their repeats and without topic nights."""
    first: dict[str, Series] = {}
    for one in series:
        if one.kind in Series.TRAININGS:
            first.setdefault(one.kind, one)
    return list(first.values())
