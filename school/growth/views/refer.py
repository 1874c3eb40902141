"""A leader's page for inviting others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from school.growth import referral
from school.growth.certified import is_certified
from school.growth.models import GrowthSettings
from school.growth.recruits import count_invited, recruits_of
from school.lib.qr import qr_svg
from school.lib.refusal import Refusal
from school.people.access import leaders_only


@require_safe
@leaders_only
@never_cache
def refer(request: HttpRequest) -> HttpResponse:
    """Her code as link, picture and words, and how far those are whom she brought."""
    leader = request.leader
    code = referral.code_of(leader)
    address = referral.link(code) if code else ""
    context = {
        "is_unlocked": is_certified(leader),
        "code": code,
        "link": address,
        "qr": qr_svg(address, _("QR code of your invitation")) if code else "",
        "words": _words(leader.name, address),
        "recruits": recruits_of(leader),
        "invited": count_invited(leader),
        "asked": GrowthSettings.load(),
        "tab": "me",
    }
    return render(request, "growth/refer.html", context)


def _words(name: str, address: str) -> str:
    """What she may send on: what it is, who asks, and no word about income."""
    text = _(
        "I learn at the Group Leader Business School: five minutes a day on the phone, and it "
        "costs nothing. Would you like to look after a neighbours' group, too? %(link)s – %(name)s"
    )
    return text % {"link": address, "name": name}


@require_POST
@leaders_only
def make_code(request: HttpRequest) -> HttpResponse:
    """Her own code, once she is certified."""
    try:
        referral.make_code(request.leader)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("growth:refer")
