from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from school.people.weixin import linking
from school.people.weixin.doors import door_of


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """allauth's questions about WeChat: which app it is, and what to do with somebody new."""

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        door = door_of(request) if request else None
        if door is None:
            return []
        return [SocialApp(provider="weixin", client_id=door.app_id, secret=door.secret)]

    def pre_social_login(self, request, sociallogin) -> None:
        """Nobody signs up by WeChat alone: who isn't known yet shows her number once."""
        if sociallogin.is_existing:
            return
        uid = sociallogin.account.uid
        if request.user.is_authenticated:
            if linking.link(user=request.user, uid=uid):
                messages.success(request, _("Next time, WeChat is enough to log in."))
            raise ImmediateHttpResponse(redirect("people:profile"))
        linking.wait(request, uid)
        back = sociallogin.state.get("next") or ""
        query = f"?{urlencode({'next': back})}" if back else ""
        raise ImmediateHttpResponse(redirect(reverse("account_login") + query))

    def on_authentication_error(self, request, provider, **_kwargs) -> None:
        messages.warning(request, _("WeChat didn't let us in. Your phone number always works."))
        raise ImmediateHttpResponse(redirect("account_login"))
