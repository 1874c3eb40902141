from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "school.growth"
    label = "growth"
    verbose_name = _("Agreements, referral, applicants and contests")

    def ready(self) -> None:
        from school.growth import receivers  # noqa: F401
