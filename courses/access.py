"""Who may come in.

Courses are for leaders, who learn, and for the school's staff, who look. Which sessions somebody
may mark is `Session.objects.run_by`, which leaders she marks there is `attendees`.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from courses.models import Session
from school.people import roles
from school.people.access import leader_of
from school.people.models import Leader, Region

View = Callable[..., HttpResponse]


def learners(view: View) -> View:
    """For leaders, and for staff as lookers-on; other accounts are refused.

    The view gets `request.leader`, which is None for staff.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.leader = leader_of(request.user)
        if request.leader is None and not roles.has_any(request.user, roles.STAFF):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def leader_only(request: HttpRequest) -> Leader:
    """The leader behind a request that records something. Raises PermissionDenied for others."""
    if request.leader is None:
        raise PermissionDenied
    return request.leader


def attendees(session: Session, user):
    """The leaders whom this person marks at a session: those she sees and who study in its
    region, and whoever said that she comes or was marked there already."""
    meant = Leader.objects.visible_to(user).studying()
    if session.series.region_id:
        meant = meant.filter(region__in=Region.objects.within([session.series.region]))
    here = Q(pk__in=meant.values("pk")) | Q(bookings__session=session, bookings__coming=True)
    here |= Q(attendance__session=session)
    chosen = Leader.objects.filter(here).exclude(user=user).distinct()
    return chosen.select_related("user", "region", "intake").order_by("intake", "user__name")
