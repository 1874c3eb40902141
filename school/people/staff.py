"""Who of the staff answers for a leader."""

from django.db.models import QuerySet

from school.people import roles
from school.people.models import Leader, User

# A region's path is the numbers of all around it, eight digits and a slash each.
PATH_STEP = 9


def managers_of(leader: Leader) -> QuerySet[User]:
    """The managers of her region and of those around it."""
    path = leader.region.path if leader.region_id else ""
    around = [path[:end] for end in range(PATH_STEP, len(path) + 1, PATH_STEP)]
    managers = User.objects.filter(is_active=True, groups__name=roles.MANAGER)
    return managers.filter(regions__path__in=around).distinct()
