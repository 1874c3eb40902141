"""Who may open the coach's screens: coaches, managers and operations. Whom they see there is
`Leader.objects.visible_to`; a coach sees his leaders, a manager her regions."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from school.coaching.models.note import READERS
from school.people import roles
from school.people.models import Leader, User

GIVERS = frozenset({roles.MANAGER, roles.OPERATIONS})


def may_coach(user) -> bool:
    return roles.has_any(user, READERS)


def may_hand_over(user) -> bool:
    return roles.has_any(user, GIVERS)


def coached_by(user) -> QuerySet[Leader]:
    """The leaders whom this person looks after. Nobody coaches herself."""
    return Leader.objects.visible_to(user).exclude(user=user)


def coaches() -> QuerySet[User]:
    """Everybody who may be somebody's coach."""
    return User.objects.filter(is_active=True, groups__name=roles.COACH).order_by("name", "pk")


class CoachesOnly:
    """For views: others are refused, in the way in which the CMS does it."""

    def dispatch(self, request, *args, **kwargs):
        if not may_coach(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class GiversOnly:
    def dispatch(self, request, *args, **kwargs):
        if not may_hand_over(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
