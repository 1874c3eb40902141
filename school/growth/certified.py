"""Who is certified: may invite others, and counts so in the funnel."""

from datetime import date

from django.db.models import Min, Q, QuerySet

from assessments.models import Certificate
from school.growth.models import GrowthSettings
from school.people.models import Leader
from school.standing.models import Tier


def counting_certificates() -> QuerySet[Certificate]:
    """The genuine certificates that make somebody certified: of a tier, and of the course that
    the school has chosen; of any course if it has chosen none."""
    course = GrowthSettings.load().certifying_course
    genuine = Certificate.objects.genuine()
    if course is None:
        return genuine
    chosen = Q(kind=Certificate.Kind.COURSE, key=str(course.translation_key))
    return genuine.filter(chosen | Q(kind=Certificate.Kind.TIER))


def certified() -> QuerySet[Leader]:
    """The leaders who hold such a certificate, or have earned a tier above the first."""
    holds = Q(pk__in=counting_certificates().values("leader"))
    risen = Q(standing__isnull=False) & ~Q(standing__tier=Tier.PREPARATORY)
    return Leader.objects.filter(holds | risen)


def is_certified(leader: Leader) -> bool:
    return certified().filter(pk=leader.pk).exists()


def certified_on(leader: Leader) -> date | None:
    """The day of her first certificate that counts, if she has one."""
    mine = counting_certificates().filter(leader=leader)
    return mine.aggregate(first=Min("issued_on"))["first"]
