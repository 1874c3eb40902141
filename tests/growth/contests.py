"""Contests for tests: over the last two complete weeks, or running now."""

from datetime import timedelta

from school.growth.campaign import publish
from school.growth.models import Campaign, Entry
from school.lib import dates
from school.people.models import Leader

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MONDAY = dates.week_start(dates.today())


def contest(metric: str = "orders", **fields) -> Campaign:
    """A draft of this week and the next."""
    return Campaign.objects.create(
        **{
            "title": "开团赛",
            "title_en": "Opening race",
            "brief": "多开团",
            "brief_en": "Open **often**",
            "metric": metric,
            "starts_on": MONDAY,
            "ends_on": MONDAY + 13 * DAY,
        }
        | fields
    )


def running(metric: str = "orders", **fields) -> Campaign:
    return publish(contest(metric, **fields))


def over(metric: str = "orders", weeks: int = 2, **fields) -> Campaign:
    """One that ended last Sunday."""
    made = running(metric, **fields)
    Campaign.objects.filter(pk=made.pk).update(
        starts_on=MONDAY - weeks * WEEK, ends_on=MONDAY - DAY
    )
    made.refresh_from_db()
    return made


def entry(campaign: Campaign, leader: Leader, **fields) -> Entry:
    return Entry.objects.create(campaign=campaign, leader=leader, **fields)
