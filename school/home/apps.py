from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "school.home"
    label = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from school import checks  # noqa: F401
