"""To whom an agreement is offered in bulk."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader
from school.standing.models import Cohort

HEAD, ALL = "head", "all"
NAMES = {HEAD: _("Leaders in the head cohort"), ALL: _("All leaders")}


def audience(to: str, user) -> QuerySet[Leader]:
    """The leaders whom this person sees, all or those in the head cohort."""
    seen = Leader.objects.visible_to(user)
    return seen.filter(standing__cohort=Cohort.HEAD) if to == HEAD else seen
