"""Who may open the office's screens about notices. Whom they see there is
`Leader.objects.visible_to`."""

from django.core.exceptions import PermissionDenied

from school.people import roles

CALLERS = frozenset({roles.COACH, roles.TRAINER, roles.MANAGER, roles.OPERATIONS})
ANNOUNCERS = frozenset({roles.TRAINER, roles.MANAGER, roles.OPERATIONS})
OVERSEERS = frozenset({roles.MANAGER, roles.OPERATIONS})
OWNERS = frozenset({roles.OPERATIONS})


def may_call(user) -> bool:
    """Whether this person sees who hasn't read, and calls."""
    return roles.has_any(user, CALLERS)


def may_announce(user) -> bool:
    return roles.has_any(user, ANNOUNCERS)


def may_oversee(user) -> bool:
    """Whether this person sees what was delivered."""
    return roles.has_any(user, OVERSEERS)


def owns(user) -> bool:
    """Whether this person keeps the words and the robots."""
    return roles.has_any(user, OWNERS)


class For:
    """For views: `allowed` says who may come in; others are refused as the CMS does it."""

    allowed = staticmethod(owns)

    def dispatch(self, request, *args, **kwargs):
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
