from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.coaching.access import may_coach
from school.people.menu import SCHOOL_MENU_HOOK


class CoachMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_coach(request.user)


@hooks.register(SCHOOL_MENU_HOOK)
def coaching_item():
    address = reverse_lazy("coach:queue")
    return CoachMenuItem(_("Coaching"), address, name="coaching", icon_name="group", order=125)


@hooks.register("register_admin_urls")
def register_coaching_urls():
    from school.coaching import cms_urls

    return [path("coaching/", include(cms_urls))]


@hooks.register("register_admin_viewset")
def register_coaching_viewsets():
    from school.coaching.cms import VIEWSETS

    return VIEWSETS
