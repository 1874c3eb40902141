"""Who may open this floor's screens. Whom they see there is decided by `visible_to`."""

from django.core.exceptions import PermissionDenied

from school.people import roles
from school.people.models import Leader
from school.standing import access

OWNERS = frozenset({roles.OPERATIONS})
DECIDERS = frozenset({roles.MANAGER, roles.OPERATIONS})


def owns(user) -> bool:
    """Operations write what is offered to all: agreements, contests, the score card."""
    return roles.has_any(user, OWNERS)


def decides(user) -> bool:
    """Managers and operations; for whom is asked again of each leader."""
    return roles.has_any(user, DECIDERS)


def may_act_for(user, leader: Leader) -> bool:
    """Whether this person may act for the school towards a leader."""
    return access.may_decide(user, leader)


class DecidersOnly:
    """For views: others are refused, in the way in which the CMS does it."""

    def dispatch(self, request, *args, **kwargs):
        if not decides(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OwnersOnly:
    def dispatch(self, request, *args, **kwargs):
        if not owns(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
