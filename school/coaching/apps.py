from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "school.coaching"
    label = "coaching"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        from school.coaching import receivers  # noqa: F401
