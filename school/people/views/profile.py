from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from school.people import roles
from school.people.access import leader_of
from school.people.forms import ProfileForm
from school.people.language import SUPPORTED
from school.people.weixin.linking import is_linked


@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """My name, my language, my class, and the way out."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(form.instance.language)
        messages.success(request, _("Saved."))
        return _remember(redirect("people:profile"), form.instance.language)
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", _shown(request.user, form), status=status)


def _shown(user, form: ProfileForm) -> dict:
    leader = leader_of(user)
    trainer = leader.intake.trainer if leader and leader.intake_id else None
    return {
        "form": form,
        "leader": leader,
        "helper": leader and (leader.coach or trainer),
        "roles": [_(name) for name in roles.ALL if name in roles.of(user) & roles.STAFF],
        "initial": user.initial,
        "weixin_linked": is_linked(user),
        "tab": "me",
    }


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language, for the account if somebody is logged in, and go back."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    if language not in SUPPORTED:
        return redirect(back)
    if request.user.is_authenticated and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return _remember(redirect(back), language)


def _remember(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
