from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from school.people import roles
from school.people.access import leader_of


@require_safe
@login_required
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Where a log-in leads: a newcomer to her intake's page, a leader to her path, staff to the
    CMS. Somebody who is neither reads how to get into a class."""
    if leader_of(request.user):
        return redirect("home:intake" if request.session.pop("just_joined", False) else "home:path")
    if roles.has_any(request.user, roles.STAFF):
        return redirect("wagtailadmin_home")
    return render(request, "home/no_class.html")
