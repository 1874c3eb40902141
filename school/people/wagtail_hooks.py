from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.people.bringing.screens import may_look_on
from school.people.menu import SCHOOL_MENU_HOOK, school_menu


class BroughtMenuItem(MenuItem):
    """For those who bring files or look on."""

    def is_shown(self, request) -> bool:
        return may_look_on(request.user)


@hooks.register("register_admin_menu_item")
def register_school_menu():
    return school_menu()


@hooks.register("register_admin_viewset")
def register_people_viewsets():
    from school.people.cms import VIEWSETS

    return VIEWSETS


@hooks.register("register_admin_urls")
def register_roster_urls():
    from school.people import roster_urls

    return [path("roster/", include(roster_urls))]


@hooks.register(SCHOOL_MENU_HOOK)
def register_roster():
    return BroughtMenuItem(
        _("Roster"), reverse_lazy("roster:start"), name="roster", icon_name="upload", order=604
    )
