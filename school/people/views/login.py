"""allauth's two pages of the log-in, told a little more."""

from allauth.account import views as allauth
from django.conf import settings

from school.lib.csp import STRICT
from school.lib.phones import local
from school.people import demo
from school.people.views.join import page_of_joining
from school.people.weixin import linking
from school.people.weixin.doors import door_of, is_inside


class LoginView(allauth.LoginView):
    """Asks for the number, offers WeChat where the school has keys for it, and while developing
    the demo persons too."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # Chromium holds the policy against the page that a form leads to in the end, too.
        away = f"form-action 'self' {settings.WEIXIN['open']};"
        if door_of(request):
            response["Content-Security-Policy"] = STRICT.replace("form-action 'self';", away)
        return response

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            demo_people=demo.choices(),
            weixin=bool(door_of(self.request)) and not linking.is_waiting(self.request),
            weixin_inside=is_inside(self.request),
            weixin_waits=linking.is_waiting(self.request),
            **kwargs,
        )


class ConfirmCodeView(allauth.ConfirmLoginCodeView):
    """Asks for the code; knows how the number is written at home, and where to correct it."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        phone = context["phone"]
        context["shown_phone"] = local(phone)
        context["join_page"] = page_of_joining(self.request, phone)
        context["outbox_open"] = demo.is_open()
        return context
