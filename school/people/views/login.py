"""allauth's two pages of the log-in, told a little more."""

from allauth.account import views as allauth

from school.lib.phones import local
from school.people import demo
from school.people.views.join import page_of_joining


class LoginView(allauth.LoginView):
    """Asks for the number; while developing, offers the demo persons too."""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(demo_people=demo.choices(), **kwargs)


class ConfirmCodeView(allauth.ConfirmLoginCodeView):
    """Asks for the code; knows how the number is written at home, and where to correct it."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        phone = context["phone"]
        context["shown_phone"] = local(phone)
        context["join_page"] = page_of_joining(self.request, phone)
        context["outbox_open"] = demo.is_open()
        return context
