"""The doors under /accounts/: allauth's names, and only those that this school has.

People come in by invitation and by a code to their phone: there is nothing to sign up for, and
there are no passwords and e-mail addresses to manage. What is not listed isn't there.
"""

from allauth.account import views as allauth
from django.urls import path
from django.views.generic import RedirectView

from school.people.views.login import ConfirmCodeView, LoginView
from school.people.weixin import views as weixin

urlpatterns = [
    path("login/", LoginView.as_view(), name="account_login"),
    path("login/code/confirm/", ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    # allauth sends people here when a code has run out: it is the same question as the log-in's.
    path(
        "login/code/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="account_request_login_code",
    ),
    # allauth looks for these two by these names.
    path("weixin/login/", weixin.log_in, name="weixin_login"),
    path("weixin/login/callback/", weixin.returned, name="weixin_callback"),
    path("weixin/unlink/", weixin.unlink, name="weixin_unlink"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", RedirectView.as_view(pattern_name="people:enter_code"), name="account_signup"),
]
