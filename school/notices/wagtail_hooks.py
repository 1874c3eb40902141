from django.urls import include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.notices.access import may_call
from school.notices.cms.base import TITLE
from school.notices.cms.home import NoticesPanel
from school.people.menu import SCHOOL_MENU_HOOK


class NoticesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_call(request.user)


@hooks.register(SCHOOL_MENU_HOOK)
def notices_item():
    address = reverse_lazy("office_notices:unread")
    return NoticesMenuItem(TITLE, address, name="notices", icon_name="mail", order=602)


@hooks.register("register_admin_urls")
def register_notices_urls():
    from school.notices.cms import urls

    return [path("notices/", include(urls))]


@hooks.register("construct_homepage_panels")
def add_notices_panel(request, panels):
    panels.append(NoticesPanel())
