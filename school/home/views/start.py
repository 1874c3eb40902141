from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from school.people import roles
from school.people.access import leader_of


@require_safe
@login_required
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Where a log-in leads: a newcomer to her intake's page, a leader to her path, staff to the
    CMS, to the page there that they asked for. Somebody who is neither reads how to get into a
    class."""
    asked = request.GET.get("next", "")
    if _is_in_cms(asked) and request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(asked)
    if leader_of(request.user):
        return redirect("home:intake" if request.session.pop("just_joined", False) else "home:path")
    if roles.has_any(request.user, roles.STAFF):
        return redirect("wagtailadmin_home")
    return render(request, "home/no_class.html")


def _is_in_cms(address: str) -> bool:
    inside = address.startswith(reverse("wagtailadmin_home"))
    return inside and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
