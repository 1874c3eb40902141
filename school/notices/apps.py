from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "school.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from school.notices import receivers  # noqa: F401
