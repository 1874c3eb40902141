"""The week in the CMS's menu, and the addresses of planning."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.people.menu import SCHOOL_MENU_HOOK


class WeekMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm("courses.view_session")


@hooks.register(SCHOOL_MENU_HOOK)
def register_week_menu_item():
    address = reverse("courses_week:week")
    return WeekMenuItem(_("The week"), address, name="week", icon_name="calendar-alt", order=201)


@hooks.register("register_admin_urls")
def register_planning_urls():
    from courses.cms.trainings.planning_urls import urlpatterns

    return urlpatterns
