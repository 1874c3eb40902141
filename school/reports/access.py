"""Who may open the managers' screens: managers, coaches and operations. Whom they see there is
`Leader.objects.visible_to`; who may decide is `school.standing.access`."""

from django.core.exceptions import PermissionDenied

from school.people import roles

READERS = frozenset({roles.MANAGER, roles.COACH, roles.OPERATIONS})
DECIDERS = frozenset({roles.MANAGER, roles.OPERATIONS})


def may_read(user) -> bool:
    return roles.has_any(user, READERS)


def may_decide_at_all(user) -> bool:
    """Whether the screens offer decisions; each decision is checked again for its leader."""
    return roles.has_any(user, DECIDERS)


class ReadersOnly:
    """For views: others are refused, in the way in which the CMS does it."""

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DecidersOnly:
    def dispatch(self, request, *args, **kwargs):
        if not may_decide_at_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
