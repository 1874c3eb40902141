"""Who may see whom.

A leader sees herself; a coach his leaders; a trainer the leaders of her intakes; a manager her
regions with all inside; operations everybody. It is one queryset (`Leader.objects.visible_to`),
so that no list can leak; these helpers are the doors in front of views.
"""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from school.people import roles
from school.people.models import Leader

View = Callable[..., HttpResponse]


def leader_of(user) -> Leader | None:
    """The leader that this account is, if it is one."""
    return getattr(user, "leader", None) if user.is_authenticated else None


def leaders_only(view: View) -> View:
    """For pages of a leader's own: visitors log in first, staff are sent to their place.

    The view gets `request.leader`.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.leader = leader_of(request.user)
        if request.leader is None:
            return redirect("home:start")
        return view(request, *args, **kwargs)

    return guarded


def staff_only(*wanted: str) -> Callable[[View], View]:
    """For screens of these roles; others are refused."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            check_role(request.user, wanted or roles.STAFF)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def check_role(user, wanted: Iterable[str]) -> None:
    """Raises PermissionDenied unless the person holds one of these roles or is operations."""
    if not roles.has_any(user, {*wanted, roles.OPERATIONS}):
        raise PermissionDenied
