from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.weixin import views as allauth
from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from school.people.weixin import linking
from school.people.weixin.doors import door_of


class WeixinClient(WeixinOAuth2Client):
    def get_redirect_url(self, authorization_url, scope, extra_params) -> str:
        """Without this mark at its end WeChat's own browser doesn't open the page."""
        url = super().get_redirect_url(authorization_url, scope, extra_params)
        return f"{url}#wechat_redirect"


class WeixinAdapter(allauth.WeixinOAuth2Adapter):
    client_class = WeixinClient
    access_token_method = "GET"

    @property
    def access_token_url(self) -> str:
        return f"{settings.WEIXIN['api']}/sns/oauth2/access_token"

    @property
    def authorize_url(self) -> str:
        return f"{settings.WEIXIN['open']}{door_of(self.request).path}"

    def complete_login(self, request: HttpRequest, app, token, **kwargs):
        """What came with the token says who it is; her name and picture aren't asked for."""
        return self.get_provider().sociallogin_from_response(request, kwargs["response"])


_leave = OAuth2LoginView.adapter_view(WeixinAdapter)
_return = OAuth2CallbackView.adapter_view(WeixinAdapter)


@require_POST
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Off to WeChat, to come back at `returned`."""
    _check_open(request)
    return _leave(request)


@never_cache
def returned(request: HttpRequest) -> HttpResponse:
    """Back from WeChat with a code that says who she is."""
    _check_open(request)
    return _return(request)


@require_POST
@login_required
def unlink(request: HttpRequest) -> HttpResponse:
    """From now on only the phone number opens her account."""
    if linking.unlink(user=request.user):
        messages.success(request, _("WeChat no longer logs you in here."))
    return redirect("people:profile")


def _check_open(request: HttpRequest) -> None:
    if door_of(request) is None:
        raise Http404
