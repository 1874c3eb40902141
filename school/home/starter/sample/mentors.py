"""What the strong leaders do for the others: newcomers whom they have mentored, and topic nights
that they have hosted."""

from datetime import date, timedelta

from courses.models import Series, Session
from school.home.starter.sample.people import BATCH
from school.home.starter.sample.plan import Plan
from school.people.models import Leader
from school.standing.models import Mentorship, Tier

# Of the best-selling advanced leaders so many have mentored, and all of them but the first have
# hosted, so that one waits for nothing and another for a topic night.
STRONG_ADVANCED = 3
LASTED = timedelta(days=30)
Pairs = list[tuple[Plan, Leader]]


def write_hosts(pairs: Pairs) -> None:
    """Give the topic nights of the past to those who have something to tell, by turns."""
    hosts = [leader for _plan, leader in [*_advanced(pairs)[1:], *_core(pairs)]]
    nights = Session.objects.of_kind(Series.Kind.TOPIC).exclude(pk__in=Session.objects.ahead())
    nights = list(nights.order_by("-starts_at"))
    for at, night in enumerate(nights if hosts else []):
        night.host = hosts[at % len(hosts)]
    Session.objects.bulk_update(nights, ["host"], batch_size=BATCH)


def write_mentors(pairs: Pairs, today: date) -> None:
    """Each of them has seen one newcomer through her first month."""
    mentors = [leader for _plan, leader in [*_core(pairs), *_advanced(pairs)]]
    newcomers = [
        (plan, leader)
        for plan, leader in pairs
        if plan.tier == Tier.ORDINARY and not plan.is_cast and plan.joined_on + LASTED < today
    ]
    newcomers.sort(key=lambda pair: pair[0].joined_on, reverse=True)
    Mentorship.objects.bulk_create(
        Mentorship(
            mentor=mentor,
            newcomer=newcomer,
            began_on=plan.joined_on,
            ended_on=plan.joined_on + LASTED,
            outcome=Mentorship.Outcome.DONE,
        )
        for mentor, (plan, newcomer) in zip(mentors, newcomers, strict=False)
    )


def _core(pairs: Pairs) -> Pairs:
    return [pair for pair in pairs if pair[0].tier == Tier.CORE]


def _advanced(pairs: Pairs) -> Pairs:
    found = [pair for pair in pairs if pair[0].tier == Tier.ADVANCED and not pair[0].is_cast]
    return sorted(found, key=lambda pair: -pair[0].four_weeks)[:STRONG_ADVANCED]
