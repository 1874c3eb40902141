from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "school.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from school.notices import receivers  # noqa: F401

        # Each floor registers its notices in a module `letters`, and to whom one may announce in
        # a module `audience`.
        autodiscover_modules("letters", "audience")
