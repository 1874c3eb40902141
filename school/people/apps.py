from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "school.people"
    label = "people"
    verbose_name = _("People")
    default = True

    def ready(self) -> None:
        from school.people import receivers  # noqa: F401


class SchoolUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own section for accounts and groups: its forms know phones instead of usernames,
    and which groups the school keeps."""

    user_viewset = "school.people.cms.UserViewSet"
    group_viewset = "school.people.cms.GroupViewSet"
