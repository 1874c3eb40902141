from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from school.lib.refusal import Refusal
from school.people import joining
from school.people.access import leader_of
from school.people.forms import JoinForm
from school.people.models import Invitation

# Which joining a browser is busy with, so that the code's page leads back to it.
SESSION_KEY = "joining"


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Who invites, to which class, and the few things a newcomer tells about herself."""
    try:
        return _answer(request, joining.find_invitation(code))
    except Refusal as refusal:
        return render(request, "people/join_refused.html", {"refusal": refusal}, status=404)


def _answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if leader_of(request.user):
        return render(request, "people/join_signed_in.html", {"invitation": invitation})
    form = JoinForm(request.POST or None, person=request.user, language=get_language())
    if request.method == "POST" and form.is_valid():
        proven = request.user.is_authenticated
        return (_join if proven else _send_code)(request, invitation, form)
    return _ask(request, invitation, form, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, invitation: Invitation, form: JoinForm, status: int) -> HttpResponse:
    context = {"invitation": invitation, "form": form}
    return render(request, "people/join.html", context, status=status)


def _send_code(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    """Keep the answers, then let allauth prove the number by a code."""
    phone = form.cleaned_data["phone"]
    if not ratelimit.consume(request, action="request_login_code", key=phone):
        form.add_error("phone", _("Too many codes for this number. Try again in a few minutes."))
        return _ask(request, invitation, form, status=429)
    _application, user = joining.apply(invitation=invitation, newcomer=form.newcomer())
    if not user.is_active:
        messages.warning(request, _("This account is closed. Please ask your trainer."))
        return redirect("account_login")
    LoginCodeVerificationProcess.initiate(request=request, user=user, phone=phone)
    request.session[SESSION_KEY] = {"code": invitation.code, "phone": phone}
    return redirect("account_confirm_login_code")


def _join(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    """Somebody who is logged in has proven her number already."""
    application, user = joining.apply(invitation=invitation, newcomer=form.newcomer())
    joining.complete(application=application, user=user)
    request.session["just_joined"] = True
    return redirect("home:start")


def page_of_joining(request: HttpRequest, phone: str) -> str:
    """The joining page on which this browser gave this number; empty if it gave none."""
    busy = request.session.get(SESSION_KEY) or {}
    return reverse("people:join", args=[busy["code"]]) if busy.get("phone") == phone else ""


@require_http_methods(["GET"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Typing an invitation's code by hand, for who got it by voice."""
    code = "".join(request.GET.get("code", "").replace("/", "").split())
    return redirect("people:join", code=code) if code else render(request, "people/enter_code.html")
