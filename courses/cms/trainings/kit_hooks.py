"""The section of session kits in the CMS. Loaded with the hooks of the app."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.people import roles
from school.people.menu import SCHOOL_MENU_HOOK


class KitsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return roles.has_any(request.user, {roles.TRAINER, roles.MANAGER, roles.OPERATIONS})


@hooks.register(SCHOOL_MENU_HOOK)
def register_kits_item():
    address = reverse_lazy("kits:index")
    return KitsMenuItem(
        _("Session kits"), address, name="kits", icon_name="folder-open-1", order=205
    )


@hooks.register("register_admin_urls")
def register_kits_urls():
    from courses.cms.trainings import kit_urls

    return [path("kits/", include(kit_urls))]
