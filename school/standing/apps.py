from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandingConfig(AppConfig):
    name = "school.standing"
    label = "standing"
    verbose_name = _("Standing")

    def ready(self) -> None:
        from courses.audience import know_standing
        from school.standing import receivers  # noqa: F401
        from school.standing.imports import withdrawn, work  # noqa: F401

        know_standing(tier="standing__tier", cohort="standing__cohort")
